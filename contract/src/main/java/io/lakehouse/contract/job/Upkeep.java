package io.lakehouse.contract.job;

/**
 * What is done for the tables of a pipeline instead of a run, if anything.
 *
 * @param due whether it is done
 * @param timeTravelMillis how long what was published stays readable, in ms
 * @param settleMillis how old a file that nothing names, or an upload that nobody has ended, must be before it is taken
 *     away, in ms: younger ones may belong to a writer that has not committed yet
 * @param sweepsBronze whether files that nothing names are taken out of bronze too: no writer of it holds files of before
 *     that time any more
 */
public record Upkeep(boolean due, long timeTravelMillis, long settleMillis, boolean sweepsBronze) {
    /** A run and nothing else. */
    public static final Upkeep NONE = new Upkeep(false, 0, 0, false);

    /** Upkeep, now. */
    public static Upkeep of(long timeTravelMillis, long settleMillis, boolean sweepsBronze) {
        return new Upkeep(true, timeTravelMillis, settleMillis, sweepsBronze);
    }
}
