package io.lakehouse.contract.declaration;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Whether Pinot can make the declared indexes of a table. */
final class PinotIndexCheck {
    /** A text that is another in nearly every row is kept without a dictionary, which indexes need. */
    private static final Set<String> DISTINCT = Set.of("order_key", "event_id");

    private static final Set<TypeName> UNORDERED = EnumSet.of(
            TypeName.BOOLEAN, TypeName.TIMETZ, TypeName.INTERVAL, TypeName.JSON, TypeName.BYTEA, TypeName.ARRAY);

    private PinotIndexCheck() {}

    /**
     * Refuses an index on a column that is not there or of a type that it does not take.
     *
     * @param path the field of the indexes
     * @param columns types by name, as they stand in the table
     * @throws InvalidDeclarationException with the field to blame
     */
    static void check(String path, PinotIndexes indexes, Map<String, TypeName> columns) {
        check(path + ".inverted", indexes.inverted(), columns, EnumSet.noneOf(TypeName.class));
        check(path + ".range", indexes.range(), columns, UNORDERED);
        check(path + ".bloom", indexes.bloom(), columns, EnumSet.of(TypeName.BOOLEAN));
        check(path + ".json", indexes.json(), columns, EnumSet.complementOf(EnumSet.of(TypeName.JSON, TypeName.ARRAY)));
        if (!indexes.sorted().isEmpty()) {
            check(path + ".sorted", indexes.sorted(), columns, UNORDERED);
        }
    }

    private static void check(String path, List<String> names, Map<String, TypeName> columns, Set<TypeName> unfit) {
        var seen = new HashSet<String>();
        for (int i = 0; i < names.size(); i++) {
            var at = path + "[" + i + "]";
            if (!seen.add(names.get(i))) {
                throw new InvalidDeclarationException(at, "column \"" + names.get(i) + "\" stands twice");
            }
            check(at, names.get(i), columns, unfit);
        }
    }

    private static void check(String path, String name, Map<String, TypeName> columns, Set<TypeName> unfit) {
        var type = columns.get(name);
        if (type == null) {
            throw new InvalidDeclarationException(
                    path,
                    "column \"" + name + "\" is not in this Pinot table; its columns are "
                            + String.join(", ", columns.keySet()));
        }
        if (unfit.contains(type)) {
            throw new InvalidDeclarationException(
                    path,
                    "column \"" + name + "\" is " + type.name().toLowerCase(Locale.ROOT)
                            + ", which Pinot cannot index so: take it out");
        }
        if (type == TypeName.NUMERIC || DISTINCT.contains(name)) {
            throw new InvalidDeclarationException(
                    path,
                    "column \"" + name
                            + "\" is one that Pinot keeps without a dictionary and cannot index: take it out");
        }
    }
}
