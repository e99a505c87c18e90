package io.lakehouse.platform.source;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.SimulationDeclaration;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The sequence of transactions. It depends on the seed, the rows at the start and the state of the keys' sequences, and on
 * nothing else: not on how fast or in which order the transactions commit.
 */
final class Workload {
    /** Changes ahead that the mix is kept over: small enough to hold it, large enough to leave chance its part. */
    private static final int WINDOW = 20;

    /** Every hot row gets so many versions before chance decides. */
    private static final int FIRST_VERSIONS = 3;

    private final List<SimulatedTable> tables;
    private final SimulationDeclaration declaration;
    private final Random random;
    private final ValueMaker maker;
    private final Map<Operation, Double> shares = new EnumMap<>(Operation.class);
    private final Map<Operation, Long> planned = new EnumMap<>(Operation.class);
    private final Map<SimulatedTable, Long> updates = new LinkedHashMap<>();

    /**
     * Changes of one row in one transaction.
     *
     * @param table the table
     * @param key the row's key; empty when the table has none
     * @param changes the changes, in order
     */
    record Transaction(SimulatedTable table, List<String> key, List<Change> changes) {}

    /**
     * One statement.
     *
     * @param operation insert, update or delete
     * @param values the columns that it sets; empty for a delete
     */
    record Change(Operation operation, Map<String, @Nullable String> values) {}

    Workload(List<SimulatedTable> tables, SimulationDeclaration declaration, long seed) {
        this.tables = List.copyOf(tables);
        this.declaration = declaration;
        this.random = new Random(seed);
        this.maker = new ValueMaker(random);
        var mix = declaration.mix();
        var whole = mix.insert() + mix.update() + mix.delete();
        shares.put(Operation.CREATE, mix.insert() / whole);
        shares.put(Operation.UPDATE, mix.update() / whole);
        shares.put(Operation.DELETE, mix.delete() / whole);
        shares.keySet().forEach(operation -> planned.put(operation, 0L));
    }

    /** The next transaction. The rows that are known from then on are those that it leaves. */
    Transaction next() throws SQLException, InterruptedException {
        var table = tables.get(random.nextInt(tables.size()));
        var statements = random.nextDouble() < declaration.severalShare()
                ? 2 + random.nextInt(declaration.severalStatements() - 1)
                : 1;
        var operation = table.key().isEmpty() ? Operation.CREATE : operation();
        var key = key(table, operation);
        var transaction = key.isEmpty()
                ? insert(table, table.key().isEmpty() ? 1 : statements)
                : operation == Operation.UPDATE
                        ? new Transaction(table, key.get(), updates(table, statements))
                        : delete(table, key.get(), statements);
        transaction.changes().forEach(change -> planned.merge(change.operation(), 1L, Long::sum));
        return transaction;
    }

    /** The row of a transaction turned out not to be there. */
    void missing(Transaction transaction) {
        transaction.table().pool().remove(transaction.key());
    }

    /** The shares hold over any longer run, although some transactions bring changes of their own. */
    private Operation operation() {
        var total = planned.values().stream().mapToLong(Long::longValue).sum();
        var weights = new EnumMap<Operation, Double>(Operation.class);
        shares.forEach((operation, share) ->
                weights.put(operation, Math.max(0, share * (total + WINDOW) - planned.get(operation))));
        var left = random.nextDouble()
                * weights.values().stream().mapToDouble(Double::doubleValue).sum();
        var chosen = Operation.CREATE;
        for (var weight : weights.entrySet()) {
            if (weight.getValue() > 0) {
                chosen = weight.getKey();
                left -= weight.getValue();
                if (left < 0) {
                    break;
                }
            }
        }
        return chosen;
    }

    private Optional<List<String>> key(SimulatedTable table, Operation operation) {
        var pool = table.pool();
        if (operation == Operation.UPDATE && !pool.hot().isEmpty()) {
            var count = updates.merge(table, 1L, Long::sum) - 1;
            if (count < (long) FIRST_VERSIONS * pool.hot().size()
                    || random.nextDouble() < table.declaration().simulation().hotShare()) {
                return Optional.of(pool.hot().get((int) (count % pool.hot().size())));
            }
        }
        return operation == Operation.CREATE ? Optional.empty() : pool.any(random);
    }

    private Transaction insert(SimulatedTable table, int statements) throws SQLException, InterruptedException {
        var row = table.newRow(maker);
        var key = table.key().stream().map(row::get).map(String::valueOf).toList();
        var changes = new ArrayList<Change>();
        changes.add(new Change(Operation.CREATE, row));
        changes.addAll(updates(table, statements - 1));
        if (!key.isEmpty()) {
            table.pool().add(key, random);
        }
        return new Transaction(table, key, changes);
    }

    /** Several statements end in a delete, or half of the time in the same key's next row. */
    private Transaction delete(SimulatedTable table, List<String> key, int statements)
            throws SQLException, InterruptedException {
        var changes = new ArrayList<Change>();
        if (statements > 1 && random.nextBoolean()) {
            changes.add(new Change(Operation.DELETE, Map.of()));
            changes.add(new Change(Operation.CREATE, table.newRow(key, maker)));
        } else {
            changes.addAll(updates(table, statements - 1));
            changes.add(new Change(Operation.DELETE, Map.of()));
            table.pool().remove(key);
        }
        return new Transaction(table, key, changes);
    }

    private List<Change> updates(SimulatedTable table, int count) {
        var changes = new ArrayList<Change>();
        for (int i = 0; i < count; i++) {
            changes.add(new Change(Operation.UPDATE, table.changedValues(maker, random)));
        }
        return changes;
    }
}
