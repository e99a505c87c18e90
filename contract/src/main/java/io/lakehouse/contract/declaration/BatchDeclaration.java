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
 */
public record BatchDeclaration(Duration every, int retries, Duration backoff, Duration timeout) {
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
