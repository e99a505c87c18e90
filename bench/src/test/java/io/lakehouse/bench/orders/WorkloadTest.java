package io.lakehouse.bench.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lakehouse.contract.change.Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    private static final Duration LENGTH = Duration.ofSeconds(20);

    @Test
    void the_same_seed_makes_the_same_schedule_and_another_seed_another() {
        var schedule = new Workload(42, 3).schedule(500, LENGTH);

        assertThat(new Workload(42, 3).schedule(500, LENGTH)).isEqualTo(schedule);
        assertThat(new Workload(43, 3).schedule(500, LENGTH)).isNotEqualTo(schedule);
    }

    @Test
    void arrivals_are_in_order_within_the_stretch_at_the_rate_and_unevenly_apart() {
        var schedule = new Workload(42, 3).schedule(500, LENGTH);

        var moments = schedule.stream().map(Arrival::atNanos).toList();
        assertThat(moments).isSorted().allMatch(at -> at >= 0 && at < LENGTH.toNanos());
        assertThat(schedule.size()).isCloseTo(10_000, within(400));
        // Of Poisson's arrivals as many as 1 - 1/e come sooner than on average after the one before.
        var sooner = 0;
        for (var place = 1; place < moments.size(); place++) {
            sooner += moments.get(place) - moments.get(place - 1) < 2_000_000 ? 1 : 0;
        }
        assertThat((double) sooner / moments.size()).isCloseTo(0.632, within(0.03));
    }

    @Test
    void numbers_go_on_from_one_stretch_to_the_next() {
        var workload = new Workload(42, 3);
        var first = workload.schedule(100, LENGTH);

        var second = workload.schedule(100, LENGTH);

        assertThat(first.get(0).change().number()).isEqualTo(1);
        assertThat(second.get(0).change().number()).isEqualTo(first.size() + 1);
        assertThat(workload.changes()).isEqualTo(first.size() + second.size());
    }

    @Test
    void every_row_is_inserted_once_then_updated_by_the_same_writer_and_never_touched_after_its_deletion() {
        var schedule = new Workload(42, 3).schedule(500, LENGTH);

        var writers = new HashMap<Long, Integer>();
        var deleted = new java.util.HashSet<Long>();
        for (var arrival : schedule) {
            var change = arrival.change();
            var known = writers.putIfAbsent(change.id(), arrival.writer());
            assertThat(known == null).isEqualTo(change.operation() == Operation.CREATE);
            assertThat(writers).containsEntry(change.id(), arrival.writer());
            assertThat(deleted).doesNotContain(change.id());
            if (change.operation() == Operation.DELETE) {
                deleted.add(change.id());
            }
        }
        var shares = schedule.stream()
                .collect(Collectors.groupingBy(arrival -> arrival.change().operation(), Collectors.counting()));
        assertThat(shares.get(Operation.CREATE) / (double) schedule.size()).isCloseTo(0.5, within(0.03));
        assertThat(shares.get(Operation.UPDATE) / (double) schedule.size()).isCloseTo(0.4, within(0.03));
        assertThat(shares.get(Operation.DELETE) / (double) schedule.size()).isCloseTo(0.1, within(0.03));
        assertThat(writers.values().stream().distinct().sorted().toList()).isEqualTo(List.of(0, 1, 2));
    }

    @Test
    void a_rate_of_nothing_is_refused() {
        assertThatThrownBy(() -> new Workload(42, 1).schedule(0, LENGTH)).hasMessageContaining("schedules nothing");
    }
}
