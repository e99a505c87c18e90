package io.lakehouse.platform.plan.diff;

import java.util.List;

/**
 * What has to be done, in order.
 *
 * @param changes the steps
 */
public record ChangePlan(List<Change> changes) {
    /** Keeps its own copy. */
    public ChangePlan {
        changes = List.copyOf(changes);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The steps that lose something. */
    public List<Change> destructive() {
        return with(Change.Verdict.DESTRUCTIVE);
    }

    /** The steps that cannot be taken. */
    public List<Change> refused() {
        return with(Change.Verdict.REFUSED);
    }

    private List<Change> with(Change.Verdict verdict) {
        return changes.stream().filter(change -> change.verdict() == verdict).toList();
    }
}
