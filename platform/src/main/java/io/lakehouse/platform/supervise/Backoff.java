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

    private Duration next = FIRST;

    /**
     * The pause after a failure.
     *
     * @param wasReady how long the engine had been ready before
     */
    Duration after(Duration wasReady) {
        if (wasReady.compareTo(HEALTHY) >= 0) {
            next = FIRST;
        }
        var pause = next;
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return pause;
    }
}
