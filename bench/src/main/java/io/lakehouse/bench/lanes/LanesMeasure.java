package io.lakehouse.bench.lanes;

import io.lakehouse.bench.orders.Journal;
import io.lakehouse.bench.orders.OpenLoop;
import io.lakehouse.bench.orders.Stores;
import io.lakehouse.bench.orders.Workload;
import io.lakehouse.bench.platform.EngineTimes;
import io.lakehouse.bench.platform.RaisedPlatform;
import io.lakehouse.bench.report.Spread;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Gives the same changes to each arm in turn, again and again, until every store of it has them, and counts CPU time. */
final class LanesMeasure {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration LEAD = Duration.ofMillis(200);

    private final RaisedPlatform platform;
    private final LanesSettings settings;
    private final PrintWriter out;
    private final Map<Arm, Table> tables = new EnumMap<>(Arm.class);

    LanesMeasure(RaisedPlatform platform, LanesSettings settings, PrintWriter out) {
        this.platform = platform;
        this.settings = settings;
        this.out = out;
    }

    /** The table of an arm, with its share of the writers. */
    private record Table(OpenLoop loop, Workload workload, Journal journal) {}

    /**
     * One turn of an arm.
     *
     * @param arm its name
     * @param round from 1
     * @param changes how many were made
     * @param seconds from the first change until every store had the last
     * @param processorSeconds of each engine
     */
    record Turn(String arm, int round, long changes, double seconds, Map<String, Double> processorSeconds) {}

    /**
     * What an arm cost, in CPU-seconds per million changes beyond the idle platform.
     *
     * @param arm its name
     * @param total all engines
     * @param streaming all but the Spark of the batches
     * @param gross all engines, with what they compute when idle
     * @param ofFirst total in relation to that of the first arm, round by round
     * @param streamingOfFirst streaming likewise
     * @param byEngine the medians
     */
    record ArmCost(
            String arm,
            Spread total,
            Spread streaming,
            Spread gross,
            Spread ofFirst,
            Spread streamingOfFirst,
            Map<String, Double> byEngine) {}

    /**
     * What was found.
     *
     * @param idle CPU-seconds per second of each engine without changes, all pipelines applied
     * @param arms what each cost
     * @param turns every turn that counts
     * @param equal what was compared in the end, by arm and store
     */
    record Found(
            Map<String, Double> idle,
            List<ArmCost> arms,
            List<Turn> turns,
            Map<String, Map<String, Stores.Equal>> equal) {}

    /**
     * Measures.
     *
     * @throws io.lakehouse.platform.engine.Failure when a store of an arm differs from what was committed
     */
    Found run() throws SQLException, IOException, InterruptedException {
        try {
            for (var arm : settings.arms()) {
                tables.put(
                        arm,
                        new Table(
                                new OpenLoop(platform.source(arm.pipeline()), settings.writers()),
                                new Workload(settings.seed(), settings.writers()),
                                new Journal()));
            }
            say("warming up%n");
            for (var arm : settings.arms()) {
                turn(arm, 0, settings.warmup());
            }
            var idle = new ArrayList<Map<String, Double>>();
            idle.add(idle());
            var turns = new ArrayList<Turn>();
            for (var round = 1; round <= settings.repeats(); round++) {
                // Every other round the other way round, so that no arm always follows the same one.
                var arms = new ArrayList<>(settings.arms());
                if (round % 2 == 0) {
                    Collections.reverse(arms);
                }
                for (var arm : arms) {
                    turns.add(turn(arm, round, settings.load()));
                }
            }
            idle.add(idle());
            var equal = new LinkedHashMap<String, Map<String, Stores.Equal>>();
            for (var arm : settings.arms()) {
                equal.put(
                        arm.pipeline(),
                        new Stores(platform.blueprint(), platform.source(arm.pipeline()), arm.pipeline())
                                .requireEqual(tables.get(arm).journal(), arm.hasRealtime(), arm.hasLake()));
            }
            var perSecond = mean(idle.get(0), idle.get(1));
            return new Found(perSecond, costs(turns, perSecond), turns, equal);
        } finally {
            tables.values().forEach(table -> table.loop().close());
        }
    }

