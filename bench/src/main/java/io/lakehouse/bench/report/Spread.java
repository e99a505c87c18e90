package io.lakehouse.bench.report;

import java.util.Collection;
import java.util.List;

/**
 * What several repeats of one thing gave.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param least the least
 * @param most the most
 * @param samples all, in the order in which they were taken
 */
public record Spread(double median, double least, double most, List<Double> samples) {
    /** Keeps its own copy. */
    public Spread {
        samples = List.copyOf(samples);
    }

    /**
     * The spread of samples.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Spread of(Collection<Double> samples) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        var sorted = samples.stream().sorted().toList();
        var half = sorted.size() / 2;
        var median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1), List.copyOf(samples));
    }

    /** {@code 0.31 (0.29 to 0.34)}, each printed by this format. */
    public String text(String format) {
        return (format + " (" + format + " to " + format + ")").formatted(median, least, most);
    }
}
