package io.lakehouse.contract.declaration;

import java.util.HashSet;
import java.util.List;

/**
 * A table to capture, and the stores that it goes to.
 *
 * @param schema its schema in the source
 * @param table its name in the source
 * @param columns which of its columns are captured, and under which names
 * @param key the columns of its key, by the source's names and in this order, NOT NULL; empty for its primary key.
 *     Without any key only {@code history} is possible
 * @param current the Pinot table of the latest rows
 * @param history the Pinot table of every change
 * @param lake the SCD2 table
 * @param simulation how {@code simulate} changes it
 */
public record TableDeclaration(
        String schema,
        String table,
        ColumnsDeclaration columns,
        List<String> key,
        PinotTableDeclaration current,
        PinotTableDeclaration history,
        Scd2Declaration lake,
        TableSimulation simulation) {
    /** Refuses a doubled key column, one that is not captured, and a table that goes nowhere. */
    public TableDeclaration {
        Names.identifier("schema", schema);
        Names.identifier("table", table);
        key = List.copyOf(key);
        var seen = new HashSet<String>();
        for (int i = 0; i < key.size(); i++) {
            Names.identifier("key[" + i + "]", key.get(i));
            if (!seen.add(key.get(i))) {
                throw new InvalidDeclarationException("key[" + i + "]", "column \"" + key.get(i) + "\" stands twice");
            }
            if (!columns.captures(key.get(i))) {
                throw new InvalidDeclarationException(
                        "key[" + i + "]",
                        "key column \"" + key.get(i) + "\" is not captured: a key column cannot be excluded");
            }
        }
        if (!current.options().retention().isZero()) {
            throw new InvalidDeclarationException(
                    "current.retention",
                    "a current table takes no retention, since a row that did not change for that long would vanish: "
                            + "give it to history");
        }
        if (!current.enabled() && !history.enabled() && !lake.enabled()) {
            throw new InvalidDeclarationException(
                    "", "current, history and lake are all off: enable one, or leave the table out");
        }
    }

    /** A table with every store on, under its usual name. */
    public static TableDeclaration of(String schema, String table) {
        return new TableDeclaration(
                schema,
                table,
                ColumnsDeclaration.ALL,
                List.of(),
                PinotTableDeclaration.on(currentName(table)),
                PinotTableDeclaration.on(historyName(table)),
                Scd2Declaration.on(lakeName(table)),
                TableSimulation.BY_TYPE);
    }

    /** {@code <table>_current}: the usual name of the Pinot table of the latest rows. */
    public static String currentName(String table) {
        return Names.plain(table) + "_current";
    }

    /** {@code <table>_history}: the usual name of the Pinot table of every change. */
    public static String historyName(String table) {
        return Names.plain(table) + "_history";
    }

    /** {@code <table>}: what the names of a table's views begin with. */
    public static String viewName(String table) {
        return Names.plain(table);
    }

    /** {@code <table>_scd2}: the usual name of the SCD2 table. */
    public static String lakeName(String table) {
        return Names.plain(table) + "_scd2";
    }

    /** {@code schema.table}, as messages name it. */
    public String qualifiedName() {
        return schema + "." + table;
    }
}
