package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.platform.source.simulation.Transaction.Cascaded;
import io.lakehouse.platform.source.simulation.Transaction.Change;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what goes with a row that is deleted: its children, and theirs, as their foreign keys say. */
final class Deletion {
    /** A row with more descendants is left alone. */
    private static final int MOST_ROWS = 60;

    private final SimulatedTables tables;
    private final PersistentConnection connection;
    private final InFlight inFlight;
    private final Set<RowId> touched;
    private final Map<RowId, Doomed> doomed = new LinkedHashMap<>();
    private final Map<RowId, Orphan> orphans = new LinkedHashMap<>();
    private final Set<RowId> path = new LinkedHashSet<>();
    private boolean isRefused;

    /**
     * What goes with one row.
     *
     * @param touched rows that the same transaction has touched before: what becomes of them only it knows
     */
    Deletion(SimulatedTables tables, PersistentConnection connection, InFlight inFlight, Set<RowId> touched) {
        this.tables = tables;
        this.connection = connection;
        this.inFlight = inFlight;
        this.touched = touched;
    }

    private record Doomed(SimulatedTable table, KnownRow row) {}

    private record Orphan(SimulatedTable table, KnownRow row) {}

    /** The changes that delete a row, its descendants before it; empty when something forbids it. */
    Optional<List<Change>> of(SimulatedTable table, KnownRow row, boolean mayCascade)
            throws SQLException, InterruptedException {
        if (!visit(table, row)) {
            return Optional.empty();
        }
        if (mayCascade && !isRefused) {
            var cascaded = new ArrayList<Cascaded>();
            doomed.forEach((id, one) -> {
                if (!one.row().equals(row)) {
                    cascaded.add(new Cascaded(
                            one.table(), Operation.DELETE, one.row().key()));
                }
            });
            cascaded.addAll(orphaned());
            return Optional.of(List.of(new Change(table, Operation.DELETE, row.key(), Map.of(), cascaded)));
        }
        var changes = new ArrayList<Change>();
        doomed.values()
                .forEach(one -> changes.add(
                        new Change(one.table(), Operation.DELETE, one.row().key(), Map.of(), List.of())));
        var last = changes.remove(changes.size() - 1);
        changes.add(new Change(last.table(), Operation.DELETE, last.key(), Map.of(), orphaned()));
        return Optional.of(changes);
    }

    private List<Cascaded> orphaned() {
        return orphans.entrySet().stream()
                .filter(orphan -> !doomed.containsKey(orphan.getKey()))
                .map(orphan -> new Cascaded(
                        orphan.getValue().table(),
                        Operation.UPDATE,
                        orphan.getKey().key()))
                .toList();
    }

    /** Whether nothing references a row, so that its key may change. */
    boolean isChildless(SimulatedTable table, KnownRow row) throws SQLException, InterruptedException {
        for (var reference : table.constraints().referencing()) {
            inFlight.await(new RowId(table.name(), row.key()));
            if (!children(reference, row).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** The rows that lose their parent, as they are afterwards. */
    Map<SimulatedTable, List<KnownRow>> orphans() {
        var after = new HashMap<SimulatedTable, List<KnownRow>>();
        orphans.forEach((id, orphan) -> {
            if (!doomed.containsKey(id)) {
                after.computeIfAbsent(orphan.table(), table -> new ArrayList<>())
                        .add(orphan.row());
            }
        });
        return after;
    }

    private boolean visit(SimulatedTable table, KnownRow row) throws SQLException, InterruptedException {
        var id = new RowId(table.name(), row.key());
        if (doomed.containsKey(id)) {
            return true;
        }
        if (path.size() + doomed.size() >= MOST_ROWS
                || table.key().isEmpty()
                || touched.contains(id)
                || tables.pool(table).isHot(row.key())
                || !path.add(id)) {
            return false;
        }
        inFlight.await(id);
        for (var reference : table.constraints().referencing()) {
            for (var child : children(reference, row)) {
                if (!visit(reference, child, id)) {
                    return false;
                }
            }
        }
        path.remove(id);
        doomed.put(id, new Doomed(table, row));
        return true;
    }

    private boolean visit(ForeignKey reference, KnownRow child, RowId parent)
            throws SQLException, InterruptedException {
        var table = tables.named(reference.child());
        if (table.isEmpty() || table.get().key().isEmpty()) {
            return false;
        }
        var id = new RowId(reference.child(), child.key());
        if (id.equals(parent)) {
            return true;
        }
        if (reference.onDelete() == ForeignKey.OnDelete.SET_NULL && isNullable(table.get(), reference)) {
            if (touched.contains(id)) {
                return false;
            }
            Map<String, @Nullable String> nulls = new HashMap<>();
            reference.columns().forEach(column -> nulls.put(column, null));
            var before = Optional.ofNullable(orphans.get(id)).map(Orphan::row).orElse(child);
            orphans.put(id, new Orphan(table.get(), before.with(nulls)));
            return orphans.size() <= MOST_ROWS;
        }
        isRefused |= reference.onDelete() != ForeignKey.OnDelete.CASCADE;
        return visit(table.get(), child);
    }

    private static boolean isNullable(SimulatedTable table, ForeignKey reference) {
        return reference.columns().stream()
                .allMatch(name -> !table.key().contains(name)
                        && table.column(name).filter(SimulatedColumn::nullable).isPresent());
    }

    /** The committed children of a row that nothing on its way touches; read again when one of them was changed meanwhile. */
    private List<KnownRow> children(ForeignKey reference, KnownRow row) throws SQLException, InterruptedException {
        var values = reference.referenced(row);
        if (values.isEmpty()) {
            return List.of();
        }
        var table = tables.named(reference.child());
        var key =
                table.map(SimulatedTable::key).filter(names -> !names.isEmpty()).orElse(reference.columns());
        var kept = table.map(SimulatedTable::kept)
                .filter(names -> !names.isEmpty())
                .orElse(reference.columns());
        while (true) {
            inFlight.watch();
            var found = connection.ask(asked -> new KeyReader(asked, reference.child(), key, kept)
                    .where(reference.columns(), values.get(), MOST_ROWS + 1));
            if (!inFlight.settle(found.stream()
                    .map(child -> new RowId(reference.child(), child.key()))
                    .toList())) {
                return found;
            }
        }
    }
}
