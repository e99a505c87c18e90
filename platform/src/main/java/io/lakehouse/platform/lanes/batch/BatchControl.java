package io.lakehouse.platform.lanes.batch;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who schedules the batches of a pipeline, and whether they rest.
 *
 * @param owner the one orchestrator that may: a home with its scheduler, or one outside; null when nobody has claimed it
 * @param pausedSince ISO 8601, when scheduled runs were paused; null when they are not
 */
public record BatchControl(@Nullable String owner, @Nullable String pausedSince) {
    /** Nobody's, and not paused. */
    static final BatchControl NONE = new BatchControl(null, null);

    boolean isOwnedBy(String orchestrator) {
        return orchestrator.equals(owner);
    }

    boolean isPaused() {
        return pausedSince != null;
    }

    /** Why this orchestrator schedules nothing; empty when it may. */
    Optional<String> obstacle(String orchestrator) {
        if (owner != null && !isOwnedBy(orchestrator)) {
            return Optional.of("its batches are leased to " + owner);
        }
        return isPaused() ? Optional.of("paused since " + pausedSince) : Optional.empty();
    }
}
