package io.lakehouse.bench.freshness;

import io.lakehouse.bench.report.Spread;
import java.util.List;

/**
 * Whether a lane follows a rate, or falls behind more and more. A lane that moves only a share of what arrives is later by
 * the rest of every second; so the lags of the last quarter of a stretch are compared with those of its second, and may not
 * be a tenth of the stretch by then.
 */
final class LagTrend {
    /** Seconds of lag that each second may add; noise does more than nothing. */
    private static final double TOLERATED = 0.05;

    /** Of what arrives: moved less than the rest of it, a lane is that share of the stretch late at its end. */
    private static final double LATE = 0.1;

    private LagTrend() {}

    /** A moment of a schedule and how late what was due then was visible, in ns. */
    record Lag(long atNanos, long lagNanos) {}

    /** The lags of what was seen. */
    static List<Lag> of(List<VisibilityObserver.Seen> seen, long begin) {
        return seen.stream()
                .map(one -> new Lag(
                        one.commit().scheduledNanos() - begin,
                        one.seenNanos() - one.commit().scheduledNanos()))
                .toList();
    }

    /**
     * Whether the lag neither grows nor has grown already.
     *
     * @param lags of a stretch
     * @param lengthNanos the stretch's length
     */
    static boolean follows(List<Lag> lags, long lengthNanos) {
        return growth(lags, lengthNanos) < TOLERATED
                && median(lags, lengthNanos / 4 * 3, lengthNanos) < LATE * lengthNanos;
    }

    /** Seconds of lag that each second adds; one moved half as fast as things arrive adds a half. */
    static double growth(List<Lag> lags, long lengthNanos) {
        var early = median(lags, lengthNanos / 4, lengthNanos / 2);
        var late = median(lags, lengthNanos / 4 * 3, lengthNanos);
        return (late - early) / (lengthNanos / 2.0);
    }

    private static double median(List<Lag> lags, long from, long to) {
        return Spread.of(lags.stream()
                        .filter(lag -> lag.atNanos() >= from && lag.atNanos() < to)
                        .map(lag -> (double) lag.lagNanos())
                        .toList())
                .median();
    }
}
