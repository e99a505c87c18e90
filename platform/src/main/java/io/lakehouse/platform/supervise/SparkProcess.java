package io.lakehouse.platform.supervise;

import io.lakehouse.contract.job.BatchSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/** What runs batches: a JVM of each run's own, or one that stays. */
interface SparkProcess extends AutoCloseable {
    /**
     * Runs one batch to its end.
     *
     * @param log file that takes what it prints
     * @param limit how long it may take; then its process is killed
     * @return the exit code of the run; empty when it was killed since it took too long
     * @throws io.lakehouse.platform.engine.Failure when its process cannot be started, or after {@link #close}
     */
    OptionalInt run(BatchSpec spec, Path log, Duration limit) throws IOException, InterruptedException;

    /** Id of a process that stays between runs; empty when there is none. */
    default OptionalInt pid() {
        return OptionalInt.empty();
    }

    /** Kills what runs, and lets nothing more start. */
    @Override
    void close();
}
