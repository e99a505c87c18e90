package io.lakehouse.contract.declaration;

import java.time.Duration;

/**
 * When the running platform makes SCD2 runs of a pipeline by itself, and what becomes of one that fails.
 *
 * @param every how long from one run to the next; without it none is scheduled. What was missed while the platform was
 *     down or the pipeline paused is made up for by one run
 * @param retries how often a scheduled run that failed is tried again before the next is awaited, 0 to 100. One that the
 *     audit rejected is not tried again
 * @param backoff the pause before the first of these tries, doubled before every further one, up to {@code every}
 * @param timeout how long a run may take; then it is killed and has failed. It holds for {@code batch run} too, unless
 *     {@code --timeout} says another
 * @param upkeep how often the running platform compacts the tables of the lake and takes away what is beyond
 *     {@code time_travel}, after a scheduled run; sooner when a hundred runs have published since. Zero leaves that to
 *     {@code batch upkeep}
 * @param timeTravel how long every published state of the lake stays readable; a tagged one stays for as long as its tag
 */
public record BatchDeclaration(
        Duration every, int retries, Duration backoff, Duration timeout, Duration upkeep, Duration timeTravel) {
    /** Nothing is scheduled. */
    public static final BatchDeclaration DEFAULT =
            new BatchDeclaration(Duration.ZERO, 3, Duration.ofSeconds(30), Duration.ofMinutes(30));

    private static final int MOST_RETRIES = 100;

    /** Refuses times that are none, and retries without end. */
    public BatchDeclaration {
        if (every.isNegative()) {
            throw new InvalidDeclarationException("every", "expected a time, as 5m");
        }
        if (retries < 0 || retries > MOST_RETRIES) {
            throw new InvalidDeclarationException("retries", "expected 0 to " + MOST_RETRIES + ", found " + retries);
        }
        positive("backoff", backoff);
        positive("timeout", timeout);
        if (upkeep.isNegative()) {
            throw new InvalidDeclarationException("upkeep", "expected a time, as 1d, or 0s for none");
        }
        positive("time_travel", timeTravel);
    }

    /** With the usual upkeep: once a day, and a week of time travel. */
    public BatchDeclaration(Duration every, int retries, Duration backoff, Duration timeout) {
        this(every, retries, backoff, timeout, Duration.ofDays(1), Duration.ofDays(7));
    }

    /** Whether the platform makes runs by itself. */
    public boolean isScheduled() {
        return !every.isZero();
    }

    /**
     * How long to wait after a scheduled run has failed.
     *
     * @param attempt which try it was, from 1
     */
    public Duration pauseAfter(int attempt) {
        var longest = every.compareTo(backoff) > 0 ? every : backoff;
        var pause = backoff;
        for (var doubled = 1; doubled < attempt && pause.compareTo(longest) < 0; doubled++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    private static void positive(String field, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new InvalidDeclarationException(field, "expected a time above zero, as 30s");
        }
    }
}
