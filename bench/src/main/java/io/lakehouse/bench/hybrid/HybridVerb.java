package io.lakehouse.bench.hybrid;

import io.lakehouse.bench.MeasureVerb;
import io.lakehouse.bench.machine.Machine;
import io.lakehouse.bench.platform.RaisedPlatform;
import io.lakehouse.bench.report.BarChart;
import io.lakehouse.bench.report.TextTable;
import io.lakehouse.platform.plan.Selection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench hybrid}. */
@Command(
        name = "hybrid",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "A point lookup and an aggregate through the views over lake and tail, against the SCD2 table alone,"
                        + " with more and more changes that are not published.")
public final class HybridVerb extends MeasureVerb {
    private static final String DECLARATION =
            """
            name: %1$s
            source: {database: %1$s, setup: orders.sql}
            tables:
              - table: orders
                current: off
                history: off
                lake: %2$s
            """
                    .formatted(HybridMeasure.PIPELINE, HybridMeasure.VERSIONS);

    @Option(names = "--rows", description = "Rows that are published (default: ${DEFAULT-VALUE}).")
    private int rows = 1_000_000;

    @Option(
            names = "--small-runs",
            description = "Batches that are timed from the command to their end (default: ${DEFAULT-VALUE}).")
    private int smallRuns = 7;

    @Option(names = "--small-changes", description = "Changes of each of them (default: ${DEFAULT-VALUE}).")
    private int smallChanges = 100;

    @Option(
            names = "--tails",
            split = ",",
            description = "Changes behind them that are not, rising (default: 0, 1000 and 20000).")
    private List<Integer> tails = List.of(0, 1_000, 20_000);

    @Option(names = "--repeats", description = "How often each question counts (default: ${DEFAULT-VALUE}).")
    private int repeats = 8;

    @Option(names = "--seed", description = "Of changes and keys (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(names = "--quick", description = "Ten thousand rows, to see it work; the figures say little.")
    private boolean quick;

    /** Picocli makes it. */
    public HybridVerb() {}

    @Override
    public Integer call() throws Exception {
        var machine = Machine.here();
        var settings = settings();
        HybridMeasure.Result result;
        say("raising a platform");
        var declarations = Map.of(
                "orders.sql", ChangedOrders.setup(settings.rows()), HybridMeasure.PIPELINE + ".yaml", DECLARATION);
        try (var platform =
                RaisedPlatform.up(options().root(), options().platformHome(), declarations, Selection.LAKE)) {
            result = new HybridMeasure(platform, settings, out()).run();
        }
        out().println();
        out().println(table(result.questions()));
        out().printf(
                        Locale.ROOT,
                        "batch run with %d changes, from the command to its end: %s s%n%n",
                        settings.smallChanges(),
                        result.smallRuns().text("%.2f"));
        var chart = new BarChart("Seconds of an answer, median with least and most");
        result.questions().forEach(one -> {
            chart.bar(one.question() + ", lake, " + one.tail(), one.lakeSeconds());
            chart.bar(one.question() + ", views, " + one.tail(), one.viewSeconds());
        });
        write("hybrid", machine, settings, result, chart.svg());
        return 0;
    }

    private HybridSettings settings() {
        var rising = tails.stream().sorted().toList();
        if (rows < 1
                || repeats < 1
                || smallRuns < 1
                || smallChanges < 1
                || tails.isEmpty()
                || tails.get(0) < 0
                || !rising.equals(tails)) {
            throw wrong("--rows, --repeats, --small-runs and --small-changes are above 0, --tails rise from 0 or more");
        }
        return new HybridSettings(
                quick ? 10_000 : rows,
                quick ? 2 : smallRuns,
                smallChanges,
                quick ? List.of(0, 1_000) : tails,
                quick ? 3 : repeats,
                quick ? 1 : 3,
                seed);
    }

    private static TextTable table(List<HybridMeasure.Found> found) {
        var table =
                new TextTable("question", "behind", "lake s", "views s", "of the lake's", "lake CPU-s", "views CPU-s");
        found.forEach(one -> table.row(
                one.question(),
                Integer.toString(one.tail()),
                one.lakeSeconds().text("%.2f"),
                one.viewSeconds().text("%.2f"),
                one.ofLake().text("%.2f"),
                String.format(Locale.ROOT, "%.2f", one.lakeProcessorSeconds()),
                String.format(Locale.ROOT, "%.2f", one.viewProcessorSeconds())));
        return table;
    }
}
