package io.lakehouse.bench.report;

import java.util.Collection;
import java.util.List;

/**
 * The distribution of many samples of one thing, exact: every quantile is one of the samples.
 *
 * @param samples how many there are
 * @param p50 the median
 * @param p99 what 99 of 100 samples do not exceed
 * @param p999 what 999 of 1,000 samples do not exceed; with fewer samples than that the most
 * @param most the largest
 * @param curve what the shares of {@link #SHARES} of the samples do not exceed, for a plot
 */
public record Quantiles(long samples, double p50, double p99, double p999, double most, List<Double> curve) {
    /** The shares of a curve. */
    public static final List<Double> SHARES =
            List.of(0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9995, 0.9999);

    /**
     * The distribution of samples.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Quantiles of(Collection<Double> samples) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        var sorted = samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new Quantiles(
                sorted.length,
                at(sorted, 0.5),
                at(sorted, 0.99),
                at(sorted, 0.999),
                sorted[sorted.length - 1],
                SHARES.stream().map(share -> at(sorted, share)).toList());
    }

    /** The nearest rank: the least sample that this share of all samples does not exceed. */
    private static double at(double[] sorted, double share) {
        // Of 1,000 samples 0.999 are 999, which a product of doubles may miss by a bit.
        var rank = (int) Math.ceil(share * sorted.length - 1e-9);
        return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1];
    }
}
