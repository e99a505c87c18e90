package io.lakehouse.platform.realtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder with Kafka's scripts, which start what those of its distribution start; Kafka's artifacts bring none. */
final class KafkaScripts {
    private KafkaScripts() {}

    static Path write(Path folder, String classPath) throws IOException {
        var bin = Files.createDirectories(folder.resolve("bin"));
        write(bin.resolve("kafka-topics.sh"), "org.apache.kafka.tools.TopicCommand", classPath);
        write(bin.resolve("kafka-configs.sh"), "kafka.admin.ConfigCommand", classPath);
        return folder;
    }

    private static void write(Path script, String main, String classPath) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        Files.writeString(script, "#!/bin/sh\nexec '" + java + "' -cp '" + classPath + "' " + main + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
}
