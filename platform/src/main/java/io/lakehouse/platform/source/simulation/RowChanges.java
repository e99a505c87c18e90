package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.SimulationDeclaration;
import io.lakehouse.platform.engine.Failure;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Plans inserts, updates and deletes of one row each, together with what foreign keys ask for. */
final class RowChanges {
    /** Every hot row gets so many versions before chance decides. */
    private static final int FIRST_VERSIONS = 3;

    private static final int REMEMBERED_DELETES = 100;
    private static final int MOST_TRIES = 5;

    /** Parents of parents, each inserted since none was there. */
    private static final int DEEPEST = 16;

    private final SimulatedTables tables;
    private final SimulationDeclaration declaration;
    private final RowDrawer drawer;
    private final PersistentConnection connection;
    private final InFlight inFlight;
    private final Journal journal;
    private final Random random;
    private final ValueMaker maker;
    private final Map<SimulatedTable, Long> hotUpdates = new HashMap<>();
    private final Map<SimulatedTable, Deque<List<String>>> deleted = new HashMap<>();

    RowChanges(
            SimulatedTables tables,
            SimulationDeclaration declaration,
            RowDrawer drawer,
            PersistentConnection connection,
            InFlight inFlight,
            Journal journal,
            Random random) {
        this.tables = tables;
        this.declaration = declaration;
        this.drawer = drawer;
        this.connection = connection;
        this.inFlight = inFlight;
        this.journal = journal;
        this.random = random;
        this.maker = new ValueMaker(random);
    }

    /** Adds a change, as several statements when asked; tells whether there was one to make. */
    boolean add(TransactionDraft draft, SimulatedTable table, Operation operation, int statements)
            throws SQLException, InterruptedException {
        return switch (operation) {
            case CREATE -> insert(draft, table, statements) || update(draft, table, 1);
            case UPDATE -> update(draft, table, statements) || insert(draft, table, 1);
            default -> delete(draft, table, statements) || update(draft, table, 1) || insert(draft, table, 1);
        };
    }

    private boolean insert(TransactionDraft draft, SimulatedTable table, int statements)
            throws SQLException, InterruptedException {
        var row =
                maker.happens(declaration.variety().reinsertShare()) ? again(draft, table) : Optional.<KnownRow>empty();
        if (row.isEmpty()) {
            row = inserted(draft, table, 0);
        }
        if (row.isPresent() && !table.key().isEmpty()) {
            update(draft, table, row.get(), statements - 1);
        }
        return row.isPresent();
    }

    /** A row whose key was deleted before. */
    private Optional<KnownRow> again(TransactionDraft draft, SimulatedTable table)
            throws SQLException, InterruptedException {
        var key = deleted(table).poll();
        return key == null || tables.pool(table).find(key).isPresent() ? Optional.empty() : inserted(draft, table, key);
    }

    private Optional<KnownRow> inserted(TransactionDraft draft, SimulatedTable table, List<String> key)
            throws SQLException, InterruptedException {
        try {
            return drawer.row(table, key).map(drawn -> draft.insert(table, drawn));
        } catch (NoParentException e) {
            return Optional.empty();
        }
    }

