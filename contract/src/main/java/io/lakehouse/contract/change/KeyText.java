package io.lakehouse.contract.change;

import io.lakehouse.contract.declaration.TableShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The canonical text of a row's key: the key columns' canonical values in key order, each prefixed by its length in
 * UTF-8 bytes ({@code 4:5042}). Equal keys have equal texts and different keys different ones, whatever they hold.
 */
public final class KeyText {
    /** Column of a current row that holds its key's text, where {@link #isColumn} says so. */
    public static final String COLUMN = "key_text";

    private KeyText() {}

    /**
     * The key text of a row.
     *
     * @throws MalformedChangeException when a key column is missing from the row or NULL
     */
    public static String of(TableShape table, Row row) {
        return of(table, row::value);
    }

    /**
     * The key text of a row of which somebody tells the values.
     *
     * @param values the value's text, or {@code null}, of a column by its name
     * @throws MalformedChangeException when a key column is missing from the row or NULL
     */
    public static String of(TableShape table, UnaryOperator<String> values) {
        var encoding = new Encoding();
        for (var name : table.key()) {
            var column = table.column(name);
            var value = values.apply(name);
            if (value == null) {
                throw new MalformedChangeException(
                        "key column " + column.name() + " of " + table.qualifiedName() + " is missing or NULL");
            }
            encoding.append(CanonicalValue.of(column, value));
        }
        return encoding.text();
    }

    /**
     * Whether the current rows of a table carry the text of their key as a column, and are told apart by it: when a key
     * column can have {@linkplain SpecialValues special values}, of which the column itself would be NULL.
     */
    public static boolean isColumn(TableShape table) {
        return table.keyColumns().stream().anyMatch(column -> SpecialValues.arePossible(column.type()));
    }

    /** The key text of values that are canonical already. */
    public static String ofCanonical(List<String> values) {
        var encoding = new Encoding();
        values.forEach(encoding::append);
        return encoding.text();
    }

    /**
     * The canonical values that a key text was made of, in key order.
     *
     * @throws IllegalArgumentException when the text is no key text
     */
    public static List<String> values(String keyText) {
        var bytes = keyText.getBytes(StandardCharsets.UTF_8);
        var values = new ArrayList<String>();
        for (var at = 0; at < bytes.length; ) {
            var colon = at;
            while (colon < bytes.length && bytes[colon] != ':') {
                colon++;
            }
            var length = Integer.parseInt(new String(bytes, at, colon - at, StandardCharsets.UTF_8));
            if (length < 0 || length > bytes.length - colon - 1) {
                throw new IllegalArgumentException("no key text: " + keyText);
            }
            values.add(new String(bytes, colon + 1, length, StandardCharsets.UTF_8));
            at = colon + 1 + length;
        }
        return values;
    }
}
