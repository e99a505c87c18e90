package io.lakehouse.bench.lanes;

import io.lakehouse.bench.platform.EngineTimes;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a turn cost beyond what the idle platform computes in the same time, in CPU-seconds per million changes.
 *
 * @param perMillion by engine; below 0 when an engine did less than when it was idle
 * @param grossPerMillion all engines together, with what they compute when idle
 */
record Cost(Map<String, Double> perMillion, double grossPerMillion) {
    /** The Spark of the batches. */
    static final String BATCH = "spark";

    /**
     * The cost of a turn.
     *
     * @param used CPU-seconds of each engine
     * @param seconds how long the turn took
     * @param idle CPU-seconds of each engine per second without changes
     * @param changes how many changes were made
     */
    static Cost of(Map<String, Double> used, double seconds, Map<String, Double> idle, long changes) {
        var perMillion = new TreeMap<String, Double>();
        used.forEach((engine, time) ->
                perMillion.put(engine, (time - idle.getOrDefault(engine, 0.0) * seconds) / changes * 1e6));
        return new Cost(perMillion, EngineTimes.sum(used) / changes * 1e6);
    }

    /** All engines together. */
    double total() {
        return EngineTimes.sum(perMillion);
    }

    /** All but the batch: what follows the changes as they come. */
    double streaming() {
        return total() - perMillion.getOrDefault(BATCH, 0.0);
    }
}
