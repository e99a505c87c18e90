package io.lakehouse.bench.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.bench.orders.Change;
import io.lakehouse.bench.orders.Committed;
import io.lakehouse.contract.change.Operation;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class VisibilityObserverTest {
    private static Committed commit(long number, Operation operation) {
        return new Committed(new Change(number, operation, 1, 0, BigDecimal.ONE, ""), 0, 0, 0);
    }

    @Test
    void a_version_is_visible_once_its_row_has_it_or_a_later_one() {
        var update = commit(5, Operation.UPDATE);

        assertThat(VisibilityObserver.isVisible(update, 4, false)).isFalse();
        assertThat(VisibilityObserver.isVisible(update, 5, false)).isTrue();
        assertThat(VisibilityObserver.isVisible(update, 6, false)).isTrue();
        assertThat(VisibilityObserver.isVisible(update, 4, true)).isTrue();
    }

    @Test
    void a_deletion_is_visible_only_once_its_row_is_marked_whatever_version_that_has() {
        var deletion = commit(5, Operation.DELETE);

        assertThat(VisibilityObserver.isVisible(deletion, 9, false)).isFalse();
        assertThat(VisibilityObserver.isVisible(deletion, 4, true)).isTrue();
    }
}
