package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.platform.source.Lsn;
import io.lakehouse.platform.source.simulation.SimulationListener.CommittedChange;
import io.lakehouse.platform.source.simulation.SimulationSummary.Counts;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts what a running simulation does, on all its connections, and tells the listener, one call at a time. */
final class SimulationTally {
    private final SimulationListener listener;
    private final Map<String, Counts> tables = new TreeMap<>();
    private final Map<SimulatedTable, Refusals> refusedInARow = new HashMap<>();
    private long started = System.nanoTime();
    private long transactions;
    private long rolledBack;
    private long rejected;
    private long missed;
    private long unresolved;
    private long reconnects;
    private Optional<Lsn> firstLsn = Optional.empty();
    private Optional<String> firstRejection = Optional.empty();

    /** Refusals without a commit between them, and why the last one. */
    record Refusals(int count, String reason) {}

    SimulationTally(SimulationListener listener) {
        this.listener = listener;
    }

    /** The time counts from here. */
    synchronized void start() {
        started = System.nanoTime();
    }

    /** Counts a transaction that has just committed; tells whether it is the first. */
    synchronized boolean committed(Transaction transaction) {
        var now = System.nanoTime();
        transactions++;
        for (var change : transaction.lasting()) {
            count(change.table(), change.operation());
            change.cascaded().forEach(cascaded -> count(cascaded.table(), cascaded.operation()));
            listener.committed(
                    new CommittedChange(change.table().declaration(), change.key(), change.operation(), now));
        }
        return transactions == 1;
    }

    private void count(SimulatedTable table, Operation operation) {
        tables.merge(table.toString(), Counts.of(operation), Counts::plus);
        refusedInARow.remove(table);
    }

    synchronized void rejected(Transaction transaction, String reason) {
        rejected++;
        firstRejection = firstRejection.or(() -> Optional.of(reason));
        transaction.lasting().stream()
                .map(Transaction.Change::table)
                .distinct()
                .forEach(table -> refusedInARow.merge(
                        table, new Refusals(1, reason), (before, now) -> new Refusals(before.count() + 1, reason)));
    }

    synchronized void rolledBack() {
        rolledBack++;
    }

    synchronized void missed() {
        missed++;
    }

    synchronized void unresolved() {
        unresolved++;
    }

    synchronized void reconnected() {
        reconnects++;
    }

    synchronized void firstCommitAt(Lsn lsn) {
        firstLsn = Optional.of(lsn);
    }

    synchronized long transactions() {
        return transactions;
    }

    /** A table of which so many transactions in a row were refused, and why the last one was. */
    synchronized Optional<Map.Entry<SimulatedTable, String>> hopeless(int refusals) {
        return refusedInARow.entrySet().stream()
                .filter(entry -> entry.getValue().count() >= refusals)
                .map(entry -> Map.entry(entry.getKey(), entry.getValue().reason()))
                .findFirst();
    }

    synchronized void tellProgress() {
        listener.progress(summary(Optional.empty()));
    }

    synchronized SimulationSummary summary(Optional<Lsn> lastLsn) {
        return new SimulationSummary(
                tables,
                transactions,
                rolledBack,
                rejected,
                missed,
                unresolved,
                reconnects,
                Duration.ofNanos(System.nanoTime() - started),
                firstLsn,
                lastLsn,
                firstRejection);
    }
}
