package io.lakehouse.bench.lanes;

import io.lakehouse.bench.orders.Journal;
import io.lakehouse.bench.orders.OpenLoop;
import io.lakehouse.bench.orders.Stores;
import io.lakehouse.bench.orders.Workload;
import io.lakehouse.bench.platform.EngineTimes;
import io.lakehouse.bench.platform.RaisedPlatform;
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
            return new Found(perSecond, ArmCost.of(turns, settings.arms().get(0).pipeline(), perSecond), turns, equal);
        } finally {
            tables.values().forEach(table -> table.loop().close());
        }
    }

    private Turn turn(Arm arm, int round, Duration length) throws IOException, InterruptedException {
        var table = tables.get(arm);
        var schedule = table.workload().schedule(settings.rate(), length);
        var streaming = part(() -> {
            var begin = System.nanoTime() + LEAD.toNanos();
            table.journal().add(table.loop().run(schedule, begin, commit -> {}));
            if (arm.hasRealtime()) {
                platform.sync(arm.pipeline(), PATIENCE).realtime();
            }
            if (arm.hasLake()) {
                platform.sync(arm.pipeline(), PATIENCE).bronze();
            }
        });
        var batch = part(() -> {
            if (arm.hasLake()) {
                platform.lakehouse(PATIENCE, "batch", "run", arm.pipeline());
            }
        });
        say(
                "%s %s: %d changes, streamed after %.0f s with %.1f CPU-s, batch %.0f s, %.1f CPU-s%n",
                round == 0 ? "warm-up" : "round " + round,
                arm.pipeline(),
                schedule.size(),
                streaming.seconds(),
                EngineTimes.sum(streaming.processorSeconds()),
                batch.seconds(),
                EngineTimes.sum(batch.processorSeconds()));
        return new Turn(arm.pipeline(), round, schedule.size(), streaming, batch);
    }

    /** Work whose processor time is counted. */
    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private Turn.Part part(Work work) throws IOException, InterruptedException {
        var before = EngineTimes.now(platform, load());
        var begin = System.nanoTime();
        work.run();
        return new Turn.Part(
                (System.nanoTime() - begin) / 1e9,
                EngineTimes.now(platform, load()).since(before));
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
