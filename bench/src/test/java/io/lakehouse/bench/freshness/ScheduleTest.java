package io.lakehouse.bench.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.bench.freshness.Schedule.Change;
import io.lakehouse.bench.freshness.Schedule.Kind;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void the_same_seed_makes_the_same_changes() {
        assertThat(Schedule.of(1000, 100, 1, 42)).isEqualTo(Schedule.of(1000, 100, 1, 42));
        assertThat(Schedule.of(1000, 100, 1, 42)).isNotEqualTo(Schedule.of(1000, 100, 1, 43));
    }

    @Test
    void changes_are_due_at_the_rate_whatever_happens() {
        var changes = Schedule.of(101, 50, 1, 42).changes();

        assertThat(changes.get(50).dueNanos()).isEqualTo(1_000_000_000);
        assertThat(changes.get(100).dueNanos()).isEqualTo(2_000_000_000);
    }

    @Test
    void only_rows_that_are_there_are_updated_and_deleted_and_every_change_has_its_own_version() {
        var live = new HashSet<Long>();
        var versions = new HashSet<Long>();
        for (var change : Schedule.of(5000, 0, 77, 42).changes()) {
            switch (change.kind()) {
                case INSERT -> assertThat(live.add(change.id())).isTrue();
                case UPDATE -> assertThat(live).contains(change.id());
                case DELETE -> assertThat(live.remove(change.id())).isTrue();
            }
            versions.add(change.version());
        }

        assertThat(versions).hasSize(5000).contains(77L, 5076L);
        assertThat(Schedule.of(5000, 0, 77, 42).changes())
                .extracting(Change::kind)
                .contains(Kind.values());
    }
}
