package io.lakehouse.platform.lanes;

import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.engine.Answer;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.query.TrinoSql;
import io.lakehouse.platform.realtime.PinotConsumption;
import io.lakehouse.platform.source.ReplicationSlot;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.stream.FlinkJobs;
import io.lakehouse.platform.stream.Topics;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until everything that was committed in the source before the call is queryable, by positions only: a marker in
 * the source's log, the slot's confirmed position, Kafka's offsets, Flink's checkpoints, Pinot's offsets.
 */
public final class Sync {
    private final Blueprint blueprint;
    private final PipelinePlan plan;
    private final Deadline deadline;
    private final FlinkJobs jobs;

    /** A sync of a pipeline that may take so long in all. */
    public Sync(Blueprint blueprint, PipelinePlan plan, Duration timeout) {
        this.blueprint = blueprint;
        this.plan = plan;
        this.deadline = new Deadline(timeout);
        this.jobs = new FlinkJobs(blueprint.addresses().flink());
    }

    /** Returns when Pinot answers with everything committed before the call. */
    public void realtime() throws IOException {
        try (var topics = new Topics(blueprint.addresses().kafka())) {
            var captured = awaitCapture(topics, plan.rawTopics());
            checkpoint(plan.realtimeJobName());
            awaitCommitted(topics, plan.realtimeJobName(), captured);
            awaitPinot(topics);
        }
    }

    /**
     * Returns when bronze holds everything committed before the call.
     *
     * @return whether bronze holds more than the last batch has published
     */
    public boolean bronze() throws IOException {
        try (var topics = new Topics(blueprint.addresses().kafka())) {
            var captured = awaitCapture(topics, plan.bronzeTopics());
            // The first checkpoint holds what was read; it is committed to bronze once it is complete, and a second
            // one completes only after that.
            checkpoint(plan.bronzeJobName());
            checkpoint(plan.bronzeJobName());
            awaitCommitted(topics, plan.bronzeJobName(), captured);
        }
        return bronzeIsAhead();
    }

    /** The end of each of these raw topics once all that was committed before is in them. */
    private Map<TopicPartition, Long> awaitCapture(Topics topics, List<String> rawTopics) {
        var lost = CaptureEpoch.of(blueprint.home(), plan.pipeline().name()).lost();
        if (!lost.isEmpty()) {
            throw new Failure(MissingChanges.message(plan.pipeline().name(), lost));
        }
        var connectors = new Connectors(blueprint.addresses().connect());
        var standstill = new CaptureStandstill(blueprint.home(), plan.pipeline().name(), connectors);
        // Rows that a table held before it was added were committed before the call, too.
        var rows = new LateSnapshots(blueprint.home(), plan.pipeline().name());
        deadline.await("the rows that added tables held before have been read", rows::areRead, standstill::reason);
        var source = new SourceDatabase(Lanes.source(blueprint, plan.pipeline().name()));
        var committed = source.flushedLsn();
        // Something has to follow, or a source that is quiet from here on would never be confirmed.
        source.emitMarker();
        // A slot that was just made has confirmed where it begins, while its snapshot is still on its way.
        var connector = Connector.name(plan.pipeline().name());
        deadline.await(
                "the first snapshot of the connector " + connector + " is read",
                () -> connectors.hasReadSnapshot(connector),
                standstill::reason);
        deadline.await(
                "the connector has confirmed the source's position " + committed,
                () -> source.slot(plan.pipeline().slot())
                        .flatMap(ReplicationSlot::confirmed)
                        .filter(confirmed -> confirmed.compareTo(committed) >= 0)
                        .isPresent(),
                standstill::reason);
        return topics.recordEnds(rawTopics);
    }

    private void checkpoint(String jobName) throws IOException {
        deadline.await(
                "the Flink job " + jobName + " runs",
                () -> jobs.alive(jobName).filter(FlinkJobs.Job::isRunning).isPresent());
        deadline.await("a checkpoint of the Flink job " + jobName + " is complete", () -> {
            jobs.checkpoint(jobs.alive(jobName).orElseThrow().id(), deadline.remaining());
            return true;
        });
    }

    private void awaitCommitted(Topics topics, String jobName, Map<TopicPartition, Long> ends) {
        deadline.await("the Flink job " + jobName + " has read up to " + ends, () -> {
            var committed = topics.committed(PipelinePlan.group(jobName));
            return ends.entrySet().stream()
                    .allMatch(end -> end.getValue() == 0 || committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
        });
    }

    private void awaitPinot(Topics topics) {
        var consumption =
                new PinotConsumption(new JsonRest(blueprint.addresses().pinotController()));
        for (var table : plan.pinotTables()) {
            var ends = new HashMap<Integer, Long>();
            topics.endOffsets(List.of(table)).forEach((partition, offset) -> ends.put(partition.partition(), offset));
            deadline.await("Pinot has read " + table + " up to " + ends, () -> consumption.hasConsumed(table, ends));
        }
    }

    private boolean bronzeIsAhead() {
        var snapshots =
                BronzeSnapshots.of(ask(BronzeSnapshots.query(plan.pipeline().name())));
        var lake = plan.pipeline().lake();
        String published;
        try {
            published = Objects.requireNonNullElse(
                    ask("SELECT max_by(bronze_snapshot_id, published_at) FROM nessie.\"" + lake.namespace() + "\".\""
                                    + lake.checkpointTable() + "\"")
                            .rows()
                            .get(0)
                            .get(0),
                    "");
        } catch (Failure e) {
            // Before the first batch there is no checkpoint.
            published = "";
        }
        return snapshots.bringMoreThan(published);
    }

    private Answer ask(String sql) {
        try {
            return new TrinoSql(blueprint.addresses().trino()).run(sql);
        } catch (SQLException e) {
            throw new Failure("trino: " + e.getMessage(), e);
        }
    }
}
