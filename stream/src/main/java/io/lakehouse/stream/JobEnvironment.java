package io.lakehouse.stream;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** How the jobs are kept alive and durable, whatever the cluster's own defaults are. */
final class JobEnvironment {
    /** How long a change waits for the route that it fits: some turns of the platform's keeper, also after a restart. */
    static final Duration HOLD = Duration.ofSeconds(60);

    private JobEnvironment() {}

    /**
     * The environment of a job. Its checkpoints outlive a cancellation, so that it can be started again where it was.
     *
     * @param parallelism subtasks of every operator
     * @param checkpointMillis interval of checkpoints, in ms
     * @param checkpointDirectory URI of their folder
     * @param mode what a checkpoint guarantees
     */
    static StreamExecutionEnvironment of(
            int parallelism, long checkpointMillis, String checkpointDirectory, CheckpointingMode mode) {
        var configuration = new Configuration();
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpointDirectory);
        configuration.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        // A store that is away for a while costs a checkpoint, not a restart: the changes go on flowing.
        configuration.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, 10);

        // An engine that is away comes back; until then the job tries again for ever, soon and then less often.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(200));
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(10));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_BACKOFF_MULTIPLIER, 2.0);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, Integer.MAX_VALUE);
        configuration.set(
                RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
                Duration.ofMinutes(1));

        configuration.set(PipelineOptions.OBJECT_REUSE, true);

        var environment = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        environment.setParallelism(parallelism);
        // A record is passed on at once. With a time-out every task has a thread that wakes up as often
        // (docs/decisions/0162).
        environment.setBufferTimeout(0);
        environment.enableCheckpointing(checkpointMillis, mode);
        return environment;
    }

    /**
     * Keeps a job's keyed state in RocksDB: on disk, with a fixed share of memory, however many keys a table has. A
     * checkpoint holds what changed since the one before it.
     */
    static void keepStateOnDisk(StreamExecutionEnvironment environment) {
        var configuration = new Configuration();
        configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        configuration.setString("state.backend.rocksdb.memory.fixed-per-slot", "48mb");
        // The default of 64 MiB is more than the memory above, and would be flushed at every turn.
        configuration.setString("state.backend.rocksdb.writebuffer.size", "8mb");
        environment.configure(configuration);
    }
}
