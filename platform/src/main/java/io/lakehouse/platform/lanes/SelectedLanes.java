package io.lakehouse.platform.lanes;

import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.plan.diff.Resource;

/** Which objects of a pipeline belong to the lanes that the platform has now. The others are left as they are. */
final class SelectedLanes {
    private SelectedLanes() {}

    static boolean have(Selection selection, PipelinePlan plan, Resource resource) {
        return switch (resource.kind()) {
            case PINOT_SCHEMA, PINOT_TABLE -> selection.hasRealtime();
            case HYBRID_VIEW -> selection.hasLake();
            case FLINK_JOB ->
                (selection.hasRealtime() || !resource.name().equals(plan.realtimeJobName()))
                        && (selection.hasLake() || !resource.name().equals(plan.bronzeJobName()));
            default -> true;
        };
    }
}
