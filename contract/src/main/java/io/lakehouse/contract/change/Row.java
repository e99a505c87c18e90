package io.lakehouse.contract.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row as it travels: column name to the value's text, in the source's order. A value that is SQL NULL is
 * {@code null}; a column that is not in the map does not exist in this row.
 *
 * @param values texts by column name; values may be {@code null}
 */
public record Row(Map<String, String> values) {
    /** The row that has no column. */
    public static final Row EMPTY = new Row(Map.of());

    /** Keeps an unmodifiable copy. */
    public Row {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The text of a column, or {@code null} when it is SQL NULL or not there. */
    public String value(String column) {
        return values.get(column);
    }

    /** Whether the row has no column at all, as the before image of an insert. */
    public boolean isEmpty() {
        return values.isEmpty();
    }
}
