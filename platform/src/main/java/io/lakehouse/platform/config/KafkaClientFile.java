package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.SecretReference;
import io.lakehouse.contract.job.KafkaAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The properties file with which Kafka's clients log in, as its own tools take it. */
final class KafkaClientFile {
    private KafkaClientFile() {}

    /**
     * The absolute path of the file that a node refers to, when its owner alone can read it.
     *
     * @param declaration the file that the node stands in, in whose folder a relative path starts
     */
    static String read(YamlNode node, Path declaration) {
        if (!(SecretReferences.of(node) instanceof SecretReference.File reference)) {
            throw node.failure("expected {file: PATH}: Kafka's clients read their settings from a file");
        }
        // Checks that it is there and nobody else's.
        new SecretReader(Map.of()).resolve(reference, declaration);
        var file = declaration.toAbsolutePath().resolveSibling(reference.path()).normalize();
        if (!Files.isRegularFile(file) || file.toString().contains(":")) {
            throw node.failure("expected a file whose path holds no colon, found " + file);
        }
        for (var setting : new KafkaAddress("", file.toString()).login().keySet()) {
            if (!setting.matches("(security|sasl|ssl)\\..+")) {
                throw node.failure(file + ": " + setting
                        + " is the platform's to set; security.*, sasl.* and ssl.* belong into this file");
            }
        }
        return file.toString();
    }
}
