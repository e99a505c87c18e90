package io.lakehouse.bench.lanes;

import java.time.Duration;
import java.util.List;

/**
 * Settings of a run.
 *
 * @param arms the arms that are compared
 * @param rate changes per second
 * @param load how long each turn's changes take
 * @param warmup likewise of the turn before the first, which does not count
 * @param idle how long the platform is watched without changes, before the first turn and after the last
 * @param repeats turns of each arm
 * @param writers connections that change the source
 * @param seed of the schedules, the same for every arm
 */
record LanesSettings(
        List<Arm> arms,
        double rate,
        Duration load,
        Duration warmup,
        Duration idle,
        int repeats,
        int writers,
        long seed) {}
