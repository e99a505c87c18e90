package io.lakehouse.bench.lanes;

import io.lakehouse.bench.platform.EngineTimes;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a part of a turn cost beyond what the idle platform computes in the same time.
 *
 * @param perMillion CPU-seconds per million changes, by engine; below 0 when an engine did less than when it was idle
 */
record Cost(Map<String, Double> perMillion) {
    /**
     * The cost of a part of a turn.
     *
     * @param used CPU-seconds of each engine
     * @param seconds how long the part took
     * @param idle CPU-seconds of each engine per second without changes
     * @param changes how many changes were made
     */
    static Cost of(Map<String, Double> used, double seconds, Map<String, Double> idle, long changes) {
        var perMillion = new TreeMap<String, Double>();
        used.forEach((engine, time) ->
                perMillion.put(engine, (time - idle.getOrDefault(engine, 0.0) * seconds) / changes * 1e6));
        return new Cost(perMillion);
    }

    /** All engines together. */
    double total() {
        return EngineTimes.sum(perMillion);
    }

    /** All engines but one. */
    double without(String engine) {
        return total() - perMillion.getOrDefault(engine, 0.0);
    }
}
