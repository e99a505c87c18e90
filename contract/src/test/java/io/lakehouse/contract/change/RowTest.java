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

class RowTest {
    private static final Column NUMBER = new Column("number", "op", ColumnType.of(TypeName.BIGINT), false, true);

    @Test
    void columns_that_change_places_keep_their_values() {
        var shape = table(List.of(), renamed("a", "b"), renamed("b", "a"));

        assertThat(row("a", "1", "b", null).stored(shape)).isEqualTo(row("b", "1", "a", null));
    }

    @Test
    void a_column_that_is_not_captured_gives_way_to_one_that_takes_its_name() {
        var shape = table(List.of("number"), NUMBER);

        assertThat(row("op", "1", "number", "2", "other", "3").stored(shape))
                .isEqualTo(row("number", "1", "other", "3"));
    }

    @Test
    void a_row_without_renamed_columns_is_itself() {
        var row = row("a", "1", "unknown", "2");

        assertThat(row.stored(table(List.of(), column("a", TypeName.TEXT)))).isSameAs(row);
    }

    @Test
    void a_column_that_is_excluded_by_now_has_no_value_also_where_it_was_captured_before() {
        var shape = table(
                List.of(),
                column("a", TypeName.TEXT),
                column("b", TypeName.TEXT).absent(true));

        assertThat(row("a", "1", "b", "2").stored(shape)).isEqualTo(row("a", "1"));
    }

    private static Column renamed(String source, String name) {
        return new Column(name, source, ColumnType.of(TypeName.TEXT), true, true);
    }
}
