package io.lakehouse.contract.declaration;

import java.util.HashSet;
import java.util.List;

/**
 * A source table as it is captured: what a job must know to read its changes.
 *
 * @param schema the schema's name
 * @param table the table's name
 * @param columns the captured columns, in the source's order
 * @param key the stores' names of the key's columns, in key order; empty for a table without a key
 */
public record TableShape(String schema, String table, List<Column> columns, List<String> key) {
    /** Refuses doubled columns and a key that is not among the columns. */
    public TableShape {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        var names = new HashSet<String>();
        var sources = new HashSet<String>();
        for (var column : columns) {
            if (!names.add(column.name()) || !sources.add(column.source())) {
                throw new IllegalArgumentException(
                        schema + "." + table + ": column " + column.name() + " stands twice");
            }
        }
        for (var name : key) {
            if (!names.contains(name)) {
                throw new IllegalArgumentException(
                        schema + "." + table + ": key column \"" + name + "\" is not among its columns " + names);
            }
        }
    }

    /** {@code schema.table}, as identities and messages name it. */
    public String qualifiedName() {
        return schema + "." + table;
    }

    /**
     * The column that the stores call so.
     *
     * @throws IllegalArgumentException when there is none
     */
    public Column column(String name) {
        for (var column : columns) {
            if (column.name().equals(name)) {
                return column;
            }
        }
        throw new IllegalArgumentException("column \"" + name + "\" is not in " + qualifiedName());
    }

    /** The key's columns, in key order. */
    public List<Column> keyColumns() {
        return key.stream().map(this::column).toList();
    }
}
