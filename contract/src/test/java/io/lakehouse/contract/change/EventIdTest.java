package io.lakehouse.contract.change;

import static io.lakehouse.contract.change.Tables.column;
import static io.lakehouse.contract.change.Tables.row;
import static io.lakehouse.contract.change.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.TypeName;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class EventIdTest {
    @Property
    void two_changes_have_one_identity_only_if_everything_in_it_is_equal(
            @ForAll("changes") Change left, @ForAll("changes") Change right) {
        assertThat(left.id().equals(right.id())).isEqualTo(left.equals(right));
    }

    @Test
    void texts_that_meet_when_joined_are_told_apart() {
        assertThat(EventId.of(1, 23, "s.t", "1:k", Operation.CREATE))
                .isNotEqualTo(EventId.of(12, 3, "s.t", "1:k", Operation.CREATE))
                .isNotEqualTo(EventId.of(1, 23, "s.t1", ":k", Operation.CREATE));
        assertThat(EventId.ofPosition("t", 11, 1))
                .isNotEqualTo(EventId.ofPosition("t", 1, 11))
                .isNotEqualTo(EventId.ofPosition("t1", 1, 1));
    }

    @Test
    void rows_of_one_copy_at_one_lsn_are_told_apart_by_their_keys() {
        assertThat(created("1", 7).eventId()).isNotEqualTo(created("2", 7).eventId());
    }

    @Test
    void the_delete_and_the_insert_of_a_key_at_one_lsn_are_told_apart() {
        assertThat(EventId.of(1, 7, "s.t", "1:1", Operation.DELETE))
                .isNotEqualTo(EventId.of(1, 7, "s.t", "1:1", Operation.CREATE));
    }

    @Test
    void a_redelivered_change_keeps_its_identity_wherever_its_message_stands() {
        assertThat(created("1", 7).eventId()).isEqualTo(created("1", 7, 99).eventId());
    }

    @Test
    void a_change_without_a_key_is_known_by_where_its_message_stands() {
        var keyless = table(List.of(), column("id", TypeName.BIGINT));
        var first = new ChangeEvent(
                keyless,
                Operation.CREATE,
                Row.EMPTY,
                row("id", "1"),
                OrderKey.of(1, Operation.CREATE, 7),
                "",
                0,
                new Position("t", 0, 1));
        var second = new ChangeEvent(
                keyless,
                Operation.CREATE,
                Row.EMPTY,
                row("id", "1"),
                OrderKey.of(1, Operation.CREATE, 7),
                "",
                0,
                new Position("t", 0, 2));

        assertThat(first.eventId()).isNotEqualTo(second.eventId()).isEqualTo(EventId.ofPosition("t", 0, 1));
    }

    @Test
    void an_identity_is_32_hex_digits() {
        assertThat(created("1", 7).eventId()).matches("[0-9a-f]{32}");
    }

    private static ChangeEvent created(String id, long offset) {
        return created(id, 7, offset);
    }

    private static ChangeEvent created(String id, long lsn, long offset) {
        var table = table(List.of("id"), column("id", TypeName.BIGINT));
        return new ChangeEvent(
                table,
                Operation.CREATE,
                Row.EMPTY,
                row("id", id),
                OrderKey.of(1, Operation.CREATE, lsn),
                "",
                0,
                new Position("t", 0, offset));
    }

    record Change(long epoch, long lsn, String table, String key, Operation operation) {
        String id() {
            return EventId.of(epoch, lsn, table, key, operation);
        }
    }

    @Provide
    Arbitrary<Change> changes() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 12),
                        Arbitraries.longs().between(0, 12),
                        Arbitraries.of("s.t", "s.t1", "s1.t"),
                        Arbitraries.of("1:1", "1:2", "2:12", "1:11:2", ""),
                        Arbitraries.of(Operation.class))
                .as(Change::new);
    }
}
