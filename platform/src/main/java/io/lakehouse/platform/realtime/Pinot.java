package io.lakehouse.platform.realtime;

import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Launch;
import io.lakehouse.platform.engine.Site;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Pinot 0.11.0 in one JVM: ZooKeeper, controller, broker and server. */
public final class Pinot implements Engine {
    private static final String MAIN = "io.lakehouse.realtime.PinotNode";

    private final Site site;
    private final Path nodeJar;

    /**
     * @param site where it lives
     * @param nodeJar the jar of module {@code realtime}, which holds its main class
     */
    public Pinot(Site site, Path nodeJar) {
        this.site = site;
        this.nodeJar = nodeJar;
    }

    @Override
    public String name() {
        return "pinot";
    }

    /** It starts without Kafka: tables whose Kafka is away consume once it is back. */
    @Override
    public Set<String> needs() {
        return Set.of();
    }

    @Override
    public Map<String, Integer> ports() {
        var ports = new TreeMap<String, Integer>();
        for (var name : List.of("zookeeper", "controller", "broker", "server", "server-admin", "server-grpc")) {
            ports.put(name, site.port(name));
        }
        return ports;
    }

    @Override
    public List<Address> addresses() {
        return List.of(
                new Address("Pinot console", "http://" + site.address("controller")),
                new Address("Pinot SQL", "http://" + site.address("broker") + "/query/sql"));
    }

    /** The controller's REST end. */
    public JsonRest controller() {
        return new JsonRest("http://" + site.address("controller"));
    }

    /** The broker's REST end. */
    public JsonRest broker() {
        return new JsonRest("http://" + site.address("broker"));
    }

    @Override
    public Launch prepare() throws IOException {
        if (!Files.isRegularFile(nodeJar)) {
            throw new Failure("pinot: " + nodeJar + " is missing; build it with: mvn -q package -pl realtime");
        }
        Files.createDirectories(site.data());
        var properties = ConfigurationFile.writeProperties(
                site.configuration().resolve("pinot.properties"), new PinotProperties(site).all());
        var classPath = nodeJar + File.pathSeparator + site.installation().classPath();
        return Launch.of(site.javaOn(classPath, MAIN, properties.toString()), site.data())
                .withStopGrace(Duration.ofSeconds(15));
    }

    /**
     * Ready means that queries are answered: the controller and the server report themselves healthy, the server takes
     * connections, the broker answers SQL, and every table that exists answers a query of its own, but for those with a
     * broken segment: they would keep all others down.
     */
    @Override
    public void probe() throws Exception {
        var server = "Server_" + Site.HOST + "_" + site.port("server");
        if (!controller().get("/instances/" + server).path("enabled").asBoolean()) {
            throw new IOException("the controller has not enabled " + server);
        }
        try (var connection = new Socket()) {
            connection.connect(new InetSocketAddress(Site.HOST, site.port("server")), 1_000);
        }
        var query = new PinotQuery(broker());
        query.run("SELECT 1");
        var health = new PinotHealth(controller());
        for (var table : new PinotTableDeployment(controller()).list()) {
            try {
                query.run("SELECT COUNT(*) FROM " + table);
            } catch (Failure e) {
                if (health.brokenSegments(table).isEmpty()) {
                    throw e;
                }
            }
        }
    }
}
