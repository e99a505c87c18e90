package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.SimulationDeclaration;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.simulation.Transaction.Mark;
import java.sql.SQLException;
import java.util.Random;

/**
 * The sequence of transactions. On one connection it depends on the seed and on what the database holds at the start, and
 * on nothing else. On several the answers to what it asks of the database may come before or after a commit, where keys,
 * unique values or children are looked up there.
 */
final class Workload {
    private static final int MOST_TRIES = 200;

    private final SimulatedTables tables;
    private final SimulationDeclaration declaration;
    private final RowChanges changes;
    private final OperationMix mix;
    private final Random random;
    private final ValueMaker maker;
    private final Journal journal;

    Workload(
            SimulatedTables tables,
            SimulationDeclaration declaration,
            Random random,
            RowChanges changes,
            Journal journal) {
        this.tables = tables;
        this.declaration = declaration;
        this.random = random;
        this.maker = new ValueMaker(random);
        this.changes = changes;
        this.journal = journal;
        this.mix = new OperationMix(declaration.mix());
    }

    /** The next transaction. The rows that are known from then on are those that it leaves. */
    Transaction next() throws SQLException, InterruptedException {
        var variety = declaration.variety();
        var isRolledBack = maker.happens(variety.rollbackShare());
        var draft = new TransactionDraft(tables, journal, random);
        if (maker.happens(variety.wideShare())) {
            var count = 2 + random.nextInt(variety.wideStatements() - 1);
            for (int i = 0; i < count; i++) {
                change(draft);
            }
        } else {
            change(draft);
        }
        if (maker.happens(variety.savepointShare())) {
            addSavepoint(draft);
        }
        var transaction = draft.complete(isRolledBack);
        transaction.lasting().forEach(change -> {
            mix.add(change.operation());
            change.cascaded().forEach(cascaded -> mix.add(cascaded.operation()));
        });
        return transaction;
    }

    /** Half of the savepoints are gone back to, and what came after them with it. */
    private void addSavepoint(TransactionDraft draft) throws SQLException, InterruptedException {
        draft.mark(Mark.SAVEPOINT);
        var before = journal.mark();
        change(draft);
        if (random.nextBoolean()) {
            journal.takeBackTo(before);
            draft.mark(Mark.ROLLBACK_TO);
        } else {
            draft.mark(Mark.RELEASE);
        }
    }

    private void change(TransactionDraft draft) throws SQLException, InterruptedException {
        for (int i = 0; i < MOST_TRIES && !tables.weighted().isEmpty(); i++) {
            var table = tables.weighted().get(random.nextInt(tables.weighted().size()));
            var operation = table.key().isEmpty() ? Operation.CREATE : mix.next(random);
            var statements = maker.happens(declaration.severalShare())
                    ? 2 + random.nextInt(declaration.severalStatements() - 1)
                    : 1;
            if (changes.add(draft, table, operation, statements)) {
                return;
            }
        }
        throw new Failure(
                "no change is possible: every table has the weight 0, is empty and cannot be filled, or is full;"
                        + " see weights, unique and foreign keys of " + tables.all());
    }

    /** A transaction left nothing: what it was to make is not there. */
    void undone(Transaction transaction) {
        for (var row : transaction.writes()) {
            tables.named(row.table()).ifPresent(table -> tables.pool(table).remove(row.key()));
        }
        changes.undone(transaction);
        journal.keep();
    }
}
