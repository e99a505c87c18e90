package io.lakehouse.bench.freshness;

import io.lakehouse.bench.freshness.Schedule.Kind;
import io.lakehouse.bench.launcher.RaisedPlatform;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.realtime.PinotQuery;
import io.lakehouse.platform.source.DatabaseAddress;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Changes rows at fixed rates and watches Pinot and a poller of the source for each change. */
final class FreshnessMeasure {
    /** What a reader of {@code updated_at} pauses between two questions. */
    private static final long POLLER_MILLIS = 1000;

    private static final long START_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PATIENCE_MILLIS = 60_000;
    private static final int MOST_ROWS = 1_000_000;

    private final DatabaseAddress source;
    private final PinotQuery pinot;
    private final FreshnessSettings settings;
    private final PrintWriter out;
    private long next = 1;

    FreshnessMeasure(RaisedPlatform platform, FreshnessSettings settings, PrintWriter out) {
        this.source = platform.source();
        this.pinot = platform.pinot();
        this.settings = settings;
        this.out = out;
    }

    /**
     * What one rate gave.
     *
     * @param share of the saturation
     * @param changesPerSecond the rate
     * @param pinot from the due moment to Pinot's history
     * @param poller from the due moment to the poller; what it never saw are versions that were written over or deleted
     *     before it looked
     * @param deletes deletes, which a poller of {@code updated_at} never sees
     */
    record Load(double share, double changesPerSecond, Latencies pinot, Latencies poller, long deletes) {}

    /**
     * Everything.
     *
     * @param saturation changes per second that the platform took from the first commit to the last row in Pinot
     */
    record Freshness(double saturation, List<Load> loads) {}

    Freshness run() throws InterruptedException, SQLException {
        // The first changes after a start warm the engines up.
        saturate();
        var saturation = saturate();
        out.printf("saturation: %.0f changes/s%n", saturation);
        out.flush();
        var loads = new ArrayList<Load>();
        for (var share : settings.shares()) {
            loads.add(load(share, share * saturation));
        }
        return new Freshness(saturation, loads);
    }

    private double saturate() throws InterruptedException {
        var schedule = schedule(settings.saturatingChanges(), 0);
        var start = System.nanoTime();
        try (var watcher = new Watcher(this::inHistory, schedule, start, 1)) {
            try (var load = new OpenLoop(source, schedule, start)) {
                requireSeen(watcher);
            }
            return schedule.changes().size() / (watcher.latencies().mostMillis() / 1e3);
        }
    }

    private static void requireSeen(Watcher watcher) throws InterruptedException {
        if (!watcher.awaitAll(PATIENCE_MILLIS)) {
            throw new Failure("Pinot lacks " + watcher.latencies().unseen() + " changes after " + PATIENCE_MILLIS / 1000
                    + " s; nothing of this run counts");
        }
    }

    private Load load(double share, double rate) throws InterruptedException, SQLException {
        var schedule = schedule((int) (rate * settings.seconds()), rate);
        var start = System.nanoTime() + START_DELAY_NANOS;
        try (var connection = source.connect();
                var watcher = new Watcher(this::inHistory, schedule, start, 1);
                var poller = new Watcher(new UpdatedAtPoller(connection), schedule, start, POLLER_MILLIS)) {
            try (var load = new OpenLoop(source, schedule, start)) {
                TimeUnit.SECONDS.sleep(settings.seconds());
            }
            requireSeen(watcher);
            TimeUnit.MILLISECONDS.sleep(2 * POLLER_MILLIS);
            var deletes = schedule.changes().stream()
                    .filter(change -> change.kind() == Kind.DELETE)
                    .count();
            var measured = new Load(share, rate, watcher.latencies(), poller.latencies(), deletes);
            out.println(measured);
            out.flush();
            return measured;
        }
    }

    private Schedule schedule(int count, double rate) {
        var schedule = Schedule.of(count, rate, next, settings.seed() + next);
        next += count;
        return schedule;
    }

    private List<Long> inHistory(long lowest) {
        return pinot
                .run("SELECT after_version FROM events_history WHERE after_version >= " + lowest + " LIMIT "
                        + MOST_ROWS)
                .rows()
                .stream()
                .map(row -> Long.valueOf(String.valueOf(row.get(0))))
                .toList();
    }

    /** Reads what was updated since the newest row that it saw, as an incremental load does. */
    private static final class UpdatedAtPoller implements Watcher.Store {
        private final Connection connection;
        private String last = "-infinity";

        UpdatedAtPoller(Connection connection) {
            this.connection = connection;
        }

        @Override
        public List<Long> versions(long lowest) throws SQLException {
            try (var statement = connection.prepareStatement(
                    "SELECT version, updated_at::text FROM events WHERE updated_at > ?::timestamptz ORDER BY updated_at")) {
                statement.setString(1, last);
                var rows = statement.executeQuery();
                var versions = new ArrayList<Long>();
                while (rows.next()) {
                    versions.add(rows.getLong(1));
                    last = rows.getString(2);
                }
                return versions;
            }
        }
    }
}
