package io.lakehouse.bench.freshness;

import io.lakehouse.bench.orders.Arrival;
import io.lakehouse.bench.orders.Committed;
import io.lakehouse.bench.orders.Journal;
import io.lakehouse.bench.orders.OpenLoop;
import io.lakehouse.bench.orders.OrdersTable;
import io.lakehouse.bench.orders.Stores;
import io.lakehouse.bench.orders.Workload;
import io.lakehouse.bench.platform.EngineTimes;
import io.lakehouse.bench.platform.RaisedPlatform;
import io.lakehouse.bench.report.Quantiles;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.realtime.PinotQuery;
import io.lakehouse.platform.source.DatabaseAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Changes the source by schedules and follows the changes to Pinot: first faster and faster, then at shares of that. */
final class FreshnessMeasure {
    static final String PIPELINE = "freshness";

    /** Longer than a lane that was overrun needs to catch up. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** From the moment at which a schedule is handed over to its begin: time for every thread to be there. */
    private static final Duration LEAD = Duration.ofMillis(200);

    private final RaisedPlatform platform;
    private final FreshnessSettings settings;
    private final PrintWriter out;
    private final DatabaseAddress source;
    private final Workload workload;
    private final Journal journal = new Journal();
    private final ObserverCost cost;

    FreshnessMeasure(RaisedPlatform platform, FreshnessSettings settings, PrintWriter out) {
        this.platform = platform;
        this.settings = settings;
        this.out = out;
        this.source = platform.source(PIPELINE);
        this.workload = new Workload(settings.seed(), settings.writers());
        this.cost = new ObserverCost(platform, pinot(), OrdersTable.current(PIPELINE), settings.pause());
    }

    /**
     * One level.
     *
     * @param ofSaturation share of the rate at saturation
     * @param changesPerSecond rate of the schedule
     * @param changes how many were committed
     * @param followed how many of them were followed
     * @param visibleMillis from the scheduled moment of a commit to the answer of Pinot that held it
     * @param worstMillisBySecond the most of {@code visibleMillis} in each second of the schedule: whether stalls come again
     *     and again, and how far apart
     * @param fromCommitMillis the same from the moment at which the commit was confirmed
     * @param resolutionMillis by no more than that a change may have been visible before it was seen
     * @param lagGrowth seconds by which the lag grew each second
     * @param poller from the scheduled moment of a commit to the answer of the source that held it
     * @param unseen what the poller never saw
     * @param queriesPerSecond how often the observer asked Pinot
     * @param refused how many of its queries Pinot did not answer
     * @param processorSeconds of each engine, without what served the writers and the poller
     * @param observerShare the observer's share of all that, estimated by its cost per query on the quiet platform
     */
    record Level(
            double ofSaturation,
            double changesPerSecond,
            long changes,
            long followed,
            Quantiles visibleMillis,
            List<Long> worstMillisBySecond,
            Quantiles fromCommitMillis,
            Quantiles resolutionMillis,
            double lagGrowth,
            Quantiles poller,
            Unseen unseen,
            double queriesPerSecond,
            long refused,
            Map<String, Double> processorSeconds,
            double observerShare) {}

    /** What the poller never saw, by why; see {@link PollerAccount}. */
    record Unseen(long intermediate, long deletions, long deletedUnseen, long passedOver, double shareOfChanges) {}

    /** A rate of the search: whether it was followed, and how the lag grew. */
    record Trial(double changesPerSecond, boolean followed, double lagGrowth, double p50Millis) {}

    /**
     * What was found.
     *
     * @param saturation the highest rate that was followed, in changes per second
     * @param isUnreached whether it was the highest that was tried
     * @param trials the search for it
     * @param levels the levels
     * @param changes changes of the whole run
     * @param observerProcessorMillisPerQuery of Pinot and of this process, on the quiet platform
     * @param equal what was compared in the end
     */
    record Found(
            double saturation,
            boolean isUnreached,
            List<Trial> trials,
            List<Level> levels,
            long changes,
            double observerProcessorMillisPerQuery,
            Map<String, Stores.Equal> equal) {}

    /**
     * Measures.
     *
     * @throws Failure when the stores differ in the end, or a followed change did not become visible
     */
    Found run() throws SQLException, IOException, InterruptedException {
        try (var loop = new OpenLoop(source, settings.writers());
                var observer = observer()) {
            say(
                    "warming up: %.0f changes/s for %d s%n",
                    settings.warmupRate(), settings.warmup().toSeconds());
            var warm = stretch(loop, observer, settings.warmupRate(), settings.warmup())
                    .observation();
            var search = new SaturationSearch(settings.leastRate(), settings.mostRate());
            var trials = new ArrayList<Trial>();
            for (var rate = search.next(); rate.isPresent(); rate = search.next()) {
                var trial = attempt(loop, observer, rate.getAsDouble());
                trials.add(trial);
                search.tried(trial.followed());
            }
            if (search.saturation() == 0) {
                throw new Failure("the lane followed none of the rates that were tried, the least "
                        + trials.get(trials.size() - 1).changesPerSecond() + " changes/s");
            }
            var perQuery = cost.secondsPerQuery(warm.keys() / warm.queries());
            say("a query of the observer costs %.2f CPU-ms%n", perQuery * 1e3);
            var levels = new ArrayList<Level>();
            for (var share : settings.levels()) {
                levels.add(level(loop, observer, share, search.saturation(), perQuery));
            }
            say("%d changes in all; comparing the stores%n", journal.size());
            platform.sync(PIPELINE, PATIENCE).realtime();
            var equal = new Stores(platform.blueprint(), source, PIPELINE).requireEqual(journal, true, false);
            return new Found(
                    search.saturation(), search.isUnreached(), trials, levels, journal.size(), perQuery * 1e3, equal);
        }
    }

