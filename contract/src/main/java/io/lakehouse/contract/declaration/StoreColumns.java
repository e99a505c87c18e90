package io.lakehouse.contract.declaration;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The columns that stores have beside the source's, and what follows for the names of the source's. */
public final class StoreColumns {
    /** Of every Pinot current table; {@code key_text} of those whose key needs it. */
    public static final List<String> CURRENT =
            List.of("is_deleted", "op", "event_timestamp", "order_key", "event_id", "special_values", "key_text");

    /** Of every Pinot history table; the source's columns stand there twice, as {@code before_X} and {@code after_X}. */
    public static final List<String> HISTORY =
            List.of("record_id", "op", "op_description", "event_timestamp", "order_key", "event_id");

    /** Of every SCD2 table. */
    public static final List<String> SCD2 = List.of(
            "effective_start_ts",
            "effective_end_ts",
            "is_current",
            "is_deleted",
            "row_hash",
            "version_order_key",
            "event_id",
            "run_id",
            "last_order_key",
            "special_values");

    private static final String REMEDY = ": rename it under columns.rename, or exclude it";

    private StoreColumns() {}

    /**
     * Refuses a captured table that the declared stores cannot hold: names that meet, and options for columns that are
     * not there or not of a fitting type.
     *
     * @throws InvalidDeclarationException with the field of the table's declaration that is to blame
     */
    public static void check(TableDeclaration declaration, TableShape shape) {
        var folded = new HashMap<String, Column>();
        for (var column : shape.columns()) {
            var path = declaration.columns().rename().containsKey(column.source())
                    ? "columns.rename." + column.source()
                    : "columns";
            var other = folded.putIfAbsent(Names.folded(column.name()), column);
            if (other != null) {
                throw new InvalidDeclarationException(
                        path,
                        "columns \"" + other.source() + "\" and \"" + column.source() + "\" of "
                                + shape.qualifiedName() + " are both \"" + Names.folded(column.name())
                                + "\" to the query engines" + REMEDY.replace(" it,", " one,"));
            }
            checkName(path, declaration, column);
        }
        if (declaration.current().enabled()) {
            PinotIndexCheck.check(
                    "current.indexes", declaration.current().options().indexes(), currentColumns(shape));
        }
        if (declaration.history().enabled()) {
            PinotIndexCheck.check(
                    "history.indexes", declaration.history().options().indexes(), historyColumns(shape));
        }
        if (declaration.lake().enabled()) {
            checkTracked(declaration.lake(), shape);
        }
    }

    private static void checkName(String path, TableDeclaration declaration, Column column) {
        var name = column.name();
        if (declaration.current().enabled()) {
            requireFree(path, name, CURRENT, "Pinot current table");
        }
        if (declaration.history().enabled()) {
            requireFree(path, name, List.of("special_values"), "Pinot history table");
        }
        if (declaration.lake().enabled()) {
            requireFree(path, name, SCD2, "SCD2 table");
        }
        var inPinot = declaration.current().enabled() || declaration.history().enabled();
        if (inPinot && !isCarriedByPinot(name)) {
            throw new InvalidDeclarationException(
                    path,
                    "column \"" + name + "\" has a name that Pinot cannot carry (white space, a letter beyond ASCII, "
                            + "= : \\, or $ # ! in front)" + REMEDY);
        }
    }

    /**
     * Whether Pinot can have a column of this name. It writes the names of a segment's columns as keys of a properties
     * file in UTF-8 and reads them in ISO 8859-1: with another letter the segment could never be loaded again.
     */
    public static boolean isCarriedByPinot(String name) {
        return name.chars().allMatch(letter -> letter > ' ' && letter < 127 && "=:\\".indexOf(letter) < 0)
                && !name.isEmpty()
                && "$#!".indexOf(name.charAt(0)) < 0;
    }

    private static void requireFree(String path, String name, List<String> taken, String store) {
        if (taken.contains(Names.folded(name))) {
            throw new InvalidDeclarationException(
                    path, "column \"" + name + "\" has the name of a column that every " + store + " has" + REMEDY);
        }
    }

    private static void checkTracked(Scd2Declaration lake, TableShape shape) {
        var names = shape.columns().stream().map(Column::name).toList();
        requireKnown("lake.track", lake.track(), names);
        requireKnown("lake.ignore", lake.ignore(), names);
        var others = names.stream().filter(name -> !shape.key().contains(name)).toList();
        if (!others.isEmpty() && others.stream().noneMatch(lake::tracks)) {
            throw new InvalidDeclarationException(
                    lake.track().isEmpty() ? "lake.ignore" : "lake.track",
                    "no column beside the key is tracked, so that no update makes a version: track at least one of "
                            + others);
        }
    }

    private static void requireKnown(String path, List<String> columns, List<String> known) {
        for (int i = 0; i < columns.size(); i++) {
            if (!known.contains(columns.get(i))) {
                throw new InvalidDeclarationException(
                        path + "[" + i + "]",
                        "column \"" + columns.get(i) + "\" is not in the table; its columns are there "
                                + String.join(", ", known));
            }
        }
    }

    private static Map<String, TypeName> currentColumns(TableShape shape) {
        var columns = new LinkedHashMap<String, TypeName>();
        shape.columns()
                .forEach(column -> columns.put(column.name(), column.type().name()));
        columns.put("is_deleted", TypeName.BOOLEAN);
        addShared(columns);
        return columns;
    }

    private static Map<String, TypeName> historyColumns(TableShape shape) {
        var columns = new LinkedHashMap<String, TypeName>();
        var key = shape.keyColumns();
        columns.put("record_id", key.size() == 1 ? key.get(0).type().name() : TypeName.TEXT);
        columns.put("op_description", TypeName.TEXT);
        for (var image : List.of("before_", "after_")) {
            shape.columns()
                    .forEach(column ->
                            columns.put(image + column.name(), column.type().name()));
        }
        addShared(columns);
        return columns;
    }

    private static void addShared(Map<String, TypeName> columns) {
        columns.put("op", TypeName.TEXT);
        columns.put("event_timestamp", TypeName.BIGINT);
        columns.put("order_key", TypeName.TEXT);
        columns.put("event_id", TypeName.TEXT);
    }
}
