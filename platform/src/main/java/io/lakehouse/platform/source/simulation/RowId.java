package io.lakehouse.platform.source.simulation;

import java.util.List;

/**
 * Which row of which table.
 *
 * @param table the table
 * @param key texts of the key's columns, in key order
 */
record RowId(TableName table, List<String> key) {
    RowId {
        key = List.copyOf(key);
    }
}
