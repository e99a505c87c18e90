package io.lakehouse.platform.source.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws the values of foreign keys: those of rows that are there. */
final class ReferenceDrawer {
    private final SimulatedTables tables;
    private final ValueMaker maker;
    private final Random random;

    ReferenceDrawer(SimulatedTables tables, ValueMaker maker, Random random) {
        this.tables = tables;
        this.maker = maker;
        this.random = random;
    }

    /**
     * Adds the values of a row's foreign keys, and the rows that they reference to {@code parents}.
     *
     * @param row values that are fixed already
     * @param columns columns that are drawn
     * @param changed the row as it is; empty for a new one
     * @param isNew whether fixed values need a parent, too
     * @return whether there is such a row; without, the fixed values have no parent
     * @throws NoParentException when a parent has to be made first
     */
    boolean add(
            SimulatedTable table,
            Map<String, @Nullable String> row,
            List<SimulatedColumn> columns,
            Set<RowId> parents,
            Optional<KnownRow> changed,
            boolean isNew)
            throws NoParentException {
        var drawn = columns.stream().map(SimulatedColumn::name).toList();
        for (var foreignKey : table.constraints().foreignKeys()) {
            var isFixed = row.keySet().containsAll(foreignKey.columns());
            var isDrawn = foreignKey.columns().stream().allMatch(name -> drawn.contains(name) || row.containsKey(name));
            if (isDeclared(table, foreignKey) || !isDrawn || isFixed && !isNew) {
                continue;
            }
            if (!add(table, foreignKey, row, parents, changed)) {
                return false;
            }
        }
        return true;
    }

    private boolean add(
            SimulatedTable table,
            ForeignKey foreignKey,
            Map<String, @Nullable String> row,
            Set<RowId> parents,
            Optional<KnownRow> changed)
            throws NoParentException {
        var open = foreignKey.columns().stream()
                .filter(name -> !row.containsKey(name))
                .toList();
        var mayBeNull = !open.isEmpty()
                && open.stream().flatMap(name -> table.column(name).stream()).allMatch(SimulatedColumn::nullable);
        var parent = mayBeNull && maker.happens(nullShare(table, open.get(0)))
                ? Optional.<KnownRow>empty()
                : parent(foreignKey, row, changed);
        if (parent.isPresent()) {
            reference(foreignKey, parent.get(), row);
            tables.named(foreignKey.parent())
                    .ifPresent(found ->
                            parents.add(new RowId(found.name(), parent.get().key())));
        } else if (mayBeNull) {
            open.forEach(name -> row.put(name, null));
        } else if (open.isEmpty()) {
            return false;
        } else if (!foreignKey.isSelfReference()) {
            throw new NoParentException(foreignKey);
        }
        // A row that must reference its own table references itself while there is no other: see addItself.
        return true;
    }

    /** A row whose own table has no row that it could reference references itself, once its other values are known. */
    void addItself(SimulatedTable table, Map<String, @Nullable String> row, List<SimulatedColumn> columns) {
        var drawn = columns.stream().map(SimulatedColumn::name).toList();
        for (var foreignKey : table.constraints().foreignKeys()) {
            if (foreignKey.isSelfReference()
                    && !row.keySet().containsAll(foreignKey.columns())
                    && drawn.containsAll(foreignKey.columns())) {
                var self = table.known(row);
                if (foreignKey.referenced(self).isPresent()) {
                    reference(foreignKey, self, row);
                }
            }
        }
    }

    /** Whether a column gets its value by {@link #addItself} at last, if it has none before. */
    static boolean isLeftToItself(SimulatedTable table, SimulatedColumn column) {
        return table.constraints().foreignKeys().stream()
                .anyMatch(key -> key.isSelfReference()
                        && key.columns().contains(column.name())
                        && !table.key().contains(column.name())
                        && !table.simulation().columns().containsKey(column.name()));
    }

    private static boolean isDeclared(SimulatedTable table, ForeignKey foreignKey) {
        return foreignKey.columns().stream().anyMatch(table.simulation().columns()::containsKey);
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

    private static void reference(ForeignKey foreignKey, KnownRow parent, Map<String, @Nullable String> row) {
        for (int i = 0; i < foreignKey.columns().size(); i++) {
            row.put(
                    foreignKey.columns().get(i),
                    parent.values().get(foreignKey.parentColumns().get(i)));
        }
    }
}
