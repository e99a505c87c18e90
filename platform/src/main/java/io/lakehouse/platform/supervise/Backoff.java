package io.lakehouse.platform.supervise;

import java.time.Duration;

/**
 * How long to wait before an engine is started again: half a second, doubled with every failure in a row up to half a
 * minute. An engine that was ready for a minute starts from the beginning.
 */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration HEALTHY = Duration.ofMinutes(1);

    private final Duration first;
    private Duration next;

    Backoff() {
        this(FIRST);
    }

    /** Likewise, with another first pause. */
    Backoff(Duration first) {
        this.first = first;
        this.next = first;
    }

    /**
     * The pause after a failure.
     *
     * @param wasReady how long the engine had been ready before
     */
    Duration after(Duration wasReady) {
        if (wasReady.compareTo(HEALTHY) >= 0) {
            next = first;
        }
        var pause = next;
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return pause;
    }
}
