package io.lakehouse.contract.change;

import io.lakehouse.contract.declaration.TableShape;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A row as it travels: column name to the value's text, in the source's order. A value that is SQL NULL is
 * {@code null}; a column that is not in the map does not exist in this row. Raw messages and bronze name columns as the
 * source does; whoever reads one for a store takes {@link #stored}.
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

    /**
     * This row of a source table under the names that the stores give its columns. A column that the table does not
     * capture keeps its name, unless a captured one goes by that name in the stores: then it is left out. So is a column
     * that the declaration excludes by now.
     */
    public Row stored(TableShape table) {
        if (table.columns().stream().allMatch(column -> column.name().equals(column.source()) && !column.excluded())) {
            return this;
        }
        var names = new HashMap<String, String>();
        var excluded = new HashSet<String>();
        for (var column : table.columns()) {
            names.put(column.source(), column.name());
            if (column.excluded()) {
                excluded.add(column.source());
            }
        }
        var stored = new LinkedHashMap<String, String>();
        values.forEach((source, value) -> {
            var name = names.get(source);
            if (excluded.contains(source)) {
                return;
            }
            if (name != null) {
                stored.put(name, value);
            } else if (!names.containsValue(source)) {
                stored.put(source, value);
            }
        });
        return new Row(stored);
    }
}
