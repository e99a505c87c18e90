package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.declaration.ValueRule;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.simulation.TypedValues.UnknownTypeException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws values of rows until the source would take them. */
final class RowDrawer {
    /** Draws after which a constraint counts as one that nothing fulfils. */
    static final int MOST_DRAWS = 200;

    private final SimulatedTables tables;
    private final RowProbe probe;
    private final KeyNumbers numbers;
    private final ValueMaker maker;
    private final Random random;

    RowDrawer(SimulatedTables tables, RowProbe probe, KeyNumbers numbers, ValueMaker maker, Random random) {
        this.tables = tables;
        this.probe = probe;
        this.numbers = numbers;
        this.maker = maker;
        this.random = random;
    }

    /**
     * Values that were drawn.
     *
     * @param values by column, those that were given first
     * @param parents rows that they reference
     */
    record Drawn(Map<String, @Nullable String> values, Set<RowId> parents) {}

    /** A foreign key whose parents are not there yet. */
    static final class NoParentException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient ForeignKey foreignKey;

        NoParentException(ForeignKey foreignKey) {
            super(foreignKey.name());
            this.foreignKey = foreignKey;
        }

        ForeignKey foreignKey() {
            return foreignKey;
        }
    }

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
            if (!addReferences(table, row, columns, parents, changed, isNew)) {
                return Optional.empty();
            }
            addValues(table, columns, row);
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

    /** Values of foreign keys are those of rows that are there. */
    private boolean addReferences(
            SimulatedTable table,
            Map<String, @Nullable String> row,
            List<SimulatedColumn> columns,
            Set<RowId> parents,
            Optional<KnownRow> changed,
            boolean isNew)
            throws NoParentException {
        var drawn = columns.stream().map(SimulatedColumn::name).toList();
        for (var foreignKey : table.constraints().foreignKeys()) {
            var isDeclared =
                    foreignKey.columns().stream().anyMatch(table.simulation().columns()::containsKey);
            var isFixed = row.keySet().containsAll(foreignKey.columns());
            var isDrawn = foreignKey.columns().stream().allMatch(name -> drawn.contains(name) || row.containsKey(name));
            if (isDeclared || !isDrawn || isFixed && !isNew) {
                continue;
            }
            var open = foreignKey.columns().stream()
                    .filter(name -> !row.containsKey(name))
                    .toList();
            var mayBeNull = !open.isEmpty()
                    && open.stream()
                            .flatMap(name -> table.column(name).stream())
                            .allMatch(SimulatedColumn::nullable);
            var parent = mayBeNull && maker.happens(nullShare(table, open.get(0)))
                    ? Optional.<KnownRow>empty()
                    : parent(foreignKey, row, changed);
            if (parent.isPresent()) {
                reference(foreignKey, parent.get(), row, parents);
            } else if (mayBeNull) {
                open.forEach(name -> row.put(name, null));
            } else if (open.isEmpty()) {
                return false;
            } else if (!foreignKey.isSelfReference()) {
                throw new NoParentException(foreignKey);
            }
            // A row that must reference its own table references itself while there is no other: see addValues.
        }
        return true;
    }

    private static double nullShare(SimulatedTable table, String column) {
        return table.column(column).map(found -> table.rule(found).nullShare()).orElse(0.0);
    }

    /** Updates reference only rows that reference none themselves, so that no circle comes about that nobody could delete. */
    private Optional<KnownRow> parent(
            ForeignKey foreignKey, Map<String, @Nullable String> row, Optional<KnownRow> changed) {
        return tables.parents(foreignKey)
                .any(
                        candidate -> foreignKey.fits(row, candidate)
                                && (changed.isEmpty()
                                        || !foreignKey.isSelfReference()
                                        || isRoot(foreignKey, candidate)
                                                && !candidate
                                                        .key()
                                                        .equals(changed.get().key())),
                        random);
    }

    private static boolean isRoot(ForeignKey foreignKey, KnownRow row) {
        for (int i = 0; i < foreignKey.columns().size(); i++) {
            var value = row.values().get(foreignKey.columns().get(i));
            if (value == null) {
                return true;
            }
            if (!value.equals(row.values().get(foreignKey.parentColumns().get(i)))) {
                return false;
            }
        }
        return true;
    }

    private void reference(
            ForeignKey foreignKey, KnownRow parent, Map<String, @Nullable String> row, Set<RowId> parents) {
        for (int i = 0; i < foreignKey.columns().size(); i++) {
            row.put(
                    foreignKey.columns().get(i),
                    parent.values().get(foreignKey.parentColumns().get(i)));
        }
        tables.named(foreignKey.parent()).ifPresent(table -> parents.add(new RowId(table.name(), parent.key())));
    }

    /** Looked-up values come last, since they need the others. */
    private void addValues(SimulatedTable table, List<SimulatedColumn> columns, Map<String, @Nullable String> row)
            throws SQLException, InterruptedException {
        var ranges = table.constraints().partitions();
        var range = ranges.isEmpty() ? Map.<String, Bounds>of() : ranges.get(random.nextInt(ranges.size()));
        var lookups = new ArrayList<SimulatedColumn>();
        for (var column : columns) {
            var isSelfReference = table.constraints().foreignKeys().stream()
                    .anyMatch(key -> key.isSelfReference()
                            && key.columns().contains(column.name())
                            && !table.key().contains(column.name())
                            && !table.simulation().columns().containsKey(column.name()));
            if (table.rule(column).rule() instanceof ValueRule.Lookup) {
                lookups.add(column);
            } else if (!row.containsKey(column.name()) && !isSelfReference) {
                row.put(
                        column.name(),
                        value(table, column.within(range.getOrDefault(column.name(), column.bounds())), row));
            }
        }
        for (var lookup : lookups) {
            row.put(lookup.name(), value(table, lookup, row));
        }
        for (var foreignKey : table.constraints().foreignKeys()) {
            if (foreignKey.isSelfReference() && !row.keySet().containsAll(foreignKey.columns())) {
                var self = table.known(row);
                if (foreignKey.referenced(self).isPresent()
                        && columns.stream().map(SimulatedColumn::name).toList().containsAll(foreignKey.columns())) {
                    reference(foreignKey, self, row, new HashSet<>());
                }
            }
        }
    }

    private @Nullable String value(SimulatedTable table, SimulatedColumn column, Map<String, @Nullable String> row)
            throws SQLException, InterruptedException {
        var declared = table.rule(column);
        if (table.isNumbered(column)) {
            return numbers.next(table.name(), column.name());
        }
        if (column.nullable() && maker.happens(declared.nullShare())) {
            return null;
        }
        try {
            return maker.value(declared.rule(), column, row);
        } catch (UnknownTypeException e) {
            if (column.nullable()) {
                return null;
            }
            throw new Failure(
                    table.place().at("simulate") + ": column \"" + column.name() + "\" of " + table
                            + " has the type " + column.sqlType()
                            + ", of which simulate knows no values: declare a rule under"
                            + " simulate.columns",
                    e);
        }
    }
}
