package io.lakehouse.platform.source;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.platform.source.SimulationListener.CommittedChange;
import io.lakehouse.platform.source.Workload.Transaction;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Counts what a running simulation does, on all its connections, and tells the listener, one call at a time. */
final class SimulationTally {
    private final SimulationListener listener;
    private final Map<Operation, Long> changes = new EnumMap<>(Operation.class);
    private long started = System.nanoTime();
    private long transactions;
    private long rejected;
    private long missed;
    private long unresolved;
    private long reconnects;
    private Optional<Lsn> firstLsn = Optional.empty();
    private Optional<String> firstRejection = Optional.empty();

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
        for (var change : transaction.changes()) {
            changes.merge(change.operation(), 1L, Long::sum);
            listener.committed(
                    new CommittedChange(transaction.table().declaration(), transaction.key(), change.operation(), now));
        }
        return transactions == 1;
    }

    synchronized void rejected(String reason) {
        rejected++;
        firstRejection = firstRejection.or(() -> Optional.of(reason));
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

    /** Whether so many transactions were refused before any committed. */
    synchronized boolean isHopeless(int rejections) {
        return transactions == 0 && rejected >= rejections;
    }

    synchronized Optional<String> firstRejection() {
        return firstRejection;
    }

    synchronized void tellProgress() {
        listener.progress(summary(Optional.empty()));
    }

    synchronized SimulationSummary summary(Optional<Lsn> lastLsn) {
        return new SimulationSummary(
                changes.getOrDefault(Operation.CREATE, 0L),
                changes.getOrDefault(Operation.UPDATE, 0L),
                changes.getOrDefault(Operation.DELETE, 0L),
                transactions,
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
