package io.lakehouse.realtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.pinot.spi.env.PinotConfiguration;

/**
 * What a node is started with: a properties file of three kinds of keys.
 *
 * <ul>
 *   <li>{@code lakehouse.zookeeper.port} and {@code lakehouse.zookeeper.dir}: the node's ZooKeeper
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
        pinot.keySet()
                .removeIf(name ->
                        name.startsWith(SYSTEM_PREFIX) || name.equals(ZOOKEEPER_PORT) || name.equals(ZOOKEEPER_FOLDER));
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
