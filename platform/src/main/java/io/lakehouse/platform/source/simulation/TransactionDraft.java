package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.platform.source.simulation.RowDrawer.Drawn;
import io.lakehouse.platform.source.simulation.Transaction.Change;
import io.lakehouse.platform.source.simulation.Transaction.Mark;
import io.lakehouse.platform.source.simulation.Transaction.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transaction that is being planned. What it does is known to the pools at once, and taken back if it is to be. */
final class TransactionDraft {
    private final SimulatedTables tables;
    private final Journal journal;
    private final Random random;
    private final List<Step> steps = new ArrayList<>();
    private final Set<RowId> writes = new HashSet<>();
    private final Set<RowId> reads = new HashSet<>();

    TransactionDraft(SimulatedTables tables, Journal journal, Random random) {
        this.tables = tables;
        this.journal = journal;
        this.random = random;
    }

    /** Rows that it has touched so far. */
    Set<RowId> touched() {
        var touched = new HashSet<>(writes);
        touched.addAll(reads);
        return touched;
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    int size() {
        return steps.size();
    }

    KnownRow insert(SimulatedTable table, Drawn drawn) {
        var row = table.known(drawn.values());
        steps.add(new Change(table, Operation.CREATE, row.key(), drawn.values(), List.of()));
        reads.addAll(drawn.parents());
        if (!table.key().isEmpty()) {
            writes.add(new RowId(table.name(), row.key()));
            tables.pool(table).add(row, random);
        }
        return row;
    }

    KnownRow update(SimulatedTable table, KnownRow row, Drawn drawn) {
        reads.addAll(drawn.parents());
        write(table, Operation.UPDATE, row, drawn.values());
        var after = row.with(drawn.values());
        if (!after.equals(row)) {
            tables.pool(table).replace(after);
        }
        return after;
    }

    void touch(SimulatedTable table, KnownRow row) {
        write(table, Operation.UPDATE, row, Map.of());
    }

    void rekey(SimulatedTable table, KnownRow row, Drawn drawn) {
        reads.addAll(drawn.parents());
        write(table, Operation.UPDATE, row, drawn.values());
        var changed = table.known(row.with(drawn.values()).values());
        writes.add(new RowId(table.name(), changed.key()));
        tables.pool(table).remove(row.key());
        tables.pool(table).add(changed, random);
    }

    void delete(List<Change> changes, Map<SimulatedTable, List<KnownRow>> orphans) {
        for (var change : changes) {
            steps.add(change);
            forget(change.table(), change.key());
            change.cascaded().forEach(cascaded -> {
                if (cascaded.operation() == Operation.DELETE) {
                    forget(cascaded.table(), cascaded.key());
                }
            });
        }
        orphans.forEach((table, rows) -> rows.forEach(row -> {
            writes.add(new RowId(table.name(), row.key()));
            tables.pool(table).replace(row);
        }));
    }

    private void forget(SimulatedTable table, List<String> key) {
        writes.add(new RowId(table.name(), key));
        tables.pool(table).remove(key);
    }

    private void write(SimulatedTable table, Operation operation, KnownRow row, Map<String, @Nullable String> values) {
        steps.add(new Change(table, operation, row.key(), values, List.of()));
        writes.add(new RowId(table.name(), row.key()));
    }

    void mark(Mark mark) {
        steps.add(mark);
    }

    /** The transaction; when it is to be rolled back, the pools forget it. */
    Transaction complete(boolean isRolledBack) {
        if (isRolledBack) {
            journal.takeBackTo(0);
        }
        journal.keep();
        return new Transaction(steps, isRolledBack, writes, reads);
    }
}
