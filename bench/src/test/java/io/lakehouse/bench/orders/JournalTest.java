package io.lakehouse.bench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.change.Operation;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalTest {
    private final Journal journal = new Journal();

    JournalTest() {
        // As threads tell of them: not in the order of their numbers.
        journal.add(List.of(
                commit(4, Operation.DELETE, 1),
                commit(1, Operation.CREATE, 1),
                commit(3, Operation.UPDATE, 1),
                commit(2, Operation.CREATE, 2)));
    }

    private static Committed commit(long number, Operation operation, long id) {
        var change = new Change(number, operation, id, (int) number, new BigDecimal("1.50"), "paid");
        return new Committed(change, 0, 0, operation == Operation.DELETE ? 0 : number * 1_000_000);
    }

    @Test
    void the_current_rows_are_the_latest_versions_that_were_not_deleted() {
        var expected = new RowSet();
        expected.add(2, 2, "", "2 1.50 paid 2000000");

        assertThat(journal.current().firstDifference(expected)).isEmpty();
        assertThat(journal.current().digest()).isEqualTo(expected.digest());
    }

    @Test
    void the_history_has_every_change_and_a_deletion_holds_what_it_deleted() {
        var expected = new RowSet();
        expected.add(1, 1, "CREATE", "1 1.50 paid 1000000");
        expected.add(1, 3, "UPDATE", "3 1.50 paid 3000000");
        expected.add(1, 3, "DELETE", "3 1.50 paid 3000000");
        expected.add(2, 2, "CREATE", "2 1.50 paid 2000000");

        assertThat(journal.history().firstDifference(expected)).isEmpty();
        assertThat(journal.history().size()).isEqualTo(4);
    }

    @Test
    void of_a_deleted_row_the_last_version_is_marked_and_of_a_living_one_it_is_current() {
        var expected = new RowSet();
        expected.add(1, 1, "closed", "1 1.50 paid 1000000");
        expected.add(1, 3, "deleted", "3 1.50 paid 3000000");
        expected.add(2, 2, "current", "2 1.50 paid 2000000");

        assertThat(journal.versions().firstDifference(expected)).isEmpty();
    }

    @Test
    void the_first_difference_names_the_row_and_both_sides() {
        var expected = new RowSet();
        expected.add(7, 1, "", "a");
        expected.add(8, 2, "", "b");
        var other = new RowSet();
        other.add(7, 1, "", "a");
        other.add(8, 2, "", "c");
        var more = new RowSet();
        more.add(7, 1, "", "a");
        more.add(7, 1, "", "a");
        more.add(8, 2, "", "b");
        more.add(9, 3, "", "d");

        assertThat(expected.firstDifference(other)).contains("order 8 seq 2: expected [b], found [c]");
        assertThat(expected.firstDifference(more)).contains("order 7 seq 1: expected [a], found [a, a]");
        assertThat(expected.firstDifference(new RowSet())).contains("order 7 seq 1: expected [a], found nothing");
        assertThat(new RowSet().firstDifference(expected)).contains("order 7 seq 1: expected nothing, found [a]");
        assertThat(expected.digest()).isNotEqualTo(other.digest());
    }
}
