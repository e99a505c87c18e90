package io.lakehouse.bench.freshness;

import io.lakehouse.bench.orders.Committed;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.realtime.PinotQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Finds out when followed changes are visible in Pinot's current table: one query after the other asks for the rows of
 * all of them that were not seen yet, with a pause between them. A change is seen when its row has its number or a higher
 * one, or, of a deletion, is marked as deleted. What is measured is the moment at which the answer was there, so that
 * the query's own time counts.
 */
final class VisibilityObserver implements AutoCloseable {
    /** The oldest come first, so that a lane that is far behind is not asked for thousands of keys at once. */
    private static final int KEYS_PER_QUERY = 200;

    private final PinotQuery pinot;
    private final String table;
    private final Duration pause;
    private final ConcurrentLinkedQueue<Committed> arrived = new ConcurrentLinkedQueue<>();
    private final Map<Long, List<Committed>> awaited = new LinkedHashMap<>();
    private final Thread thread = new Thread(this::observe, "visibility");
    private final List<Seen> seen = new ArrayList<>();
    private final List<Double> gaps = new ArrayList<>();
    private long queries;
    private long keys;
    private long refused;
    private long outstanding;
    private volatile boolean closed;

    VisibilityObserver(PinotQuery pinot, String table, Duration pause) {
        this.pinot = pinot;
        this.table = table;
        this.pause = pause;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * A change that was seen.
     *
     * @param commit the change
     * @param seenNanos when the answer with it was there, as of {@link System#nanoTime()}
     */
    record Seen(Committed commit, long seenNanos) {
        /** From the scheduled moment, ms. */
        double millis() {
            return (seenNanos - commit.scheduledNanos()) / 1e6;
        }

        /** From the moment at which the commit was confirmed, ms. */
        double millisFromCommit() {
            return (seenNanos - commit.committedNanos()) / 1e6;
        }
    }

    /**
     * What was observed.
     *
     * @param seen the changes that were seen
     * @param gaps ms from the begin of a query to the answer of the next: by no more than that a change may have been
     *     visible before it was seen
     * @param queries how many queries were asked
     * @param keys how many keys they asked for in all
     * @param refused how many of them Pinot did not answer
     */
    record Observation(List<Seen> seen, List<Double> gaps, long queries, long keys, long refused) {}

    /** Follows a change that has been committed. */
    void follow(Committed commit) {
        synchronized (seen) {
            outstanding++;
        }
        arrived.add(commit);
    }

    /**
     * Waits until all that was followed has been seen, and begins anew.
     *
     * @throws Failure when it takes longer
     */
    Observation take(Duration limit) throws InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        synchronized (seen) {
            while (outstanding > 0) {
                var left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new Failure(outstanding + " committed changes were not visible in " + table + " within "
                            + limit.toSeconds() + " s after the last; nothing of this run counts");
                }
                seen.wait(left);
            }
            var observation = new Observation(List.copyOf(seen), List.copyOf(gaps), queries, keys, refused);
            seen.clear();
            gaps.clear();
            queries = 0;
            keys = 0;
            refused = 0;
            return observation;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void observe() {
        var before = 0L;
        while (!closed) {
            for (var commit = arrived.poll(); commit != null; commit = arrived.poll()) {
                awaited.computeIfAbsent(commit.change().id(), id -> new ArrayList<>(1))
                        .add(commit);
            }
            if (awaited.isEmpty()) {
                before = 0;
            } else {
                var asked = System.nanoTime();
                var answered = ask();
                synchronized (seen) {
                    if (before != 0) {
                        gaps.add((answered - before) / 1e6);
                    }
                    seen.notifyAll();
                }
                before = asked;
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    /** Asks once; returns the moment of the answer. */
    private long ask() {
        var ids = awaited.keySet().stream().limit(KEYS_PER_QUERY).toList();
        try {
            var rows = pinot.run(query(table, ids)).rows();
            var answered = System.nanoTime();
            synchronized (seen) {
                queries++;
                keys += ids.size();
                for (var row : rows) {
                    see(
                            Long.parseLong(String.valueOf(row.get(0))),
                            Long.parseLong(String.valueOf(row.get(1))),
                            Boolean.parseBoolean(row.get(2)),
                            answered);
                }
            }
            return answered;
        } catch (Failure e) {
            // Pinot is away for a moment: nothing is seen, which shows in the figures.
            synchronized (seen) {
                queries++;
                refused++;
            }
            return System.nanoTime();
        }
    }

    static String query(String table, List<Long> ids) {
        return "SELECT id, seq, is_deleted FROM \"" + table + "\" WHERE id IN ("
                + ids.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ") LIMIT " + ids.size();
    }

    private void see(long id, long number, boolean isDeleted, long answered) {
        var own = awaited.get(id);
        if (own == null) {
            return;
        }
        own.removeIf(commit -> {
            var isVisible = isVisible(commit, number, isDeleted);
            if (isVisible) {
                seen.add(new Seen(commit, answered));
                outstanding--;
            }
            return isVisible;
        });
        if (own.isEmpty()) {
            awaited.remove(id);
        }
    }

    /** Whether a row that Pinot answered with holds a change. No order is inserted again once it was deleted. */
    static boolean isVisible(Committed commit, long number, boolean isDeleted) {
        return isDeleted
                || (commit.change().operation() != Operation.DELETE
                        && number >= commit.change().number());
    }
}
