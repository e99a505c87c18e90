package io.lakehouse.lake;

import static io.lakehouse.contract.change.Operation.CREATE;
import static io.lakehouse.contract.change.Operation.UPDATE;
import static io.lakehouse.lake.LakeFixture.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.StoreColumns;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.lake.LakeFixture.Change;
import io.lakehouse.lake.silver.SilverSchema;
import java.util.stream.Stream;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    private static final Column NUMBER = new Column("number", "Order No", ColumnType.of(TypeName.INTEGER), false, true);
    private static final Column SEEN = new Column("seen", "seen", ColumnType.of(TypeName.TEXT), true, false);

    @Test
    void a_column_is_called_as_declared_and_an_ignored_one_keeps_the_value_of_its_version() {
        var orders = LakeFixture.shape("orders", 1, NUMBER, LakeFixture.column("state", TypeName.TEXT), SEEN);
        var lake = new LakeFixture();
        lake.append(
                Change.of(orders, CREATE, 1, at(10), image("new", "monday"), "1"),
                Change.of(orders, UPDATE, 2, at(20), image("new", "tuesday"), "1"),
                Change.of(orders, UPDATE, 3, at(30), image("paid", "wednesday"), "1"));
        lake.run(orders);
        lake.append(Change.of(orders, UPDATE, 4, at(40), image("paid", "thursday"), "1"));
        lake.run(orders);

        var versions = lake.versions("orders", "number", "state", "seen", "is_current");

        assertThat(versions).containsExactly("1|new|monday|false", "1|paid|wednesday|true");
    }

    @Test
    void the_columns_that_declarations_may_not_use_are_those_that_every_scd2_table_has() {
        var keyed = LakeFixture.shape("t", 1, NUMBER);

        var columns = SilverSchema.of(keyed).columns().stream().map(Types.NestedField::name);

        assertThat(columns)
                .containsExactlyElementsOf(Stream.concat(Stream.of("number"), StoreColumns.SCD2.stream())
                        .toList());
    }

    private static String image(String state, String seen) {
        return "{\"Order No\":1,\"state\":\"" + state + "\",\"seen\":\"" + seen + "\"}";
    }
}
