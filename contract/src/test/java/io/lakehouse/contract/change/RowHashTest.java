package io.lakehouse.contract.change;

import static io.lakehouse.contract.change.Tables.column;
import static io.lakehouse.contract.change.Tables.row;
import static io.lakehouse.contract.change.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TypeName;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowHashTest {
    @Property
    void two_rows_of_texts_have_one_hash_only_if_all_values_are_equal(
            @ForAll("values") String a,
            @ForAll("values") String b,
            @ForAll("values") String c,
            @ForAll("values") String d) {
        var left = RowHash.of(Tables.ofTwoTexts(), row("a", a, "b", b));
        var right = RowHash.of(Tables.ofTwoTexts(), row("a", c, "b", d));

        assertThat(left.equals(right)).isEqualTo(Objects.equals(a, c) && Objects.equals(b, d));
    }

    @Test
    void null_and_the_empty_text_are_two_values() {
        assertThat(hash("a", null, "b", "x")).isNotEqualTo(hash("a", "", "b", "x"));
    }

    @Test
    void a_null_in_one_column_is_not_a_null_in_another() {
        assertThat(hash("a", null, "b", "x")).isNotEqualTo(hash("a", "x", "b", null));
    }

    @Test
    void texts_that_meet_when_joined_differ() {
        assertThat(hash("a", "a|b", "b", "c")).isNotEqualTo(hash("a", "a", "b", "b|c"));
        assertThat(hash("a", "x1:b4:TEXT1:y", "b", null)).isNotEqualTo(hash("a", "x", "b", "y"));
    }

    @Test
    void a_column_that_was_added_and_is_null_makes_no_new_hash() {
        var wider = table(
                List.of("a"), column("a", TypeName.TEXT), column("b", TypeName.TEXT), column("c", TypeName.INTEGER));

        assertThat(RowHash.of(wider, row("a", "1", "b", "2", "c", null)))
                .isEqualTo(RowHash.of(wider, row("a", "1", "b", "2")))
                .isEqualTo(hash("a", "1", "b", "2"));
    }

    @Test
    void a_column_that_is_not_tracked_counts_for_nothing() {
        var seen = new Column("seen", "seen", ColumnType.of(TypeName.TIMESTAMPTZ), true, false);
        var shape = table(List.of(), column("a", TypeName.TEXT), seen);

        assertThat(RowHash.of(shape, row("a", "1", "seen", "2026-01-01T00:00:00Z")))
                .isEqualTo(RowHash.of(shape, row("a", "1", "seen", "2026-01-02T00:00:00Z")))
                .isEqualTo(RowHash.of(shape, row("a", "1", "seen", null)))
                .isNotEqualTo(RowHash.of(shape, row("a", "2", "seen", "2026-01-01T00:00:00Z")));
    }

    @Test
    void the_order_of_the_columns_does_not_matter() {
        var turned = table(List.of(), column("b", TypeName.TEXT), column("a", TypeName.TEXT));

        assertThat(RowHash.of(turned, row("b", "2", "a", "1"))).isEqualTo(hash("a", "1", "b", "2"));
    }

    @Test
    void two_spellings_of_one_decimal_have_one_hash() {
        var table = table(List.of(), column("price", TypeName.NUMERIC));

        assertThat(RowHash.of(table, row("price", "1.50"))).isEqualTo(RowHash.of(table, row("price", "1.5")));
    }

    @Test
    void decimals_that_a_double_cannot_tell_apart_differ() {
        var table = table(List.of(), column("price", TypeName.NUMERIC));

        assertThat(RowHash.of(table, row("price", "9007199254740993.00000000000000001")))
                .isNotEqualTo(RowHash.of(table, row("price", "9007199254740993.00000000000000002")));
    }

    @Test
    void one_text_of_two_types_differs() {
        var number = table(List.of(), column("v", TypeName.BIGINT));
        var text = table(List.of(), column("v", TypeName.TEXT));

        assertThat(RowHash.of(number, row("v", "1"))).isNotEqualTo(RowHash.of(text, row("v", "1")));
    }

    @ParameterizedTest
    @CsvSource({
        "SMALLINT,BIGINT,-5",
        "INTEGER,NUMERIC,5",
        "REAL,DOUBLE,0.5",
        "NUMERIC,NUMERIC,NaN",
    })
    void a_column_that_becomes_wider_keeps_the_hashes_of_its_rows(TypeName narrow, TypeName wide, String text) {
        assertThat(RowHash.of(table(List.of(), column("v", narrow)), row("v", text)))
                .isEqualTo(RowHash.of(table(List.of(), column("v", wide)), row("v", text)));
    }

    @ParameterizedTest
    @CsvSource({"NUMERIC,NaN,Infinity", "DATE,infinity,-infinity", "DOUBLE,-0.0,0.0", "TEXT,NaN,nan"})
    void special_values_differ_from_each_other_and_from_null(TypeName type, String one, String other) {
        var table = table(List.of(), column("v", type));

        assertThat(RowHash.of(table, row("v", one)))
                .isNotEqualTo(RowHash.of(table, row("v", other)))
                .isNotEqualTo(RowHash.of(table, row("v", null)));
    }

    @Test
    void an_array_differs_by_its_elements_its_dimensions_and_its_bounds() {
        var table = table(List.of(), new Column("v", ColumnType.arrayOf(ColumnType.of(TypeName.NUMERIC)), true));
        var hashes = Stream.of("{1,2}", "{1,NULL}", "{{1,2}}", "[0:1]={1,2}", "{}", "{12}")
                .map(text -> RowHash.of(table, row("v", text)))
                .toList();

        assertThat(hashes).doesNotHaveDuplicates();
        assertThat(RowHash.of(table, row("v", "{1.0,2.00}"))).isEqualTo(hashes.get(0));
    }

    @Test
    void a_hash_is_64_hex_digits() {
        assertThat(hash("a", "1", "b", "2")).matches("[0-9a-f]{64}");
    }

    private static String hash(String... namesAndValues) {
        return RowHash.of(Tables.ofTwoTexts(), row(namesAndValues));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings().withChars("a|:1").ofMaxLength(3).injectNull(0.2);
    }
}
