package io.lakehouse.platform.source.simulation;

import io.lakehouse.platform.source.Sql;

/**
 * The name of a table.
 *
 * @param schema its schema
 * @param table its own name
 */
record TableName(String schema, String table) {
    /** As SQL takes it. */
    String quoted() {
        return Sql.quoted(schema, table);
    }

    /** As messages name it. */
    @Override
    public String toString() {
        return schema + "." + table;
    }
}
