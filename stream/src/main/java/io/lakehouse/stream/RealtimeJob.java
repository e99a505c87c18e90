package io.lakehouse.stream;

import io.lakehouse.contract.job.RealtimeJobSpec;
import io.lakehouse.contract.job.RouteMessages;
import io.lakehouse.stream.message.KafkaMessages;
import io.lakehouse.stream.raw.RawTopics;
import io.lakehouse.stream.route.RouteTopic;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.core.execution.CheckpointingMode;

/** The job of the real-time lane: {@code RealtimeJob --spec <JSON of RealtimeJobSpec>}. */
public final class RealtimeJob {
    private RealtimeJob() {}

    /**
     * Runs the job until it is cancelled.
     *
     * @throws IllegalArgumentException when the arguments are not {@code --spec} and a spec
     * @throws Exception when Flink does not take the job
     */
    public static void main(String[] arguments) throws Exception {
        var spec = JobSpecs.fromArguments(arguments, RealtimeJobSpec.class);
        // At least once spares the alignment of barriers; what is written is idempotent.
        var environment = JobEnvironment.of(
                spec.parallelism(),
                spec.checkpointMillis(),
                spec.checkpointDirectory(),
                CheckpointingMode.AT_LEAST_ONCE);
        JobSpecs.tell(environment, spec);
        JobEnvironment.keepStateOnDisk(environment);
        var source = environment
                .fromSource(
                        RawTopics.source(spec.kafka(), spec.groupId(), spec.tables()),
                        WatermarkStrategy.noWatermarks(),
                        "raw changes")
                .uid("realtime-raw");
        RealtimeTopology.attach(
                source,
                new RouteTopic(spec.kafka(), RouteMessages.topic(spec.pipeline()), spec.tables()),
                JobEnvironment.HOLD,
                spec.deadLetterTopic(),
                KafkaMessages.sink(spec.kafka(), spec.groupId() + "-messages"),
                KafkaMessages.sink(spec.kafka(), spec.groupId() + "-side-messages"));
        environment.execute(spec.pipeline() + " realtime");
    }
}
