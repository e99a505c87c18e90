package io.lakehouse.platform.source;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.platform.source.Workload.Transaction;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Counts what a running simulation does. */
final class SimulationTally {
    private final long started = System.nanoTime();
    private final Map<Operation, Long> changes = new EnumMap<>(Operation.class);
    private long transactions;
    private long rejected;
    private long unresolved;
    private long reconnects;
    private Optional<Lsn> firstLsn = Optional.empty();
    private Optional<String> firstRejection = Optional.empty();

    void committed(Transaction transaction) {
        transactions++;
        transaction.changes().forEach(change -> changes.merge(change.operation(), 1L, Long::sum));
    }

    void rejected(String reason) {
        rejected++;
        firstRejection = firstRejection.or(() -> Optional.of(reason));
    }

    void unresolved() {
        unresolved++;
    }

    void reconnected() {
        reconnects++;
    }

    void firstCommitAt(Lsn lsn) {
        firstLsn = Optional.of(lsn);
    }

    long transactions() {
        return transactions;
    }

    long rejections() {
        return rejected;
    }

    Optional<String> firstRejection() {
        return firstRejection;
    }

    SimulationSummary summary(Optional<Lsn> lastLsn) {
        return new SimulationSummary(
                changes.getOrDefault(Operation.CREATE, 0L),
                changes.getOrDefault(Operation.UPDATE, 0L),
                changes.getOrDefault(Operation.DELETE, 0L),
                transactions,
                rejected,
                unresolved,
                reconnects,
                Duration.ofNanos(System.nanoTime() - started),
                firstLsn,
                lastLsn,
                firstRejection);
    }
}
