package io.lakehouse.platform.supervise;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A JVM for each run, which ends with it. */
final class FreshSpark implements SparkProcess {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SparkCommand command;
    private boolean isClosed;
    private @Nullable Process running;

    FreshSpark(SparkCommand command) {
        this.command = command;
    }

    @Override
    public OptionalInt run(BatchSpec spec, Path log, Duration limit) throws IOException, InterruptedException {
        var specFile = ConfigurationFile.write(
                command.site().configuration().resolve(spec.pipeline() + ".json"), JSON.writeValueAsString(spec));
        try (var spawner = new Spawner()) {
            var process = spawn(spawner, specFile, log);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                return OptionalInt.empty();
            }
            return OptionalInt.of(process.exitValue());
        }
    }

    private synchronized Process spawn(Spawner spawner, Path specFile, Path log) throws IOException {
        if (isClosed) {
            throw new Failure("the platform goes down");
        }
        var launch = command.launch("io.lakehouse.lake.BatchJob", "--spec-file", specFile.toString());
        running = spawner.spawn(launch, log);
        return running;
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        if (running != null) {
            running.destroyForcibly();
        }
    }
}
