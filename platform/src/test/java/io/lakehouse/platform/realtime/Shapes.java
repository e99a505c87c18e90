package io.lakehouse.platform.realtime;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Source tables for tests. */
final class Shapes {
    static final TableShape SALES = new TableShape(
            "public",
            "sales",
            List.of(
                    required("id", TypeName.BIGINT),
                    optional("product_name", TypeName.TEXT),
                    optional("category", TypeName.TEXT),
                    new Column("price", new ColumnType(TypeName.NUMERIC, 10, 2), true),
                    optional("quantity", TypeName.INTEGER),
                    optional("customer", TypeName.TEXT),
                    optional("region", TypeName.TEXT),
                    optional("sale_ts", TypeName.TIMESTAMPTZ)),
            List.of("id"));

    /** A column of every type, named {@code c_<type>}, and a key of two columns. */
    static final TableShape EVERY_TYPE = new TableShape("public", "every_type", everyType(), List.of("tenant", "code"));

    private Shapes() {}

    static Column required(String name, TypeName type) {
        return new Column(name, ColumnType.of(type), false);
    }

    static Column optional(String name, TypeName type) {
        return new Column(name, ColumnType.of(type), true);
    }

    private static List<Column> everyType() {
        var columns = new ArrayList<Column>();
        columns.add(required("tenant", TypeName.UUID));
        columns.add(required("code", TypeName.SMALLINT));
        Arrays.stream(TypeName.values())
                .map(type -> new Column(
                        "c_" + type.name().toLowerCase(java.util.Locale.ROOT),
                        type == TypeName.ARRAY ? ColumnType.arrayOf(ColumnType.of(TypeName.TEXT)) : ColumnType.of(type),
                        true))
                .forEach(columns::add);
        return columns;
    }
}
