package io.lakehouse.bench.freshness;

import java.util.OptionalDouble;

/**
 * Looks for the highest rate that a lane follows: upwards in large steps until one is not followed, then between the two.
 * A rate counts as not followed when it was not twice in a row, since others may have had the machine.
 */
final class SaturationSearch {
    private static final double STEP = 1.6;
    /** How far apart the highest rate that was followed and the least that was not may stay. */
    private static final double CLOSE = 1.15;

    private final double most;
    private double followed;
    private double missed = Double.POSITIVE_INFINITY;
    private double next;
    private boolean isSecond;

    /**
     * A search.
     *
     * @param least the first rate
     * @param most the last
     */
    SaturationSearch(double least, double most) {
        this.next = least;
        this.most = most;
    }

    /** The rate to try; empty when the search is over. */
    OptionalDouble next() {
        return next > 0 ? OptionalDouble.of(next) : OptionalDouble.empty();
    }

    /** Takes whether the rate of {@link #next()} was followed. */
    void tried(boolean isFollowed) {
        if (!isFollowed && !isSecond) {
            isSecond = true;
            return;
        }
        isSecond = false;
        if (isFollowed) {
            followed = next;
        } else {
            missed = next;
        }
        next = following();
    }

    private double following() {
        if (followed == 0) {
            return missed / STEP < 1 ? 0 : missed / STEP;
        }
        if (Double.isInfinite(missed)) {
            return followed >= most ? 0 : Math.min(most, followed * STEP);
        }
        return missed / followed < CLOSE ? 0 : Math.sqrt(missed * followed);
    }

    /** The highest rate that was followed, in changes per second; 0 when none was. */
    double saturation() {
        return followed;
    }

    /** Whether the end of the search was the highest rate of all, so that saturation is above it. */
    boolean isUnreached() {
        return Double.isInfinite(missed);
    }
}
