package io.lakehouse.bench.hybrid;

import java.util.List;

/**
 * Settings of a run.
 *
 * @param rows rows of the table before the first change
 * @param smallRuns batches of {@code smallChanges} that are timed by themselves
 * @param smallChanges changes of each
 * @param tails changes that are not published, one setting after the other, rising
 * @param repeats how often each question counts on each side
 * @param warmups how often it is asked before
 * @param seed of the keys that are changed and looked up
 */
record HybridSettings(
        int rows, int smallRuns, int smallChanges, List<Integer> tails, int repeats, int warmups, long seed) {}
