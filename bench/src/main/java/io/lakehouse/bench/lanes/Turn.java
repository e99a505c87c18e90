package io.lakehouse.bench.lanes;

import java.util.Map;

/**
 * One turn of an arm.
 *
 * @param arm its name
 * @param round from 1
 * @param changes how many were made
 * @param streaming from the first change until Pinot, if the arm has it, and bronze, if it has that, had the last
 * @param batch the batch after that; nothing without a lake
 */
record Turn(String arm, int round, long changes, Part streaming, Part batch) {
    /** Trino is no part of streaming: who measures asks it whether bronze is ahead. */
    private static final String ASKED = "trino";

    /**
     * A part of a turn.
     *
     * @param seconds how long it took
     * @param processorSeconds of each engine
     */
    record Part(double seconds, Map<String, Double> processorSeconds) {}

    Cost streamingCost(Map<String, Double> idle) {
        return Cost.of(streaming.processorSeconds(), streaming.seconds(), idle, changes);
    }

    Cost batchCost(Map<String, Double> idle) {
        return Cost.of(batch.processorSeconds(), batch.seconds(), idle, changes);
    }

    /** CPU-seconds per million changes until Pinot and bronze had them. */
    double streamed(Map<String, Double> idle) {
        return streamingCost(idle).without(ASKED);
    }

    /** Likewise with the batch. */
    double total(Map<String, Double> idle) {
        return streamed(idle) + batchCost(idle).total();
    }
}
