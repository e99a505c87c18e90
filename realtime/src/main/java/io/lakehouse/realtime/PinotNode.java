package io.lakehouse.realtime;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.pinot.broker.broker.helix.HelixBrokerStarter;
import org.apache.pinot.controller.ControllerStarter;
import org.apache.pinot.spi.services.ServiceStartable;

/**
 * One JVM that is all of Pinot: ZooKeeper, controller, broker and server, on loopback only.
 *
 * <p>It takes one argument, a {@linkplain NodeConfiguration properties file}, and runs until SIGTERM or SIGINT.
 */
public final class PinotNode {
    /**
     * How long the roles may take to end, in ms. A consumer that waits for Kafka ends only when its fetch does, one
     * partition after the other; what they consumed but did not commit is read again at the next start, so that
     * nothing is lost when they are cut off.
     */
    private static final long STOP_MILLIS = 6_000;

    private final Deque<ServiceStartable> roles = new ArrayDeque<>();
    private final LocalZooKeeper zooKeeper;

    private PinotNode(LocalZooKeeper zooKeeper) {
        this.zooKeeper = zooKeeper;
    }

    /** Runs a node; ends with 2 when the arguments are wrong, with 1 when the node cannot start. */
    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("PinotNode takes one argument, a properties file; it was given " + arguments.length);
            System.exit(2);
        }
        System.setProperty("log4j2.configurationFile", "classpath:lakehouse-realtime-log4j2.xml");
        // The HTTP servers of Pinot log through the JDK.
        Logger.getLogger("").setLevel(Level.SEVERE);
        try {
            var configuration = NodeConfiguration.read(Path.of(arguments[0]));
            configuration.systemProperties().forEach(System::setProperty);
            DefaultLimit.rows(configuration.defaultLimit());
            run(configuration);
        } catch (Exception e) {
            System.err.println("Pinot does not start with " + arguments[0] + ": " + rootMessage(e));
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void run(NodeConfiguration configuration) throws Exception {
        var node = new PinotNode(LocalZooKeeper.start(configuration.zooKeeperPort(), configuration.zooKeeperFolder()));
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> node.stop(stopped), "stop"));
        node.startRoles(configuration);
        System.out.println("Pinot is up");
        stopped.await();
    }

    /** The controller makes the cluster that the others join; those two start side by side. */
    private void startRoles(NodeConfiguration configuration) throws Exception {
        start(new ControllerStarter(), configuration);
        var server = CompletableFuture.runAsync(() -> startUnchecked(new LoopbackServerStarter(), configuration));
        start(new HelixBrokerStarter(), configuration);
        try {
            server.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the server role failed", e.getCause());
        }
    }

    private void startUnchecked(ServiceStartable role, NodeConfiguration configuration) {
        try {
            start(role, configuration);
        } catch (Exception e) {
            throw new IllegalStateException(rootMessage(e), e);
        }
    }

    private void start(ServiceStartable role, NodeConfiguration configuration) throws Exception {
        role.init(configuration.pinot());
        role.start();
        synchronized (roles) {
            roles.push(role);
        }
    }

    /** Ends the roles, the last started first, and then ZooKeeper, whatever the roles did. */
    private void stop(CountDownLatch stopped) {
        var ending = new Thread(this::stopRoles, "stop-roles");
        ending.setDaemon(true);
        ending.start();
        try {
            ending.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        zooKeeper.stop();
        stopped.countDown();
        // Threads of half-stopped roles must not hold the process back.
        Runtime.getRuntime().halt(0);
    }

    private void stopRoles() {
        ServiceStartable role;
        while ((role = next()) != null) {
            try {
                role.stop();
            } catch (RuntimeException e) {
                System.err.println(
                        role.getServiceRole() + " did not stop cleanly, which loses nothing: " + rootMessage(e));
            }
        }
    }

    private ServiceStartable next() {
        synchronized (roles) {
            return roles.poll();
        }
    }

    private static String rootMessage(Throwable thrown) {
        var root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
