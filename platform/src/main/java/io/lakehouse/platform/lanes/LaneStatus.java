package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.source.ReplicationSlot;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.stream.DeadLetterTopic;
import io.lakehouse.platform.stream.FlinkJobs;
import io.lakehouse.platform.stream.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Where one lane of a pipeline stands.
 *
 * @param pipeline the pipeline
 * @param lane {@code capture}, {@code realtime}, {@code pinot} or {@code bronze}
 * @param state {@code running}, another word of its engine, or {@code unknown} when that does not answer
 * @param position what it has durably read: the slot's confirmed LSN, or the next offset of every raw partition; for
 *     Pinot what it answers with, the next offset of every partition of its tables' topics
 * @param lag what it has not: bytes of log for the capture, messages for the others; -1 when unknown
 * @param lagUnit {@code bytes} or {@code messages}
 * @param deadLetters messages of the pipeline that a lane could not read and that were not replayed; -1 when unknown and
 *     for the capture and Pinot
 * @param unindexed messages that Pinot could not make rows of since it started; -1 when unknown and for the others
 * @param detail why it is not running, one line; empty otherwise
 */
public record LaneStatus(
        String pipeline,
        String lane,
        String state,
        String position,
        long lag,
        String lagUnit,
        long deadLetters,
        long unindexed,
        String detail) {

    /** Where the lanes of a pipeline stand. An engine that does not answer makes its lane unknown, not the call fail. */
    public static List<LaneStatus> of(Blueprint blueprint, PipelinePlan plan) {
        var lanes = new ArrayList<LaneStatus>();
        var deadLetters = new OpenDeadLetters(blueprint, plan.pipeline());
        lanes.add(capture(blueprint, plan));
        if (plan.hasRealtime() && blueprint.selection().hasRealtime()) {
            lanes.add(job(blueprint, plan, "realtime", plan.realtimeJobName(), deadLetters));
            lanes.add(PinotLane.status(blueprint, plan));
        }
        if (plan.hasLake() && blueprint.selection().hasLake()) {
            lanes.add(job(blueprint, plan, "bronze", plan.bronzeJobName(), deadLetters));
        }
        return lanes;
    }

    private static LaneStatus capture(Blueprint blueprint, PipelinePlan plan) {
        var name = plan.pipeline().name();
        try {
            var state = new Connectors(blueprint.addresses().connect()).state(Connector.name(name));
            var source = new SourceDatabase(Lanes.source(blueprint, name));
            var written = source.flushedLsn();
            var slot = plan.pipeline().slot();
            var confirmed = source.slot(slot).flatMap(ReplicationSlot::confirmed);
            var waits = confirmed.isPresent() ? Optional.<String>empty() : CaptureStart.hindrance(source, slot);
            var word = waits.isPresent()
                    ? CaptureStart.STATE
                    : state.map(DeclaredConnectors::word).orElse("absent");
            var lost = CaptureEpoch.of(blueprint.home(), name).lost();
            var failure = CaptureFailure.of(blueprint.home(), name, confirmed);
            var isRetried = failure.isPresent() && word.equals("running");
            return new LaneStatus(
                    name,
                    "capture",
                    !lost.isEmpty() ? MissingChanges.STATE : isRetried ? CaptureFailure.STATE : word,
                    confirmed.map(Object::toString).orElse(""),
                    confirmed
                            .map(position -> Math.max(0, written.since(position)))
                            .orElse(-1L),
                    "bytes",
                    -1,
                    -1,
                    !lost.isEmpty()
                            ? MissingChanges.message(name, lost)
                            : isRetried
                                    ? failure.get().message()
                                    : waits.or(() -> state.map(Connectors.State::reason))
                                            .orElse("the connector is gone"));
        } catch (Exception e) {
            return new LaneStatus(name, "capture", "unknown", "", -1, "bytes", -1, -1, String.valueOf(e.getMessage()));
        }
    }

    private static LaneStatus job(
            Blueprint blueprint, PipelinePlan plan, String lane, String jobName, OpenDeadLetters deadLetters) {
        var name = plan.pipeline().name();
        try (var topics = new Topics(blueprint.addresses().kafka())) {
            var jobs = new FlinkJobs(blueprint.addresses().flink());
            var job = jobs.alive(jobName);
            var state = job.map(found -> found.state().toLowerCase(Locale.ROOT)).orElse("absent");
            var detail = job.isPresent() && !job.get().isRunning()
                    ? jobs.failure(job.get().id()).orElse("")
                    : "";
            var ends = topics.recordEnds(lane.equals("bronze") ? plan.bronzeTopics() : plan.rawTopics());
            var committed = topics.committed(PipelinePlan.group(jobName));
            return new LaneStatus(
                    name,
                    lane,
                    state,
                    text(committed),
                    lag(ends, committed),
                    "messages",
                    deadLetters.count(),
                    -1,
                    detail);
        } catch (Exception e) {
            return new LaneStatus(name, lane, "unknown", "", -1, "messages", -1, -1, String.valueOf(e.getMessage()));
        }
    }

    /** Counted once for all lanes, which would tell two counts while letters arrive. */
    private static final class OpenDeadLetters {
        private final DeadLetterTopic topic;
        private long count = -1;

        OpenDeadLetters(Blueprint blueprint, Pipeline pipeline) {
            this.topic = new DeadLetterTopic(
                    blueprint.addresses().kafka(), pipeline.deadLetterTopic(), pipeline.replayedTopic());
        }

        long count() {
            if (count < 0) {
                count = topic.open();
            }
            return count;
        }
    }

    private static long lag(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> committed) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    static String text(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
