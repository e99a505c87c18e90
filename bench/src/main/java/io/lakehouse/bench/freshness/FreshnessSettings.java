package io.lakehouse.bench.freshness;

import java.util.List;

/**
 * Settings of a run.
 *
 * @param shares of the saturation, one load each
 * @param seconds how long each load goes on
 * @param saturatingChanges changes that are written as fast as it goes, to find the saturation
 * @param seed of the changes
 */
record FreshnessSettings(List<Double> shares, int seconds, int saturatingChanges, long seed) {}
