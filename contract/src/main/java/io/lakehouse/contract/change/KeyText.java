package io.lakehouse.contract.change;

import io.lakehouse.contract.declaration.TableShape;
import java.util.List;

/**
 * The canonical text of a row's key: the key columns' canonical values in key order, each prefixed by its length in
 * UTF-8 bytes ({@code 4:5042}). Equal keys have equal texts and different keys different ones, whatever they hold.
 */
public final class KeyText {
    private KeyText() {}

    /**
     * The key text of a row.
     *
     * @throws MalformedChangeException when a key column is missing from the row or NULL
     */
    public static String of(TableShape table, Row row) {
        var encoding = new Encoding();
        for (var column : table.keyColumns()) {
            var value = row.value(column.name());
            if (value == null) {
                throw new MalformedChangeException(
                        "key column " + column.name() + " of " + table.qualifiedName() + " is missing or NULL");
            }
            encoding.append(CanonicalValue.of(column, value));
        }
        return encoding.text();
    }

    /** The key text of values that are canonical already. */
    public static String ofCanonical(List<String> values) {
        var encoding = new Encoding();
        values.forEach(encoding::append);
        return encoding.text();
    }
}
