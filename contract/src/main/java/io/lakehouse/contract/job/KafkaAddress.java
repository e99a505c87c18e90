package io.lakehouse.contract.job;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Where a Kafka is, and how its clients log in. The login stays in its file, so that it is in no argument and in no
 * answer of Flink; whoever opens a client reads it anew.
 *
 * @param bootstrap {@code host:port[,host:port]}
 * @param clientFile path of a properties file with settings of Kafka's clients (security.protocol, sasl.*, ssl.*), whose
 *     mode is 600; empty for a Kafka that asks for nothing
 */
public record KafkaAddress(String bootstrap, String clientFile) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** A Kafka that asks for nothing. */
    public static KafkaAddress open(String bootstrap) {
        return new KafkaAddress(bootstrap, "");
    }

    /**
     * The settings of the file, sorted; none when there is no file.
     *
     * @throws UncheckedIOException when it cannot be read
     */
    public Map<String, String> login() {
        var settings = new TreeMap<String, String>();
        if (clientFile.isEmpty()) {
            return settings;
        }
        var file = Path.of(clientFile);
        try (var reader = Files.newBufferedReader(file)) {
            var properties = new Properties();
            properties.load(reader);
            properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException("the settings of Kafka's clients in " + file + " cannot be read", e);
        }
    }

    /** The settings of a client: the address, the login, and its own. */
    public Map<String, Object> client(Map<String, ?> own) {
        var settings = new TreeMap<String, Object>(login());
        settings.put("bootstrap.servers", bootstrap);
        settings.putAll(own);
        return settings;
    }

    /** {@code host:port[,host:port]}. */
    @Override
    public String toString() {
        return bootstrap;
    }
}
