package io.lakehouse.platform.source.simulation;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a simulation keeps of a row: enough to find it, to reference it, and to know what it references.
 *
 * @param key texts of its key columns, in key order
 * @param values those and the columns of foreign keys, by name
 */
record KnownRow(List<String> key, Map<String, @Nullable String> values) {
    KnownRow {
        key = List.copyOf(key);
        values = Collections.unmodifiableMap(new HashMap<>(values));
    }

    /** The same row after an update of these columns; those that are not kept are left out. */
    KnownRow with(Map<String, @Nullable String> changed) {
        var all = new HashMap<String, @Nullable String>(values);
        changed.forEach((column, value) -> {
            if (all.containsKey(column)) {
                all.put(column, value);
            }
        });
        return new KnownRow(key, all);
    }
}