    private Trial attempt(OpenLoop loop, VisibilityObserver observer, double rate) throws InterruptedException {
        var stretch = stretch(loop, observer, rate, settings.trial());
        var lags = LagTrend.of(stretch.observation().seen(), stretch.begin());
        var length = settings.trial().toNanos();
        var trial = new Trial(
                rate,
                LagTrend.follows(lags, length),
                LagTrend.growth(lags, length),
                visible(stretch).p50());
        say(
                "%8.0f changes/s: p50 %.0f ms, the lag grows by %.3f s/s: %s%n",
                rate, trial.p50Millis(), trial.lagGrowth(), trial.followed() ? "followed" : "not followed");
        return trial;
    }

    private Level level(OpenLoop loop, VisibilityObserver observer, double share, double saturation, double perQuery)
            throws SQLException, InterruptedException {
        try (var poller = new UpdatedAtPoller(source, settings.poll())) {
            Set<Long> load = new HashSet<>(loop.processes());
            load.add(poller.process());
            var before = EngineTimes.now(platform, load);
            var own = ObserverCost.ownSeconds();
            var stretch = stretch(loop, observer, share * saturation, settings.level());
            var used = EngineTimes.now(platform, load).since(before);
            used.put("bench", ObserverCost.ownSeconds() - own);
            var account = PollerAccount.of(stretch.committed(), poller.finish());
            var observation = stretch.observation();
            var level = new Level(
                    share,
                    share * saturation,
                    stretch.committed().size(),
                    observation.seen().size(),
                    visible(stretch),
                    worstBySecond(stretch),
                    Quantiles.of(observation.seen().stream()
                            .map(VisibilityObserver.Seen::millisFromCommit)
                            .toList()),
                    Quantiles.of(observation.gaps()),
                    LagTrend.growth(
                            LagTrend.of(observation.seen(), stretch.begin()),
                            settings.level().toNanos()),
                    Quantiles.of(account.millis()),
                    new Unseen(
                            account.intermediate(),
                            account.deletions(),
                            account.deletedUnseen(),
                            account.passedOver(),
                            (double) account.unseen() / account.changes()),
                    observation.queries() / (settings.level().toNanos() / 1e9),
                    observation.refused(),
                    used,
                    observation.queries() * perQuery / EngineTimes.sum(used));
            say(
                    "%3.0f %% of saturation, %.0f changes/s: p50 %.0f ms, p99 %.0f ms, p99.9 %.0f ms%n",
                    share * 100,
                    level.changesPerSecond(),
                    level.visibleMillis().p50(),
                    level.visibleMillis().p99(),
                    level.visibleMillis().p999());
            return level;
        }
    }

    /** A stretch of changes, of which all that were followed have become visible. */
    private record Stretch(long begin, List<Committed> committed, VisibilityObserver.Observation observation) {}

    private Stretch stretch(OpenLoop loop, VisibilityObserver observer, double rate, Duration length)
            throws InterruptedException {
        List<Arrival> schedule = workload.schedule(rate, length);
        var every = Math.max(1, Math.round(rate / settings.followedPerSecond()));
        var begin = System.nanoTime() + LEAD.toNanos();
        var committed = loop.run(schedule, begin, commit -> {
            if (commit.change().number() % every == 0) {
                observer.follow(commit);
            }
        });
        journal.add(committed);
        return new Stretch(begin, committed, observer.take(PATIENCE));
    }

    private static Quantiles visible(Stretch stretch) {
        return Quantiles.of(stretch.observation().seen().stream()
                .map(VisibilityObserver.Seen::millis)
                .toList());
    }

    private static List<Long> worstBySecond(Stretch stretch) {
        var worst = new TreeMap<Long, Double>();
        for (var seen : stretch.observation().seen()) {
            var second = (seen.commit().scheduledNanos() - stretch.begin()) / 1_000_000_000;
            worst.merge(second, seen.millis(), Math::max);
        }
        return worst.values().stream().map(Math::round).toList();
    }

    private VisibilityObserver observer() {
        return new VisibilityObserver(pinot(), OrdersTable.current(PIPELINE), settings.pause());
    }

    private PinotQuery pinot() {
        return new PinotQuery(new JsonRest(platform.blueprint().addresses().pinotBroker()));
    }

    private void say(String format, Object... values) {
        out.printf(java.util.Locale.ROOT, format, values);
        out.flush();
    }
}
