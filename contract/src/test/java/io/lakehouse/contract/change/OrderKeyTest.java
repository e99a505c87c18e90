package io.lakehouse.contract.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderKeyTest {
    @Test
    void the_mark_of_a_recovery_comes_after_the_epoch_before_and_before_the_snapshot_of_its_own() {
        var mark = OrderKey.of(2, Operation.TRUNCATE, 0);

        assertThat(mark)
                .isGreaterThan(OrderKey.of(1, Operation.DELETE, -1))
                .isLessThan(OrderKey.of(2, Operation.READ, 1))
                .isLessThan(OrderKey.of(2, Operation.TRUNCATE, 1));
    }

    @Property
    void the_text_sorts_as_bytes_like_the_keys_themselves(
            @ForAll("orderKeys") OrderKey left, @ForAll("orderKeys") OrderKey right) {
        var byBytes = Arrays.compareUnsigned(
                left.toString().getBytes(StandardCharsets.US_ASCII),
                right.toString().getBytes(StandardCharsets.US_ASCII));

        assertThat(Integer.signum(byBytes)).isEqualTo(Integer.signum(left.compareTo(right)));
    }

    @Property
    void the_text_reads_back_as_the_key(@ForAll("orderKeys") OrderKey key) {
        var text = key.toString();

        assertThat(text).hasSize(OrderKey.LENGTH);
        assertThat(OrderKey.parse(text)).isEqualTo(key);
    }

    @Property
    void a_key_equals_only_what_it_compares_equal_to(
            @ForAll("orderKeys") OrderKey left, @ForAll("orderKeys") OrderKey right) {
        assertThat(left.equals(right)).isEqualTo(left.compareTo(right) == 0);
    }

    @Property
    void a_snapshot_row_comes_before_everything_streamed_in_its_epoch(@ForAll long snapshotLsn, @ForAll long lsn) {
        var snapshot = OrderKey.of(3, Operation.READ, snapshotLsn);

        assertThat(snapshot).isLessThan(OrderKey.of(3, Operation.UPDATE, lsn));
    }

    @Test
    void a_row_that_is_read_late_stands_in_the_stream_at_its_place() {
        var read = OrderKey.streamed(3, 50);

        assertThat(read).isGreaterThan(OrderKey.of(3, Operation.TRUNCATE, 49));
        assertThat(read).isLessThan(OrderKey.of(3, Operation.UPDATE, 51));
        assertThat(read).isGreaterThan(OrderKey.of(3, Operation.READ, 99));
    }

    @Property
    void a_new_slot_wins_over_every_position_of_the_old_one(@ForAll long oldLsn, @ForAll long newLsn) {
        assertThat(OrderKey.of(8, Operation.READ, newLsn)).isGreaterThan(OrderKey.of(7, Operation.CREATE, oldLsn));
    }

    @Example
    void the_text_has_the_documented_form() {
        assertThat(OrderKey.of(1, Operation.CREATE, 0x16B3748L)).hasToString("00000001-1-00000000016b3748");
    }

    @Test
    void an_lsn_above_the_signed_range_is_the_greatest() {
        assertThat(new OrderKey(0, 1, -1)).isGreaterThan(new OrderKey(0, 1, Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00000001-1-00000000016b374",
                "00000001-1-00000000016b37480",
                "00000001.1-00000000016b3748",
                "00000001-1.00000000016b3748",
                "0000000g-1-00000000016b3748",
                "00000001-x-00000000016b3748",
                "00000001-2-00000000016b3748",
                "00000001-1-00000000016b374z"
            })
    void a_text_of_another_form_is_refused_by_name(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OrderKey.parse(text))
                .withMessageContaining("order_key");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0x1_0000_0000L})
    void an_epoch_that_does_not_fit_its_width_is_refused(long epoch) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OrderKey(epoch, 1, 0))
                .withMessageContaining(Long.toString(epoch));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2})
    void a_phase_that_is_neither_snapshot_nor_stream_is_refused(int phase) {
        assertThatIllegalArgumentException().isThrownBy(() -> new OrderKey(0, phase, 0));
    }

    @Provide
    Arbitrary<OrderKey> orderKeys() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 0xFFFF_FFFFL),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.longs())
                .as(OrderKey::new);
    }
}