    /** Parents come first. */
    private Optional<KnownRow> inserted(TransactionDraft draft, SimulatedTable table, int depth)
            throws SQLException, InterruptedException {
        for (int i = 0; i < MOST_TRIES; i++) {
            try {
                return drawer.row(table).map(drawn -> draft.insert(table, drawn));
            } catch (NoParentException e) {
                var parent = tables.named(e.foreignKey().parent())
                        .filter(found -> depth < DEEPEST)
                        .orElseThrow(() -> withoutParent(table, e.foreignKey()));
                if (inserted(draft, parent, depth + 1).isEmpty()) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private Failure withoutParent(SimulatedTable table, ForeignKey missing) {
        return new Failure(table.place().at("table") + ": " + table + " references " + missing.parent() + " by \""
                + missing.name()
                + (tables.named(missing.parent()).isPresent()
                        ? "\", which has no rows and cannot get a first one, since it needs rows itself that lead"
                                + " back to it: insert rows of such a circle once, by hand"
                        : "\", which has no rows that a simulation may use: fill that table, or declare it, too"));
    }

    private boolean update(TransactionDraft draft, SimulatedTable table, int statements)
            throws SQLException, InterruptedException {
        var chosen = updated(table);
        if (chosen.isEmpty()) {
            return false;
        }
        var row = chosen.get();
        if (maker.happens(declaration.variety().keyShare()) && rekey(draft, table, row)) {
            return true;
        }
        if (maker.happens(declaration.variety().noOpShare()) && table.settable().isPresent()) {
            draft.touch(table, row);
            return true;
        }
        return update(draft, table, row, statements);
    }

    private boolean update(TransactionDraft draft, SimulatedTable table, KnownRow row, int statements)
            throws SQLException, InterruptedException {
        var current = row;
        var isDone = false;
        for (int i = 0; i < statements; i++) {
            var drawn = changed(table, current);
            if (drawn.isPresent()) {
                current = draft.update(table, current, drawn.get());
                isDone = true;
            } else if (table.settable().isPresent()) {
                draft.touch(table, current);
                isDone = true;
            }
        }
        return isDone;
    }

    /** New values of one to three groups of columns that updates may change. */
    private Optional<RowDrawer.Drawn> changed(SimulatedTable table, KnownRow row)
            throws SQLException, InterruptedException {
        var candidates = new ArrayList<>(table.groups());
        var chosen = new ArrayList<ColumnGroup>();
        var count = candidates.isEmpty() ? 0 : 1 + random.nextInt(Math.min(3, candidates.size()));
        for (int i = 0; i < count; i++) {
            chosen.add(candidates.remove(random.nextInt(candidates.size())));
        }
        try {
            return chosen.isEmpty() ? Optional.empty() : drawer.changed(table, row, chosen);
        } catch (NoParentException e) {
            return Optional.empty();
        }
    }

    private Optional<KnownRow> updated(SimulatedTable table) {
        var pool = tables.pool(table);
        if (!pool.hot().isEmpty()) {
            var count = hotUpdates.merge(table, 1L, Long::sum) - 1;
            if (count < (long) FIRST_VERSIONS * pool.hot().size()
                    || random.nextDouble() < table.simulation().hotShare()) {
                return Optional.of(pool.hot().get((int) (count % pool.hot().size())));
            }
        }
        var exponent = declaration.variety().zipf();
        return exponent == 0 ? pool.any(random) : pool.any(new Zipf(exponent), random);
    }

    private boolean rekey(TransactionDraft draft, SimulatedTable table, KnownRow row)
            throws SQLException, InterruptedException {
        var isFixed = table.key().stream()
                .flatMap(name -> table.column(name).stream())
                .anyMatch(SimulatedColumn::isAlwaysIdentity);
        if (isFixed
                || tables.pool(table).isHot(row.key())
                || draft.touched().contains(new RowId(table.name(), row.key()))
                || !deletion(draft).isChildless(table, row)) {
            return false;
        }
        try {
            var drawn = drawer.key(table);
            drawn.ifPresent(key -> draft.rekey(table, row, key));
            return drawn.isPresent();
        } catch (NoParentException e) {
            return false;
        }
    }

    /** Several statements end in a delete, or half of the time in the same key's next row. */
    private boolean delete(TransactionDraft draft, SimulatedTable table, int statements)
            throws SQLException, InterruptedException {
        for (int i = 0; i < MOST_TRIES; i++) {
            var row = tables.pool(table).any(random);
            if (row.isEmpty()) {
                return false;
            }
            var deletion = deletion(draft);
            var changes = deletion.of(table, row.get(), random.nextBoolean());
            if (changes.isPresent()) {
                var isReplaced = statements > 1 && random.nextBoolean();
                if (statements > 1 && !isReplaced) {
                    update(draft, table, row.get(), statements - 1);
                }
                draft.delete(changes.get(), deletion.orphans());
                if (!isReplaced || inserted(draft, table, row.get().key()).isEmpty()) {
                    remember(table, row.get().key());
                }
                return true;
            }
        }
        return false;
    }

    private Deletion deletion(TransactionDraft draft) {
        return new Deletion(tables, connection, inFlight, draft.touched());
    }

    private void remember(SimulatedTable table, List<String> key) {
        var keys = deleted(table);
        keys.add(key);
        journal.add(() -> keys.removeLastOccurrence(key));
        if (keys.size() > REMEMBERED_DELETES) {
            keys.remove();
        }
    }

    /** A transaction left nothing: rows that it was to delete may be there, and do not come back. */
    void undone(Transaction transaction) {
        for (var row : transaction.writes()) {
            tables.named(row.table()).ifPresent(table -> deleted(table).remove(row.key()));
        }
    }

    private Deque<List<String>> deleted(SimulatedTable table) {
        return deleted.computeIfAbsent(table, keys -> new ArrayDeque<>());
    }
}
