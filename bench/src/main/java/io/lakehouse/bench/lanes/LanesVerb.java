package io.lakehouse.bench.lanes;

import io.lakehouse.bench.MeasureVerb;
import io.lakehouse.bench.machine.Machine;
import io.lakehouse.bench.orders.OrdersTable;
import io.lakehouse.bench.platform.RaisedPlatform;
import io.lakehouse.bench.report.BarChart;
import io.lakehouse.bench.report.TextTable;
import io.lakehouse.platform.plan.Selection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench lanes}. */
@Command(
        name = "lanes",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "What the second lane costs: processor time of every engine with both lanes, against one of them,"
                + " for the same changes.")
public final class LanesVerb extends MeasureVerb {
    @Option(
            names = "--arms",
            split = ",",
            description = "Which are compared, each to the first: realtime, lake, both (default: realtime,both).")
    private List<Arm> arms = List.of(Arm.REALTIME, Arm.BOTH);

    @Option(names = "--rate", description = "Changes per second (default: ${DEFAULT-VALUE}).")
    private double rate = 800;

    @Option(names = "--seconds", description = "How long the changes of a turn take (default: ${DEFAULT-VALUE}).")
    private int seconds = 120;

    @Option(names = "--repeats", description = "Turns of each arm (default: ${DEFAULT-VALUE}).")
    private int repeats = 3;

    @Option(names = "--writers", description = "Connections that change each source (default: ${DEFAULT-VALUE}).")
    private int writers = 8;

    @Option(names = "--seed", description = "Of the schedules (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(names = "--quick", description = "One turn of 10 s each, to see it work; the figures say little.")
    private boolean quick;

    /** Picocli makes it. */
    public LanesVerb() {}

    @Override
    public Integer call() throws Exception {
        var machine = Machine.here();
        var settings = settings();
        var declarations = new LinkedHashMap<String, String>();
        declarations.put("orders.sql", OrdersTable.SETUP);
        settings.arms()
                .forEach(arm -> declarations.put(
                        arm.pipeline() + ".yaml",
                        OrdersTable.declaration(
                                arm.pipeline(), "orders.sql", arm.hasRealtime(), arm.hasLake(), Map.of())));
        LanesMeasure.Found found;
        say("raising a platform");
        try (var platform =
                RaisedPlatform.up(options().root(), options().platformHome(), declarations, Selection.ALL)) {
            found = new LanesMeasure(platform, settings, out()).run();
        }
        out().println();
        out().println(totals(found));
        out().println(engines(found));
        var chart = new BarChart("Lanes: CPU-seconds per million changes, median with least and most");
        found.arms().forEach(arm -> {
            chart.bar(arm.arm(), arm.total());
            chart.bar(arm.arm() + " without batches", arm.streaming());
        });
        write("lanes", machine, settings, found, chart.svg());
        return 0;
    }

    private LanesSettings settings() {
        var different = new ArrayList<>(new LinkedHashSet<>(arms));
        if (different.size() < 2 || seconds < 1 || repeats < 1 || writers < 1 || !(rate > 0)) {
            throw wrong(
                    "--arms takes two different ones at least; --rate, --seconds, --repeats and --writers are above 0");
        }
        return new LanesSettings(
                different,
                rate,
                Duration.ofSeconds(quick ? 10 : seconds),
                Duration.ofSeconds(quick ? 10 : 30),
                Duration.ofSeconds(quick ? 5 : 20),
                quick ? 1 : repeats,
                writers,
                seed);
    }

    private static String totals(LanesMeasure.Found found) {
        var table = new TextTable(
                "lanes",
                "CPU-s per million",
                "of " + found.arms().get(0).arm(),
                "without batches",
                "of " + found.arms().get(0).arm() + "'s");
        found.arms()
                .forEach(arm -> table.row(
                        arm.arm(),
                        arm.total().text("%.0f"),
                        arm.ofFirst().text("%.2f"),
                        arm.streaming().text("%.0f"),
                        arm.streamingOfFirst().text("%.2f")));
        return table.toString();
    }

    private static String engines(LanesMeasure.Found found) {
        var heads = new ArrayList<>(List.of("engine", "idle, CPU-s per s"));
        found.arms().forEach(arm -> heads.addAll(List.of(arm.arm() + ", per million", arm.arm() + ", its batches")));
        var table = new TextTable(heads.toArray(String[]::new));
        for (var engine : found.idle().keySet()) {
            var row = new ArrayList<>(List.of(
                    engine, String.format(Locale.ROOT, "%.3f", found.idle().get(engine))));
            found.arms().forEach(arm -> {
                row.add(text(arm.streamingByEngine(), engine));
                row.add(text(arm.batchByEngine(), engine));
            });
            table.row(row.toArray(String[]::new));
        }
        return table.toString();
    }

    private static String text(Map<String, Double> byEngine, String engine) {
        return String.format(Locale.ROOT, "%.0f", byEngine.getOrDefault(engine, 0.0));
    }
}
