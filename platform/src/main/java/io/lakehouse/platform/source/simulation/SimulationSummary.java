package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.platform.source.Lsn;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What a simulation did. Only what certainly committed is counted.
 *
 * @param tables rows changed, by the table's name; what foreign keys brought about is among them
 * @param transactions transactions committed
 * @param rolledBack transactions that were to be rolled back, and were
 * @param rejected transactions that the database refused, such as for a constraint; they left nothing
 * @param missed transactions whose row was not there, since somebody else had deleted it, and those refused since they
 *     were planned on one of these or of the rejected; they left nothing
 * @param unresolved transactions whose commit was cut off and of which the database could not tell the outcome
 * @param reconnects connections that were lost and made anew
 * @param duration how long it took
 * @param firstLsn end of the flushed log right after the first commit; empty before it
 * @param lastLsn end of the flushed log after the last commit; empty while it runs
 * @param firstRejection why the first rejected transaction was refused
 */
public record SimulationSummary(
        Map<String, Counts> tables,
        long transactions,
        long rolledBack,
        long rejected,
        long missed,
        long unresolved,
        long reconnects,
        Duration duration,
        Optional<Lsn> firstLsn,
        Optional<Lsn> lastLsn,
        Optional<String> firstRejection) {
    /** Keeps its own copy. */
    public SimulationSummary {
        tables = Collections.unmodifiableMap(new TreeMap<>(tables));
    }

    /** Rows inserted, updated and deleted in one table. */
    public record Counts(long inserts, long updates, long deletes) {
        static Counts of(Operation operation) {
            return new Counts(
                    operation == Operation.CREATE ? 1 : 0,
                    operation == Operation.UPDATE ? 1 : 0,
                    operation == Operation.DELETE ? 1 : 0);
        }

        Counts plus(Counts other) {
            return new Counts(inserts + other.inserts, updates + other.updates, deletes + other.deletes);
        }
    }

    /** Rows inserted. */
    public long inserts() {
        return sum(Counts::inserts);
    }

    /** Rows updated. */
    public long updates() {
        return sum(Counts::updates);
    }

    /** Rows deleted. */
    public long deletes() {
        return sum(Counts::deletes);
    }

    /** Rows inserted, updated and deleted. */
    public long changes() {
        return inserts() + updates() + deletes();
    }

    private long sum(ToLongFunction<Counts> counted) {
        return tables.values().stream().mapToLong(counted).sum();
    }

    /** Changes per second that were reached. */
    public double rate() {
        return duration.isZero() ? 0 : changes() * 1e9 / duration.toNanos();
    }
}
