package io.lakehouse.platform.source.simulation;

import java.util.Random;

/**
 * Ranks by Zipf's law: rank {@code k} of {@code n} comes in proportion to {@code 1 / k^exponent}. By rejection-inversion
 * (Hörmann and Derflinger 1996), in constant time for any {@code n}, which may change from draw to draw.
 */
final class Zipf {
    private final double exponent;

    /**
     * A distribution.
     *
     * @param exponent above 0; the larger, the hotter the first ranks
     */
    Zipf(double exponent) {
        this.exponent = exponent;
    }

    /** A rank within 0 and {@code count - 1}, the hottest first. */
    int rank(int count, Random random) {
        var low = integral(1.5) - 1;
        var high = integral(count + 0.5);
        while (true) {
            var at = high + random.nextDouble() * (low - high);
            var x = inverse(at);
            var rank = Math.max(1, Math.min(count, Math.round(x)));
            if (at >= integral(rank + 0.5) - weight(rank)) {
                return (int) rank - 1;
            }
        }
    }

    private double weight(double x) {
        return Math.exp(-exponent * Math.log(x));
    }

    /** The integral of the weights, {@code (x^(1-s) - 1) / (1-s)}, which is the logarithm for s = 1. */
    private double integral(double x) {
        var logarithm = Math.log(x);
        var power = (1 - exponent) * logarithm;
        return Math.abs(power) < 1e-8 ? logarithm * (1 + power / 2) : Math.expm1(power) / (1 - exponent);
    }

    private double inverse(double y) {
        var power = Math.max(-1, y * (1 - exponent));
        return Math.exp(Math.abs(power) < 1e-8 ? y * (1 - power / 2) : Math.log1p(power) / (1 - exponent));
    }
}
