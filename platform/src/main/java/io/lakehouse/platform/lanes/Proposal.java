package io.lakehouse.platform.lanes;

import io.lakehouse.platform.plan.diff.ChangePlan;
import java.util.List;

/**
 * What would change, or what has.
 *
 * @param pipeline the pipeline
 * @param plan the steps
 * @param notes what else is to be known of it, one line each
 */
public record Proposal(String pipeline, ChangePlan plan, List<String> notes) {
    /** Keeps its own copy. */
    public Proposal {
        notes = List.copyOf(notes);
    }
}
