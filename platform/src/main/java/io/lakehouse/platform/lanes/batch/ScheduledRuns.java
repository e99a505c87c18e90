package io.lakehouse.platform.lanes.batch;

import io.lakehouse.contract.declaration.BatchDeclaration;
import io.lakehouse.platform.supervise.BatchRun;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a scheduler schedules. */
interface ScheduledRuns {
    /** The pipelines that there are now, with what they declare of their batches. */
    Map<String, BatchDeclaration> pipelines();

    /** When the last run of a pipeline started; empty when there was none. */
    Optional<Instant> lastStart(String pipeline);

    /**
     * Runs one batch to its end.
     *
     * @param attempt which try it is, from 1
     * @return how it ended; empty when another run of the pipeline is under way
     */
    Optional<BatchRun> run(String pipeline, int attempt);

    /** Kills the run that is under way and lets no other start. */
    void stop();
}
