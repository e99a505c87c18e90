package io.lakehouse.contract.change;

import static io.lakehouse.contract.change.Tables.column;
import static io.lakehouse.contract.change.Tables.row;
import static io.lakehouse.contract.change.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lakehouse.contract.declaration.TypeName;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KeyTextTest {
    @Property
    void two_lists_of_values_have_one_text_only_if_they_are_equal(
            @ForAll("keys") List<String> left, @ForAll("keys") List<String> right) {
        assertThat(KeyText.ofCanonical(left).equals(KeyText.ofCanonical(right))).isEqualTo(left.equals(right));
    }

    @Test
    void values_that_meet_when_joined_have_different_texts() {
        assertThat(KeyText.ofCanonical(List.of("a|b", "c"))).isNotEqualTo(KeyText.ofCanonical(List.of("a", "b|c")));
        assertThat(KeyText.ofCanonical(List.of("1:a", "b"))).isNotEqualTo(KeyText.ofCanonical(List.of("1", "a1:b")));
        assertThat(KeyText.ofCanonical(List.of("", "a"))).isNotEqualTo(KeyText.ofCanonical(List.of("a", "")));
    }

    @Test
    void a_one_column_key_is_its_value_prefixed_by_its_length_in_bytes() {
        var numbered = table(List.of("id"), column("id", TypeName.BIGINT));
        var named = table(List.of("name"), column("name", TypeName.TEXT));

        assertThat(KeyText.of(numbered, row("id", "5042"))).isEqualTo("4:5042");
        assertThat(KeyText.of(named, row("name", "Zoë"))).isEqualTo("4:Zoë");
    }

    @Test
    void the_columns_stand_in_key_order_not_in_the_order_of_the_row() {
        var table = table(List.of("b", "a"), column("a", TypeName.TEXT), column("b", TypeName.TEXT));

        assertThat(KeyText.of(table, row("a", "first", "b", "2nd"))).isEqualTo("3:2nd5:first");
    }

    @Test
    void two_spellings_of_one_value_have_one_text() {
        var table = table(List.of("price"), column("price", TypeName.NUMERIC));

        assertThat(KeyText.of(table, row("price", "1.50"))).isEqualTo(KeyText.of(table, row("price", "1.5")));
    }

    @Test
    void a_key_column_that_is_missing_or_null_is_refused_by_name() {
        var table = Tables.ofTwoTexts();

        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> KeyText.of(table, row("a", "1")))
                .withMessage("key column b of public.orders is missing or NULL");
        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> KeyText.of(table, row("a", null, "b", "2")))
                .withMessageContaining("key column a");
    }

    @Property
    void the_values_of_a_key_are_read_back_from_its_text(@ForAll("keys") List<String> values) {
        assertThat(KeyText.values(KeyText.ofCanonical(values))).isEqualTo(values);
    }

    @Test
    void what_is_no_key_text_is_refused() {
        for (var text : List.of("4:abc", "-1:", "x", "3")) {
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> KeyText.values(text));
        }
    }

    /** Few letters and short texts, colons and digits among them, so that confusions are likely to be met. */
    @Provide
    Arbitrary<List<String>> keys() {
        return Arbitraries.strings()
                .withChars("01:a|é")
                .ofMaxLength(4)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }
}
