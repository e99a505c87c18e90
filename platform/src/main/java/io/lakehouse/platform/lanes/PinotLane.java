package io.lakehouse.platform.lanes;

import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.realtime.PinotConsumption;
import io.lakehouse.platform.realtime.PinotHealth;
import io.lakehouse.platform.realtime.PinotHealth.Unindexed;
import io.lakehouse.platform.realtime.PinotTableDeployment;
import io.lakehouse.platform.stream.Topics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/** Whether Pinot answers with what the real-time job wrote: the last stretch of the real-time lane. */
final class PinotLane {
    /** The word for a Pinot that goes on without what it could not index. */
    static final String INCOMPLETE = "incomplete";

    private static final String NAME = "pinot";
    private static final String UNIT = "messages";

    private final Map<TopicPartition, Long> read = new LinkedHashMap<>();
    private final List<String> hindrances = new ArrayList<>();
    private long lag;

    private PinotLane() {}

    /** Where Pinot stands with the tables of a pipeline; unknown when it does not answer. */
    static LaneStatus status(Blueprint blueprint, PipelinePlan plan) {
        try {
            var controller = new JsonRest(blueprint.addresses().pinotController());
            var absent = new ArrayList<>(plan.pinotTables());
            absent.removeAll(new PinotTableDeployment(controller).list());
            if (!absent.isEmpty()) {
                var detail = "Pinot has no table " + String.join(", ", absent) + "; lakehouse apply makes it";
                return new LaneStatus(plan.pipeline().name(), NAME, "absent", "", -1, UNIT, -1, -1, detail);
            }
            return new PinotLane().look(blueprint, plan, controller);
        } catch (RuntimeException e) {
            var detail = String.valueOf(e.getMessage());
            return new LaneStatus(plan.pipeline().name(), NAME, "unknown", "", -1, UNIT, -1, -1, detail);
        }
    }

    private LaneStatus look(Blueprint blueprint, PipelinePlan plan, JsonRest controller) {
        var health = new PinotHealth(controller);
        var consumption = new PinotConsumption(controller);
        try (var topics = new Topics(blueprint.addresses().kafka())) {
            for (var table : plan.pinotTables()) {
                var ends = topics.endOffsets(List.of(table));
                var partitions =
                        ends.keySet().stream().map(TopicPartition::partition).collect(Collectors.toSet());
                hindrances.addAll(health.hindrances(table, partitions));
                measure(ends, consumption.offsets(table));
            }
        }
        // Only the Pinot of the platform tells it.
        var isTold = !blueprint.external().contains("pinot");
        var unindexed = isTold ? health.unindexed() : new TreeMap<String, Unindexed>();
        unindexed.keySet().retainAll(plan.pinotTables());
        return new LaneStatus(
                plan.pipeline().name(),
                NAME,
                !hindrances.isEmpty() ? "failed" : unindexed.isEmpty() ? "running" : INCOMPLETE,
                LaneStatus.text(read),
                lag,
                UNIT,
                -1,
                isTold
                        ? unindexed.values().stream()
                                .mapToLong(Unindexed::messages)
                                .sum()
                        : -1,
                Stream.concat(
                                hindrances.stream(),
                                unindexed.entrySet().stream().map(table -> complaint(table.getKey(), table.getValue())))
                        .collect(Collectors.joining("; ")));
    }

    private void measure(Map<TopicPartition, Long> ends, Map<Integer, Long> offsets) {
        ends.forEach((partition, end) -> {
            var offset = offsets.get(partition.partition());
            if (offset == null) {
                // Its segment is just being changed, or it is among the hindrances.
                lag = -1;
            } else {
                read.put(partition, offset);
                lag = lag < 0 ? lag : lag + Math.max(0, end - offset);
            }
        });
    }

    private static String complaint(String table, Unindexed missing) {
        return "Pinot could not index "
                + (missing.messages() > 0 ? missing.messages() + " messages" : "rows")
                + " of " + table + " since it started"
                + (missing.errors().isEmpty() ? "" : " (" + String.join(", ", missing.errors()) + ")")
                + ": its log tells which; what they carried is missing there";
    }
}
