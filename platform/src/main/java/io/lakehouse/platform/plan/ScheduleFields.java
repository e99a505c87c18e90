package io.lakehouse.platform.plan;

import io.lakehouse.contract.declaration.BatchDeclaration;
import io.lakehouse.platform.plan.diff.Kind;
import io.lakehouse.platform.plan.diff.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** When runs are made, as fields that are compared and remembered: times are ISO 8601. */
public final class ScheduleFields {
    private ScheduleFields() {}

    /** The schedule of a pipeline as an object; none when everything is as usual. */
    static List<Resource> resources(String pipeline, BatchDeclaration batch) {
        return batch.equals(BatchDeclaration.DEFAULT)
                ? List.of()
                : List.of(new Resource(
                        Kind.SCHEDULE,
                        pipeline,
                        Map.of(
                                "every", batch.isScheduled() ? batch.every().toString() : "",
                                "retries", Integer.toString(batch.retries()),
                                "backoff", batch.backoff().toString(),
                                "timeout", batch.timeout().toString(),
                                "upkeep", batch.upkeep().toString(),
                                "time_travel", batch.timeTravel().toString())));
    }

    /** The schedule among the objects of a pipeline. */
    public static BatchDeclaration of(List<Resource> resources) {
        return resources.stream()
                .filter(resource -> resource.kind() == Kind.SCHEDULE)
                .findFirst()
                .map(resource -> read(resource.fields()))
                .orElse(BatchDeclaration.DEFAULT);
    }

    private static BatchDeclaration read(Map<String, String> fields) {
        var every = fields.getOrDefault("every", "");
        return new BatchDeclaration(
                every.isEmpty() ? Duration.ZERO : Duration.parse(every),
                Integer.parseInt(fields.get("retries")),
                Duration.parse(fields.get("backoff")),
                Duration.parse(fields.get("timeout")),
                // What was applied by an older version had the usual.
                time(fields, "upkeep", BatchDeclaration.DEFAULT.upkeep()),
                time(fields, "time_travel", BatchDeclaration.DEFAULT.timeTravel()));
    }

    private static Duration time(Map<String, String> fields, String name, Duration usual) {
        return fields.containsKey(name) ? Duration.parse(fields.get(name)) : usual;
    }
}
