package io.lakehouse.contract.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableShapeTest {
    private static final Column ID = new Column("id", ColumnType.of(TypeName.BIGINT), false);
    private static final Column REGION = new Column("region", ColumnType.of(TypeName.TEXT), false);

    @Test
    void the_key_columns_come_in_key_order() {
        var shape = new TableShape("public", "orders", List.of(ID, REGION), List.of("region", "id"));

        assertThat(shape.keyColumns()).containsExactly(REGION, ID);
    }

    @Test
    void a_key_that_is_not_among_the_columns_is_refused_with_the_columns_there_are() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TableShape("public", "orders", List.of(ID, REGION), List.of("idd")))
                .withMessageContaining("public.orders")
                .withMessageContaining("\"idd\"")
                .withMessageContaining("region");
    }

    @Test
    void a_column_that_stands_twice_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TableShape("public", "orders", List.of(ID, ID), List.of()))
                .withMessage("public.orders: column id stands twice");
    }

    @Test
    void a_column_that_is_not_there_is_refused_by_name() {
        var shape = new TableShape("public", "orders", List.of(ID), List.of("id"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> shape.column("ID"))
                .withMessageContaining("\"ID\"")
                .withMessageContaining("public.orders");
    }

    @Test
    void names_that_differ_in_case_are_two_columns() {
        var upper = new Column("ID", ColumnType.of(TypeName.BIGINT), false);

        assertThat(new TableShape("public", "orders", List.of(ID, upper), List.of("ID")).keyColumns())
                .containsExactly(upper);
    }

    @Test
    void a_column_without_a_name_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Column("", ColumnType.of(TypeName.TEXT), true));
    }

    @ParameterizedTest
    @CsvSource({"NUMERIC,1001,0", "NUMERIC,-1,0", "NUMERIC,5,6", "NUMERIC,5,-1", "NUMERIC,0,1", "BIGINT,5,0", "TEXT,0,2"
    })
    void a_precision_or_scale_that_a_type_cannot_have_is_refused(TypeName name, int precision, int scale) {
        assertThatIllegalArgumentException().isThrownBy(() -> new ColumnType(name, precision, scale));
    }

    @Test
    void a_type_reads_as_sql_writes_it() {
        assertThat(new ColumnType(TypeName.NUMERIC, 10, 2)).hasToString("numeric(10,2)");
        assertThat(ColumnType.of(TypeName.NUMERIC)).hasToString("numeric");
        assertThat(ColumnType.of(TypeName.BIGINT)).hasToString("bigint");
    }
}
