package io.lakehouse.bench.freshness;

import java.util.Collection;

/**
 * How long changes took to be seen, from the moment at which they were due.
 *
 * @param seen how many were seen
 * @param unseen how many never were
 * @param p50Millis half of the seen ones took at most this, in ms
 * @param p99Millis 99 of 100
 * @param p999Millis 999 of 1000
 * @param mostMillis the longest
 */
record Latencies(int seen, int unseen, double p50Millis, double p99Millis, double p999Millis, double mostMillis) {
    /** The latencies of seen changes, in ns. */
    static Latencies of(Collection<Long> nanos, int unseen) {
        var sorted = nanos.stream().mapToDouble(value -> value / 1e6).sorted().toArray();
        return new Latencies(
                sorted.length,
                unseen,
                percentile(sorted, 0.5),
                percentile(sorted, 0.99),
                percentile(sorted, 0.999),
                percentile(sorted, 1));
    }

    /** The least value that at least this share is not above; NaN of nothing. */
    static double percentile(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
