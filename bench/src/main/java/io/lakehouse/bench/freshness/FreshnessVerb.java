package io.lakehouse.bench.freshness;

import io.lakehouse.bench.MeasureVerb;
import io.lakehouse.bench.machine.Machine;
import io.lakehouse.bench.orders.OrdersTable;
import io.lakehouse.bench.platform.RaisedPlatform;
import io.lakehouse.bench.report.QuantilePlot;
import io.lakehouse.bench.report.Quantiles;
import io.lakehouse.bench.report.TextTable;
import io.lakehouse.platform.plan.Selection;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench freshness}. */
@Command(
        name = "freshness",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "How long a commit takes until a query of Pinot returns it, at shares of the highest rate that the"
                        + " lane follows, against a poller of updated_at on the same source.")
public final class FreshnessVerb extends MeasureVerb {
    private static final int QUICK_SECONDS = 10;

    @Option(names = "--lanes", description = "Lanes of the platform: all or realtime (default: ${DEFAULT-VALUE}).")
    private Selection lanes = Selection.ALL;

    @Option(names = "--seconds", description = "How long each level is measured (default: ${DEFAULT-VALUE}).")
    private int seconds = 60;

    @Option(
            names = "--trial",
            description = "Seconds of each rate of the search for saturation (default: ${DEFAULT-VALUE}).")
    private int trial = 10;

    @Option(names = "--warmup", description = "Seconds of changes before anything counts (default: ${DEFAULT-VALUE}).")
    private int warmup = 240;

    @Option(names = "--levels", split = ",", description = "Shares of saturation (default: 0.25,0.5,0.8).")
    private List<Double> levels = List.of(0.25, 0.5, 0.8);

    @Option(names = "--least", description = "First rate of the search, changes/s (default: ${DEFAULT-VALUE}).")
    private double least = 200;

    @Option(names = "--most", description = "Last rate of the search, changes/s (default: ${DEFAULT-VALUE}).")
    private double most = 5_000;

    @Option(names = "--writers", description = "Connections that change the source (default: ${DEFAULT-VALUE}).")
    private int writers = 8;

    @Option(
            names = "--follow",
            description = "Changes per second that are followed at most (default: ${DEFAULT-VALUE}).")
    private double follow = 200;

    @Option(
            names = "--pause",
            description = "ms between an answer of Pinot and the next query (default: ${DEFAULT-VALUE}).")
    private int pause = 5;

    @Option(names = "--seed", description = "Of the schedules (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(
            names = "--capture",
            paramLabel = "KEY=VALUE",
            description =
                    "An option of the connector beside the platform's, as poll.interval.ms=25. May be given again.")
    private Map<String, String> capture = Map.of();

    @Option(
            names = "--batch-every",
            description = "Seconds from one batch into the lake to the next, all along; 0 for none (default: 0).")
    private int batchEvery;

    @Option(names = "--quick", description = "Levels of 10 s and short trials, to see it work; the figures say little.")
    private boolean quick;

    /** Picocli makes it. */
    public FreshnessVerb() {}

    @Override
    public Integer call() throws Exception {
        var machine = Machine.here();
        var settings = settings();
        FreshnessMeasure.Found found;
        var declarations = Map.of(
                "freshness.yaml",
                OrdersTable.declaration(FreshnessMeasure.PIPELINE, "orders.sql", true, lanes.hasLake(), capture)
                        + (batchEvery > 0 ? "batch: {every: " + batchEvery + "s}\n" : ""),
                "orders.sql",
                OrdersTable.SETUP);
        say("raising a platform");
        try (var platform = RaisedPlatform.up(options().root(), options().platformHome(), declarations, lanes)) {
            found = new FreshnessMeasure(platform, settings, out()).run();
        }
        out().println();
        out().println(table(found));
        var plot = new QuantilePlot("Freshness: from the scheduled commit to an answer that holds it", 1, 10_000);
        found.levels().forEach(level -> plot.line("Pinot at " + percent(level), level.visibleMillis()));
        found.levels().forEach(level -> plot.line("poller at " + percent(level), level.poller()));
        write("freshness", machine, settings, found, plot.svg());
        return 0;
    }

    private FreshnessSettings settings() {
        if (!lanes.hasRealtime()) {
            throw wrong("--lanes lake: without the real-time lane nothing reaches Pinot");
        }
        if (batchEvery < 0 || batchEvery > 0 && !lanes.hasLake()) {
            throw wrong("--batch-every is 0 or more seconds, and needs --lanes all");
        }
        if (seconds < 4 || trial < 4 || warmup < 4 || writers < 1 || levels.isEmpty() || !(least > 0) || most < least) {
            throw wrong(
                    "--seconds, --trial and --warmup take 4 at least, --writers 1, --levels one, and --least is above 0"
                            + " and not above --most");
        }
        return new FreshnessSettings(
                lanes,
                writers,
                Duration.ofSeconds(quick ? QUICK_SECONDS : warmup),
                least,
                least,
                most,
                Duration.ofSeconds(quick ? QUICK_SECONDS / 2 : trial),
                levels,
                Duration.ofSeconds(quick ? QUICK_SECONDS : seconds),
                follow,
                Duration.ofMillis(pause),
                Duration.ofSeconds(1),
                capture,
                Duration.ofSeconds(batchEvery),
                seed);
    }

    private static String table(FreshnessMeasure.Found found) {
        var table = new TextTable(
                "of saturation",
                "changes/s",
                "Pinot p50 / p99 / p99.9 ms",
                "resolution p50 ms",
                "poller p50 / p99 ms",
                "poller never saw",
                "observer's CPU");
        for (var level : found.levels()) {
            table.row(
                    percent(level),
                    text("%.0f", level.changesPerSecond()),
                    three(level.visibleMillis()),
                    text("%.0f", level.resolutionMillis().p50()),
                    text("%.0f / %.0f", level.poller().p50(), level.poller().p99()),
                    text(
                            "%.0f %% (%d versions, %d deletions)",
                            level.unseen().shareOfChanges() * 100,
                            level.unseen().intermediate()
                                    + level.unseen().deletedUnseen()
                                    + level.unseen().passedOver(),
                            level.unseen().deletions()),
                    text("%.0f %%", level.observerShare() * 100));
        }
        return text(
                        "saturation: %s%.0f changes/s%n%n",
                        found.isUnreached() ? "not reached at " : "", found.saturation())
                + table;
    }

    private static String three(Quantiles millis) {
        return text("%.0f / %.0f / %.0f", millis.p50(), millis.p99(), millis.p999());
    }

    private static String percent(FreshnessMeasure.Level level) {
        return text("%.0f %%", level.ofSaturation() * 100);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
