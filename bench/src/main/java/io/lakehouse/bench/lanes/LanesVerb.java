package io.lakehouse.bench.lanes;

import io.lakehouse.bench.BenchOptions;
import io.lakehouse.bench.freshness.FixedLoad;
import io.lakehouse.bench.launcher.RaisedPlatform;
import io.lakehouse.bench.machine.Machine;
import io.lakehouse.bench.machine.ProcessorTime;
import io.lakehouse.bench.report.BarChart;
import io.lakehouse.bench.report.Spread;
import io.lakehouse.bench.report.TextTable;
import io.lakehouse.platform.plan.Selection;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench lanes}. */
@Command(
        name = "lanes",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Processor time of both lanes against the real-time lane alone, for the same changes at the same rate.")
public final class LanesVerb implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--rate", description = "Changes per second (default: ${DEFAULT-VALUE}).")
    private int rate = 500;

    @Option(names = "--seconds", description = "How long the load goes on (default: ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(names = "--repeats", description = "How often each platform is raised (default: ${DEFAULT-VALUE}).")
    private int repeats = 1;

    @Option(names = "--seed", description = "Of the changes (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Mixin
    private BenchOptions options = new BenchOptions();

    /** Picocli makes it. */
    public LanesVerb() {}

    private record Settings(int rate, int seconds, int repeats, long seed) {}

    /**
     * What the lanes of one selection took.
     *
     * @param processorSeconds of all engines together, one sample per repeat
     * @param engines of the last repeat, by name
     */
    private record Cost(String lanes, Spread processorSeconds, Map<String, Double> engines) {}

    @Override
    public Integer call() throws Exception {
        var machine = Machine.here();
        var out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
        var totals = new TreeMap<Selection, List<Double>>();
        var engines = new TreeMap<Selection, Map<String, Double>>();
        for (var round = 0; round < repeats; round++) {
            for (var lanes : new Selection[] {Selection.REALTIME, Selection.ALL}) {
                var used = measure(lanes, out);
                var total =
                        used.values().stream().mapToDouble(Double::doubleValue).sum();
                totals.computeIfAbsent(lanes, none -> new ArrayList<>()).add(total);
                engines.put(lanes, used);
                out.printf("%s: %.1f CPU-s %s%n", lanes, total, used);
                out.flush();
            }
        }
        var costs = totals.keySet().stream()
                .map(lanes -> new Cost(name(lanes), Spread.of(totals.get(lanes)), engines.get(lanes)))
                .toList();
        var one = totals.get(Selection.REALTIME);
        var both = totals.get(Selection.ALL);
        var ratios = new ArrayList<Double>();
        for (var round = 0; round < repeats; round++) {
            ratios.add(both.get(round) / one.get(round));
        }
        var ratio = Spread.of(ratios);
        var table = new TextTable("lanes", "CPU-s", "of the real-time lane alone");
        var chart = new BarChart("Lanes: CPU-seconds of all engines for the same changes");
        costs.forEach(cost -> {
            table.row(
                    cost.lanes(),
                    cost.processorSeconds().text("%.1f"),
                    cost.lanes().equals(name(Selection.ALL)) ? ratio.text("%.2f") : "1");
            chart.bar(cost.lanes(), cost.processorSeconds());
        });
        out.println();
        out.println(table);
        options.results().write("lanes.svg", chart.svg());
        out.println("results: "
                + options.results()
                        .write(
                                "lanes",
                                machine,
                                new Settings(rate, seconds, repeats, seed),
                                Map.of("costs", costs, "ratio", ratio)));
        out.flush();
        return 0;
    }

    private static String name(Selection lanes) {
        return lanes.name().toLowerCase(Locale.ROOT);
    }

    /** Processor seconds by engine from the first change until every lane has the last. */
    private Map<String, Double> measure(Selection lanes, PrintWriter out) throws Exception {
        try (var platform = RaisedPlatform.up(options.root(), options.freshHome(), lanes)) {
            var load = new FixedLoad(platform);
            // The first changes after a start compile code, whichever lanes there are.
            load.run(rate * 20, rate, seed);
            platform.sync();
            TimeUnit.SECONDS.sleep(5);
            var processes = platform.processes();
            var before = times(processes);
            load.run(rate * seconds, rate, seed);
            platform.sync();
            var after = times(processes);
            out.println(name(lanes) + ": rows that are equal in the source and in Pinot: " + load.requireEqualRows());
            var used = new TreeMap<String, Double>();
            after.forEach((engine, seconds) -> used.put(engine, seconds - before.get(engine)));
            return used;
        }
    }

    private static Map<String, Double> times(Map<String, Long> processes) {
        var times = new TreeMap<String, Double>();
        processes.forEach((engine, pid) -> times.put(engine, ProcessorTime.ofTree(pid)));
        return times;
    }
}
