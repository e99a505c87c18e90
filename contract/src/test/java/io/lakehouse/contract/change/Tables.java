package io.lakehouse.contract.change;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/** Shapes and rows of the tests. */
final class Tables {
    private Tables() {}

    static Column column(String name, TypeName type) {
        return new Column(name, ColumnType.of(type), true);
    }

    static TableShape table(List<String> key, Column... columns) {
        return new TableShape("public", "orders", List.of(columns), key);
    }

    /** A table of two texts, both in its key. */
    static TableShape ofTwoTexts() {
        return table(List.of("a", "b"), column("a", TypeName.TEXT), column("b", TypeName.TEXT));
    }

    /** A row from names and values in turn. */
    static Row row(String... namesAndValues) {
        var values = new LinkedHashMap<String, String>();
        Stream.iterate(0, i -> i < namesAndValues.length, i -> i + 2)
                .forEach(i -> values.put(namesAndValues[i], namesAndValues[i + 1]));
        return new Row(values);
    }
}
