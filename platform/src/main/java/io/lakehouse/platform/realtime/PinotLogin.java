package io.lakehouse.platform.realtime;

import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.engine.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How Pinot's consumers log in to Kafka. Everybody who may ask the controller reads a table's settings, so that a secret
 * stands there as a reference to the file that holds it, which Kafka's client follows.
 */
final class PinotLogin {
    private static final String JAAS = "sasl.jaas.config";
    private static final Set<String> OTHER_SECRETS = Set.of(
            "ssl.key.password",
            "ssl.keystore.password",
            "ssl.keystore.key",
            "ssl.truststore.password",
            "sasl.oauthbearer.client.credentials.client.secret");

    private PinotLogin() {}

    /**
     * The settings of a consumer.
     *
     * @throws Failure when a secret cannot be told without writing it into the table
     */
    static Map<String, String> of(KafkaAddress kafka) {
        var settings = new LinkedHashMap<String, String>();
        kafka.login().forEach((name, value) -> {
            if (OTHER_SECRETS.contains(name)) {
                throw new Failure(kafka.clientFile() + ": " + name
                        + " would stand readable in the settings of Pinot's tables; use certificates in PEM"
                        + " (ssl.truststore.type=PEM), which need no password, and a login by " + JAAS);
            }
            // The blank keeps Pinot from taking the reference for one to a variable of its environment.
            settings.put(name, name.equals(JAAS) ? " ${file:" + kafka.clientFile() + ":" + JAAS + "}" : value);
        });
        if (settings.containsKey(JAAS)) {
            settings.put("config.providers", "file");
            settings.put("config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider");
        }
        return settings;
    }
}
