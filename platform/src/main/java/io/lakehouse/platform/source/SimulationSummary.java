package io.lakehouse.platform.source;

import java.time.Duration;
import java.util.Optional;

/**
 * What a simulation did. Only what certainly committed is counted.
 *
 * @param inserts rows inserted
 * @param updates rows updated
 * @param deletes rows deleted
 * @param transactions transactions committed
 * @param rejected transactions that the database refused, such as for a constraint; they left nothing
 * @param missed transactions whose row was not there, since somebody else had deleted it; they left nothing
 * @param unresolved transactions whose commit was cut off and of which the database could not tell the outcome
 * @param reconnects connections that were lost and made anew
 * @param duration how long it took
 * @param firstLsn end of the flushed log right after the first commit; empty before it
 * @param lastLsn end of the flushed log after the last commit; empty while it runs
 * @param firstRejection why the first rejected transaction was refused
 */
public record SimulationSummary(
        long inserts,
        long updates,
        long deletes,
        long transactions,
        long rejected,
        long missed,
        long unresolved,
        long reconnects,
        Duration duration,
        Optional<Lsn> firstLsn,
        Optional<Lsn> lastLsn,
        Optional<String> firstRejection) {
    /** Rows inserted, updated and deleted. */
    public long changes() {
        return inserts + updates + deletes;
    }

    /** Changes per second that were reached. */
    public double rate() {
        return duration.isZero() ? 0 : changes() * 1e9 / duration.toNanos();
    }
}
