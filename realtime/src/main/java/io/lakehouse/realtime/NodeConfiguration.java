package io.lakehouse.realtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.pinot.spi.env.PinotConfiguration;

/**
 * What a node is started with: a properties file.
 *
 * <ul>
 *   <li>{@code lakehouse.zookeeper.port} and {@code lakehouse.zookeeper.dir}: the node's ZooKeeper
 *   <li>{@code lakehouse.query.default.limit}: rows that a query without LIMIT answers at most; Pinot's own is 10
 *   <li>{@code system.<name>}: system properties that Helix or ZooKeeper reads, as {@code system.zk.session.timeout}
 *   <li>all others are Pinot's own, of the controller, the broker and the server
 * </ul>
 *
 * @param file where it was read, for messages
 * @param properties all of them
 */
record NodeConfiguration(Path file, Map<String, String> properties) {
    private static final String ZOOKEEPER_PORT = "lakehouse.zookeeper.port";
    private static final String ZOOKEEPER_FOLDER = "lakehouse.zookeeper.dir";
    private static final String DEFAULT_LIMIT = "lakehouse.query.default.limit";
    private static final String OWN_PREFIX = "lakehouse.";
    private static final String SYSTEM_PREFIX = "system.";

    static NodeConfiguration read(Path file) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        var map = new TreeMap<String, String>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return new NodeConfiguration(file, map);
    }

    int zooKeeperPort() {
        return Integer.parseInt(required(ZOOKEEPER_PORT));
    }

    Path zooKeeperFolder() {
        return Path.of(required(ZOOKEEPER_FOLDER));
    }

    int defaultLimit() {
        return Integer.parseInt(required(DEFAULT_LIMIT));
    }

    Map<String, String> systemProperties() {
        var system = new TreeMap<String, String>();
        properties.forEach((name, value) -> {
            if (name.startsWith(SYSTEM_PREFIX)) {
                system.put(name.substring(SYSTEM_PREFIX.length()), value);
            }
        });
        return system;
    }

    /** A configuration of its own for each role: Pinot writes into what it is given. */
    PinotConfiguration pinot() {
        var pinot = new TreeMap<String, Object>(properties);
        pinot.keySet().removeIf(name -> name.startsWith(SYSTEM_PREFIX) || name.startsWith(OWN_PREFIX));
        // The rewriters are one list for the whole JVM: whichever role starts last sets it.
        for (var role : List.of("controller", "broker", "server")) {
            pinot.put("pinot." + role + ".query.rewriter.class.names", DefaultLimit.REWRITERS);
        }
        return new PinotConfiguration(pinot);
    }

    private String required(String name) {
        var value = properties.get(name);
        if (value == null) {
            throw new IllegalArgumentException(file + " has no " + name + "; add it");
        }
        return value;
    }
}
