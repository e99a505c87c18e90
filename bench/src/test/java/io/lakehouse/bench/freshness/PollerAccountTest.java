package io.lakehouse.bench.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.bench.orders.Change;
import io.lakehouse.bench.orders.Committed;
import io.lakehouse.contract.change.Operation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PollerAccountTest {
    private static final long MILLI = 1_000_000;

    private static Committed commit(long number, Operation operation, long id, long scheduledMillis) {
        var change = new Change(number, operation, id, 0, BigDecimal.ONE, "");
        // Committed long after it was due: only the scheduled moment may count.
        return new Committed(change, scheduledMillis * MILLI, (scheduledMillis + 500) * MILLI, 0);
    }

    @Test
    void what_was_seen_has_a_latency_from_its_scheduled_moment_and_what_was_not_a_reason() {
        var committed = List.of(
                commit(1, Operation.CREATE, 1, 100),
                commit(2, Operation.UPDATE, 1, 200),
                commit(3, Operation.UPDATE, 1, 300),
                commit(4, Operation.CREATE, 2, 400),
                commit(5, Operation.DELETE, 2, 500),
                commit(6, Operation.CREATE, 3, 600),
                commit(7, Operation.CREATE, 4, 700),
                commit(8, Operation.DELETE, 4, 1200));

        var account = PollerAccount.of(committed, Map.of(3L, 1000 * MILLI, 7L, 1000 * MILLI));

        assertThat(account.millis()).containsExactly(700.0, 300.0);
        assertThat(account.changes()).isEqualTo(8);
        assertThat(account.intermediate()).as("versions 1 and 2 of order 1").isEqualTo(2);
        assertThat(account.deletedUnseen()).as("version 4 of order 2").isEqualTo(1);
        assertThat(account.deletions()).isEqualTo(2);
        assertThat(account.passedOver()).as("version 6 of order 3").isEqualTo(1);
        assertThat(account.unseen()).isEqualTo(6);
    }

    @Test
    void a_version_that_was_seen_before_it_was_replaced_is_no_loss() {
        var committed = List.of(commit(1, Operation.CREATE, 1, 0), commit(2, Operation.UPDATE, 1, 1500));

        var account = PollerAccount.of(committed, Map.of(1L, 1000 * MILLI, 2L, 2000 * MILLI));

        assertThat(account.unseen()).isZero();
        assertThat(account.millis()).containsExactly(1000.0, 500.0);
    }
}
