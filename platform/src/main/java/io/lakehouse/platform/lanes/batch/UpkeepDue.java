package io.lakehouse.platform.lanes.batch;

import io.lakehouse.platform.supervise.BatchRun;
import io.lakehouse.platform.supervise.BatchRun.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a scheduled run is followed by upkeep. */
final class UpkeepDue {
    /** One that failed is tried again then, not after every run: it costs as much as the last. */
    static final Duration AFTER_FAILURE = Duration.ofHours(1);

    /** Each leaves a file of rows and one of deletes or two, all of which the next has to open. */
    static final int RUNS = 100;

    private UpkeepDue() {}

    /**
     * Whether it is due.
     *
     * @param every how often, as declared; zero for never
     * @param last the last upkeep, whatever became of it; without one, the first run that is remembered
     * @param published how many runs have published since the last upkeep
     */
    static boolean isDue(Duration every, Optional<BatchRun> last, long published, Instant now) {
        if (every.isZero()) {
            return false;
        }
        if (published >= RUNS) {
            return true;
        }
        var pause = last.filter(upkeep -> upkeep.kind() == Kind.UPKEEP && !upkeep.succeeded())
                .map(failed -> every.compareTo(AFTER_FAILURE) < 0 ? every : AFTER_FAILURE)
                .orElse(every);
        return last.filter(begun -> !Instant.parse(begun.started()).plus(pause).isAfter(now))
                .isPresent();
    }
}
