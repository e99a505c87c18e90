package io.lakehouse.bench.freshness;

import io.lakehouse.platform.plan.Selection;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Settings of a run.
 *
 * @param lanes the lanes of the platform
 * @param writers connections that change the source
 * @param warmup how long changes are made before anything counts
 * @param warmupRate at which rate, in changes per second
 * @param leastRate first rate of the search for saturation, in changes per second
 * @param mostRate last rate of it
 * @param trial how long each rate of the search is tried
 * @param levels shares of saturation at which freshness is measured
 * @param level how long at each
 * @param followedPerSecond how many changes per second are followed to Pinot at most
 * @param pause between an answer of Pinot and the observer's next query
 * @param poll interval of the poller that freshness is compared with
 * @param capture options of the connector beside the platform's
 * @param batchEvery from one batch into the lake to the next; zero for none
 * @param seed of the schedules
 */
record FreshnessSettings(
        Selection lanes,
        int writers,
        Duration warmup,
        double warmupRate,
        double leastRate,
        double mostRate,
        Duration trial,
        List<Double> levels,
        Duration level,
        double followedPerSecond,
        Duration pause,
        Duration poll,
        Map<String, String> capture,
        Duration batchEvery,
        long seed) {}
