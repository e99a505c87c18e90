package io.lakehouse.bench.freshness;

import io.lakehouse.bench.BenchOptions;
import io.lakehouse.bench.freshness.FreshnessMeasure.Freshness;
import io.lakehouse.bench.launcher.RaisedPlatform;
import io.lakehouse.bench.machine.Machine;
import io.lakehouse.bench.report.LineChart;
import io.lakehouse.bench.report.TextTable;
import io.lakehouse.platform.plan.Selection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench freshness}. */
@Command(
        name = "freshness",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "From the moment a commit is due to its row in Pinot, at shares of the saturation, against a poller"
                        + " of updated_at that looks once a second.")
public final class FreshnessVerb implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--shares", split = ",", description = "Shares of the saturation (default: 0.25,0.5,0.8).")
    private List<Double> shares = List.of(0.25, 0.5, 0.8);

    @Option(names = "--seconds", description = "How long each load goes on (default: ${DEFAULT-VALUE}).")
    private int seconds = 30;

    @Option(
            names = "--saturating-changes",
            description = "Changes that find the saturation (default: ${DEFAULT-VALUE}).")
    private int saturatingChanges = 20_000;

    @Option(names = "--seed", description = "Of the changes (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Mixin
    private BenchOptions options = new BenchOptions();

    /** Picocli makes it. */
    public FreshnessVerb() {}

    @Override
    public Integer call() throws Exception {
        var machine = Machine.here();
        var settings = new FreshnessSettings(shares, seconds, saturatingChanges, seed);
        var out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
        Freshness found;
        try (var platform = RaisedPlatform.up(options.root(), options.freshHome(), Selection.REALTIME)) {
            found = new FreshnessMeasure(platform, settings, out).run();
            platform.sync();
            out.println("rows that are equal in the source and in Pinot: "
                    + EqualRows.require(platform.source(), platform.pinot()));
        }
        out.println();
        out.println(table(found));
        options.results().write("freshness.svg", chart(found));
        out.println("results: " + options.results().write("freshness", machine, settings, found));
        out.flush();
        return 0;
    }

    private static TextTable table(Freshness found) {
        var table = new TextTable("load", "changes/s", "reader", "p50 ms", "p99 ms", "p99.9 ms", "seen", "never seen");
        for (var load : found.loads()) {
            row(table, load, "Pinot", load.pinot(), 0);
            row(table, load, "poller", load.poller(), load.deletes());
        }
        return table;
    }

    private static void row(
            TextTable table, FreshnessMeasure.Load load, String reader, Latencies latencies, long deletes) {
        table.row(
                "%.0f %%".formatted(load.share() * 100),
                "%.0f".formatted(load.changesPerSecond()),
                reader,
                "%.0f".formatted(latencies.p50Millis()),
                "%.0f".formatted(latencies.p99Millis()),
                "%.0f".formatted(latencies.p999Millis()),
                Integer.toString(latencies.seen()),
                deletes == 0
                        ? Integer.toString(latencies.unseen())
                        : latencies.unseen() + " versions, " + deletes + " deletes");
    }

    private static String chart(Freshness found) {
        var chart = new LineChart(
                "Freshness: from due to visible, over the share of saturation",
                found.loads().stream()
                        .map(load -> "%.0f %%".formatted(load.share() * 100))
                        .toList());
        line(chart, "Pinot p50", found, load -> load.pinot().p50Millis());
        line(chart, "Pinot p99", found, load -> load.pinot().p99Millis());
        line(chart, "Pinot p99.9", found, load -> load.pinot().p999Millis());
        line(chart, "poller p50", found, load -> load.poller().p50Millis());
        return chart.svg();
    }

    private static void line(
            LineChart chart, String label, Freshness found, Function<FreshnessMeasure.Load, Double> value) {
        chart.line(label, found.loads().stream().map(value).toList());
    }
}
