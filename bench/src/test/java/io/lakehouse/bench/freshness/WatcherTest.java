package io.lakehouse.bench.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.bench.freshness.Schedule.Change;
import io.lakehouse.bench.freshness.Schedule.Kind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class WatcherTest {
    private static final Schedule SCHEDULE = new Schedule(List.of(
            new Change(Kind.INSERT, 1, 1, 0),
            new Change(Kind.UPDATE, 1, 2, 1_000_000),
            new Change(Kind.DELETE, 1, 3, 2_000_000)));

    @Test
    void what_was_written_over_before_anybody_looked_is_never_seen_and_a_delete_is_not_waited_for() throws Exception {
        try (var watcher = new Watcher(lowest -> List.of(2L), SCHEDULE, System.nanoTime(), 1)) {
            assertThat(watcher.awaitAll(50)).isFalse();
            assertThat(watcher.latencies().seen()).isEqualTo(1);
            assertThat(watcher.latencies().unseen()).isEqualTo(1);
        }
    }

    @Test
    void a_version_counts_from_its_due_moment_once_and_only_the_lowest_missing_one_and_above_are_asked_for()
            throws Exception {
        var asked = new CopyOnWriteArrayList<Long>();
        var start = System.nanoTime() - 5_000_000_000L;
        Watcher.Store store = lowest -> {
            asked.add(lowest);
            return lowest == 1 ? List.of(1L) : List.of(1L, 2L);
        };
        try (var watcher = new Watcher(store, SCHEDULE, start, 1)) {
            assertThat(watcher.awaitAll(60_000)).isTrue();
            assertThat(watcher.latencies().seen()).isEqualTo(2);
            assertThat(watcher.latencies().p50Millis()).isGreaterThanOrEqualTo(4_999);
        }
        assertThat(asked.subList(0, 2)).containsExactly(1L, 2L);
    }

    @Test
    void a_store_that_is_away_for_a_moment_is_asked_again() throws Exception {
        var asked = new CopyOnWriteArrayList<Long>();
        Watcher.Store store = lowest -> {
            asked.add(lowest);
            if (asked.size() < 3) {
                throw new IllegalStateException("away");
            }
            return List.of(1L, 2L);
        };
        try (var watcher = new Watcher(store, SCHEDULE, System.nanoTime(), 1)) {
            assertThat(watcher.awaitAll(60_000)).isTrue();
        }
    }

    @Test
    void percentiles_are_values_that_were_measured() {
        var sorted = new double[] {1, 2, 3, 4};

        assertThat(Latencies.percentile(sorted, 0.5)).isEqualTo(2);
        assertThat(Latencies.percentile(sorted, 0.99)).isEqualTo(4);
        assertThat(Latencies.percentile(new double[0], 0.5)).isNaN();
    }
}
