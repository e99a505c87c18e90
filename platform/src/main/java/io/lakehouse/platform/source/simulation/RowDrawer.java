package io.lakehouse.platform.source.simulation;

import io.lakehouse.platform.engine.Failure;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws values of rows until the source would take them. */
final class RowDrawer {
    /** Draws after which a constraint counts as one that nothing fulfils. */
    static final int MOST_DRAWS = 200;

    private final ReferenceDrawer references;
    private final ColumnDrawer values;
    private final RowProbe probe;

    RowDrawer(ReferenceDrawer references, ColumnDrawer values, RowProbe probe) {
        this.references = references;
        this.values = values;
        this.probe = probe;
    }

    /**
     * Values that were drawn.
     *
     * @param values by column, those that were given first
     * @param parents rows that they reference
     */
    record Drawn(Map<String, @Nullable String> values, Set<RowId> parents) {}

    /** A new row; empty when there is no room for one, since everything that a unique key allows is there. */
    Optional<Drawn> row(SimulatedTable table) throws SQLException, InterruptedException, NoParentException {
        return drawn(table, Map.of(), table.inserted(), true);
    }

    /** A new row with a given key. */
    Optional<Drawn> row(SimulatedTable table, List<String> key)
            throws SQLException, InterruptedException, NoParentException {
        return drawn(table, keyed(table, key), table.inserted(), true);
    }

    /** A new key for a row. */
    Optional<Drawn> key(SimulatedTable table) throws SQLException, InterruptedException, NoParentException {
        var columns = table.key().stream()
                .flatMap(name -> table.column(name).stream())
                .toList();
        return drawn(table, Map.of(), columns, false);
    }

    /** New values for some groups of a row's columns. */
    Optional<Drawn> changed(SimulatedTable table, KnownRow row, List<ColumnGroup> groups)
            throws SQLException, InterruptedException, NoParentException {
        var fixed = new LinkedHashMap<String, @Nullable String>();
        groups.stream()
                .flatMap(group -> group.fixed().stream())
                .forEach(name -> fixed.put(name, row.values().get(name)));
        var columns = groups.stream().flatMap(group -> group.columns().stream()).toList();
        var drawn = drawn(table, fixed, columns, false, Optional.of(row));
        drawn.ifPresent(found -> fixed.keySet().forEach(found.values()::remove));
        return drawn;
    }

    private static Map<String, @Nullable String> keyed(SimulatedTable table, List<String> key) {
        var fixed = new LinkedHashMap<String, @Nullable String>();
        for (int i = 0; i < table.key().size(); i++) {
            fixed.put(table.key().get(i), key.get(i));
        }
        return fixed;
    }

    private Optional<Drawn> drawn(
            SimulatedTable table, Map<String, @Nullable String> fixed, List<SimulatedColumn> columns, boolean isNew)
            throws SQLException, InterruptedException, NoParentException {
        return drawn(table, fixed, columns, isNew, Optional.empty());
    }

    private Optional<Drawn> drawn(
            SimulatedTable table,
            Map<String, @Nullable String> fixed,
            List<SimulatedColumn> columns,
            boolean isNew,
            Optional<KnownRow> changed)
            throws SQLException, InterruptedException, NoParentException {
        var refusal = Optional.<String>empty();
        for (int draw = 0; draw < MOST_DRAWS; draw++) {
            var row = new LinkedHashMap<>(fixed);
            var parents = new HashSet<RowId>();
            if (!references.add(table, row, columns, parents, changed, isNew)) {
                return Optional.empty();
            }
            values.add(table, columns, row);
            references.addItself(table, row, columns);
            refusal = probe.refusingCheck(table, row);
            if (refusal.isEmpty()
                    && probe.breakingUnique(table, row, !fixed.isEmpty()).isEmpty()) {
                return Optional.of(new Drawn(probe.canonical(table, row), parents));
            }
        }
        if (refusal.isPresent()) {
            throw new Failure(table.place().at("simulate") + ": " + MOST_DRAWS + " rows that were made up for "
                    + table + " break its check \"" + refusal.get() + "\"" + described(table, refusal.get())
                    + ": declare rules for these columns under simulate.columns");
        }
        return Optional.empty();
    }

    private static String described(SimulatedTable table, String check) {
        return table.constraints().checks().stream()
                .filter(known -> known.name().equals(check))
                .map(known -> " of " + String.join(", ", known.columns()) + ", " + known.expression())
                .findFirst()
                .orElse("");
    }
}
