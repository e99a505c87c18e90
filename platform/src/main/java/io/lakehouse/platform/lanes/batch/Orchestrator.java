package io.lakehouse.platform.lanes.batch;

import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.util.UUID;

/**
 * The name by which the scheduler of a home owns pipelines in a PostgreSQL that homes may share. It is made up once, so
 * that it stays when host or folder get another name.
 */
final class Orchestrator {
    private Orchestrator() {}

    static String of(Home home) {
        var file = home.data("batches").resolve("orchestrator");
        try {
            if (!Files.exists(file)) {
                var id = UUID.randomUUID().toString().substring(0, 8);
                ConfigurationFile.write(file, "scheduler of " + home.root() + " " + id);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Failure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
