package io.lakehouse.contract.change;

import static io.lakehouse.contract.change.Tables.column;
import static io.lakehouse.contract.change.Tables.row;
import static io.lakehouse.contract.change.Tables.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TypeName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecialValuesTest {
    @ParameterizedTest
    @CsvSource({
        "NUMERIC, NaN, NaN",
        "NUMERIC, NAN, NaN",
        "NUMERIC, POSITIVE_INFINITY, Infinity",
        "NUMERIC, NEGATIVE_INFINITY, -Infinity",
        "NUMERIC, -Infinity, -Infinity",
        "NUMERIC, 1e40,",
        "DOUBLE, NaN,",
        "TEXT, NaN,",
        "TEXT, infinity,",
        "INTERVAL, infinity,",
        "DATE, infinity, infinity",
        "DATE, -0043-03-15,",
        "DATE, +5874897-12-31,",
        "TIMESTAMP, -infinity, -infinity",
        "TIMESTAMP, +73326-09-11T20:14:45.247999,",
        "TIMESTAMP, +10000-01-01T00:00:00,",
        "TIMESTAMP, 294276-12-31 23:59:59.999999, +294276-12-31T23:59:59.999999",
        "TIMESTAMPTZ, +294276-12-31T23:59:59.999999Z, +294276-12-31T23:59:59.999999Z",
        "TIMESTAMPTZ, infinity, infinity",
        "TIMESTAMPTZ, -4712-01-01T00:00:00Z,",
        "TIMESTAMPTZ, +73326-09-11T20:14:45.247999Z,",
        "TIMESTAMPTZ, +73326-09-11T20:14:45.248Z, +73326-09-11T20:14:45.248Z",
        "TIMESTAMPTZ, 73326-09-11 20:14:45.248+00, +73326-09-11T20:14:45.248Z",
    })
    void a_value_is_special_when_a_typed_column_cannot_hold_it(TypeName type, String text, String special) {
        assertThat(SpecialValues.of(ColumnType.of(type), text)).isEqualTo(special);
    }

    @Test
    void the_special_values_of_a_row_are_one_object_by_column() {
        var table = table(
                List.of(),
                column("pri\"ce", TypeName.NUMERIC),
                column("day", TypeName.DATE),
                new Column("tags", ColumnType.arrayOf(ColumnType.of(TypeName.TEXT)), true),
                column("note", TypeName.TEXT));

        assertThat(SpecialValues.of(
                        table, row("pri\"ce", "NaN", "day", "2026-01-01", "tags", "[0:0]={\"a b\"}", "note", "NaN")))
                .isEqualTo("{\"pri\\\"ce\":\"NaN\",\"tags\":\"[0:0]={\\\"a b\\\"}\"}");
        assertThat(SpecialValues.of(table, row("pri\"ce", null, "day", "2026-01-01", "tags", "{}")))
                .isNull();
    }
}
