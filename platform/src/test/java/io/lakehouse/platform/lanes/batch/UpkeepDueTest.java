package io.lakehouse.platform.lanes.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.supervise.BatchRun;
import io.lakehouse.platform.supervise.BatchRun.Kind;
import io.lakehouse.platform.supervise.BatchRun.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpkeepDueTest {
    private static final Duration DAILY = Duration.ofDays(1);
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void theFirstIsDueWhenThereHaveBeenRunsForAsLong() {
        assertThat(UpkeepDue.isDue(DAILY, Optional.empty(), 0, NOON)).isFalse();
        assertThat(UpkeepDue.isDue(DAILY, started("2026-02-28T12:00:01Z", State.FAILED, Kind.RUN), 0, NOON))
                .isFalse();
        assertThat(UpkeepDue.isDue(DAILY, started("2026-02-28T12:00:00Z", State.FAILED, Kind.RUN), 0, NOON))
                .isTrue();
    }

    @Test
    void theNextIsDueOnceItsTimeHasPassed() {
        assertThat(UpkeepDue.isDue(DAILY, started("2026-02-28T12:00:01Z", State.PUBLISHED), 0, NOON))
                .isFalse();
        assertThat(UpkeepDue.isDue(DAILY, started("2026-02-28T12:00:00Z", State.UNCHANGED), 0, NOON))
                .isTrue();
    }

    @Test
    void oneThatFailedIsTriedAgainSoonerButNotAfterEveryRun() {
        assertThat(UpkeepDue.isDue(DAILY, started("2026-03-01T11:30:00Z", State.FAILED), 0, NOON))
                .isFalse();
        assertThat(UpkeepDue.isDue(DAILY, started("2026-03-01T11:00:00Z", State.FAILED), 0, NOON))
                .isTrue();
        assertThat(UpkeepDue.isDue(Duration.ofMinutes(5), started("2026-03-01T11:55:00Z", State.REJECTED), 0, NOON))
                .isTrue();
    }

    @Test
    void noneIsDueWithoutADeclaredTime() {
        assertThat(UpkeepDue.isDue(Duration.ZERO, started("2025-01-01T00:00:00Z", State.PUBLISHED), 0, NOON))
                .isFalse();
    }

    @Test
    void itIsDueAfterManyRunsToo() {
        var recent = started("2026-03-01T11:59:00Z", State.PUBLISHED);

        assertThat(UpkeepDue.isDue(DAILY, recent, UpkeepDue.RUNS - 1, NOON)).isFalse();
        assertThat(UpkeepDue.isDue(DAILY, recent, UpkeepDue.RUNS, NOON)).isTrue();
        assertThat(UpkeepDue.isDue(Duration.ZERO, recent, UpkeepDue.RUNS, NOON)).isFalse();
    }

    private static Optional<BatchRun> started(String moment, State state) {
        return started(moment, state, Kind.UPKEEP);
    }

    private static Optional<BatchRun> started(String moment, State state, Kind kind) {
        return Optional.of(new BatchRun(
                "sales", "run-1", state, moment, 1, 0, 0, 0, 0, 0, 0, 0, "", "", 1, "", kind, "", List.of()));
    }
}