    private Turn turn(Arm arm, int round, Duration length) throws IOException, InterruptedException {
        var table = tables.get(arm);
        var schedule = table.workload().schedule(settings.rate(), length);
        var before = EngineTimes.now(platform, load());
        var begin = System.nanoTime();
        table.journal().add(table.loop().run(schedule, begin + LEAD.toNanos(), commit -> {}));
        if (arm.hasRealtime()) {
            platform.sync(arm.pipeline(), PATIENCE).realtime();
        }
        if (arm.hasLake()) {
            platform.sync(arm.pipeline(), PATIENCE).bronze();
            platform.lakehouse(PATIENCE, "batch", "run", arm.pipeline());
        }
        var seconds = (System.nanoTime() - begin) / 1e9;
        var used = EngineTimes.now(platform, load()).since(before);
        say(
                "%s %s: %d changes in every store after %.0f s, %.1f CPU-s%n",
                round == 0 ? "warm-up" : "round " + round,
                arm.pipeline(),
                schedule.size(),
                seconds,
                EngineTimes.sum(used));
        return new Turn(arm.pipeline(), round, schedule.size(), seconds, used);
    }

    private Map<String, Double> idle() throws InterruptedException {
        var before = EngineTimes.now(platform, load());
        var begin = System.nanoTime();
        Thread.sleep(settings.idle().toMillis());
        var seconds = (System.nanoTime() - begin) / 1e9;
        var perSecond = new TreeMap<String, Double>();
        EngineTimes.now(platform, load())
                .since(before)
                .forEach((engine, used) -> perSecond.put(engine, used / seconds));
        say("idle: %.2f CPU-s per second%n", EngineTimes.sum(perSecond));
        return perSecond;
    }

    private List<ArmCost> costs(List<Turn> turns, Map<String, Double> idle) {
        var first = new TreeMap<Integer, Cost>();
        var costs = new ArrayList<ArmCost>();
        for (var arm : settings.arms()) {
            var own = new TreeMap<Integer, Cost>();
            turns.stream()
                    .filter(turn -> turn.arm().equals(arm.pipeline()))
                    .forEach(turn -> own.put(
                            turn.round(), Cost.of(turn.processorSeconds(), turn.seconds(), idle, turn.changes())));
            if (first.isEmpty()) {
                first.putAll(own);
            }
            var engines = new TreeMap<String, Double>();
            for (var engine : own.firstEntry().getValue().perMillion().keySet()) {
                engines.put(
                        engine,
                        Spread.of(own.values().stream()
                                        .map(cost -> cost.perMillion().get(engine))
                                        .toList())
                                .median());
            }
            costs.add(new ArmCost(
                    arm.pipeline(),
                    Spread.of(own.values().stream().map(Cost::total).toList()),
                    Spread.of(own.values().stream().map(Cost::streaming).toList()),
                    Spread.of(own.values().stream().map(Cost::grossPerMillion).toList()),
                    Spread.of(own.entrySet().stream()
                            .map(cost -> cost.getValue().total()
                                    / first.get(cost.getKey()).total())
                            .toList()),
                    Spread.of(own.entrySet().stream()
                            .map(cost -> cost.getValue().streaming()
                                    / first.get(cost.getKey()).streaming())
                            .toList()),
                    engines));
        }
        return costs;
    }

    private static Map<String, Double> mean(Map<String, Double> one, Map<String, Double> other) {
        var mean = new TreeMap<String, Double>();
        one.forEach((engine, used) -> mean.put(engine, (used + other.getOrDefault(engine, used)) / 2));
        return mean;
    }

    private Set<Long> load() {
        var processes = new HashSet<Long>();
        tables.values().forEach(table -> processes.addAll(table.loop().processes()));
        return processes;
    }

    private void say(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
        out.flush();
    }
}
