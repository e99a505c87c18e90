package io.lakehouse.realtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** The ZooKeeper of one node, on loopback, without an admin server. */
final class LocalZooKeeper {
    private static final int TICK_MILLIS = 2_000;
    /** Connections from one address; everything is on one address here, so there is no bound. */
    private static final int UNBOUNDED = 0;

    private final NIOServerCnxnFactory connections;
    private final ZooKeeperServer server;

    private LocalZooKeeper(NIOServerCnxnFactory connections, ZooKeeperServer server) {
        this.connections = connections;
        this.server = server;
    }

    /**
     * Starts it and closes the sessions that it stored. Their owners lived in the process before this one, which is
     * gone: without this, the instances of a killed node stay registered until their sessions time out, and the new
     * ones cannot join.
     */
    static LocalZooKeeper start(int port, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var server = new ZooKeeperServer(folder.toFile(), folder.toFile(), TICK_MILLIS);
        var connections = new NIOServerCnxnFactory();
        connections.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), UNBOUNDED);
        connections.startup(server);
        List.copyOf(server.getZKDatabase().getSessionWithTimeOuts().keySet()).forEach(server::closeSession);
        return new LocalZooKeeper(connections, server);
    }

    void stop() {
        connections.shutdown();
        server.shutdown();
    }
}
