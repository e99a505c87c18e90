package io.lakehouse.bench.scd2;

import java.util.List;

/**
 * Settings of a run.
 *
 * @param rows rows of the table before the changes
 * @param churn shares of the rows that change in one run, in percent
 * @param late shares of the changes that come after later changes of their key were published, in percent
 * @param repeats how many batches of changes each arm takes in; one before them only warms up
 * @param seed of the changes
 * @param smallRuns small runs that are timed by themselves; 0 for none
 * @param decayRuns small runs between two scans; 0 for none
 * @param smallChanges changes of each small run
 * @param compactEvery after how many of the runs between the scans the table is rewritten; 0 for never
 */
record Scd2Settings(
        int rows,
        List<Double> churn,
        List<Double> late,
        int repeats,
        long seed,
        int smallRuns,
        int decayRuns,
        int smallChanges,
        int compactEvery) {}
