package io.lakehouse.bench.freshness;

import io.lakehouse.bench.freshness.Schedule.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Asks a store for versions that it has not seen, again and again, and notes when each was there. */
final class Watcher implements AutoCloseable {
    /** Asks a store. */
    @FunctionalInterface
    interface Store {
        /**
         * The versions that it holds.
         *
         * @param lowest only those from this one on are asked for
         */
        List<Long> versions(long lowest) throws Exception;
    }

    private final Store store;
    private final long startNanos;
    private final long pauseMillis;
    private final TreeMap<Long, Long> outstanding = new TreeMap<>();
    private final Map<Long, Long> latencies = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Starts to watch for every insert and update of a schedule.
     *
     * @param pauseMillis between two questions
     */
    Watcher(Store store, Schedule schedule, long startNanos, long pauseMillis) {
        this.store = store;
        this.startNanos = startNanos;
        this.pauseMillis = pauseMillis;
        schedule.changes().stream()
                .filter(change -> change.kind() != Kind.DELETE)
                .forEach(change -> outstanding.put(change.version(), change.dueNanos()));
        this.thread = new Thread(this::watch, "watcher");
        thread.start();
    }

    /** Waits until everything was seen, or so many ms. */
    boolean awaitAll(long millis) throws InterruptedException {
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            synchronized (outstanding) {
                if (outstanding.isEmpty()) {
                    return true;
                }
            }
            Thread.sleep(10);
        }
        return false;
    }

    /** What was seen until now. */
    Latencies latencies() {
        synchronized (outstanding) {
            return Latencies.of(new ArrayList<>(latencies.values()), outstanding.size());
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            while (!closed) {
                look();
                TimeUnit.MILLISECONDS.sleep(pauseMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        long lowest;
        synchronized (outstanding) {
            if (outstanding.isEmpty()) {
                return;
            }
            lowest = outstanding.firstKey();
        }
        List<Long> found;
        try {
            found = store.versions(lowest);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // Away for a moment: nothing is visible then, and the figures show it.
            return;
        }
        var now = System.nanoTime();
        synchronized (outstanding) {
            for (var version : found) {
                var due = outstanding.remove(version);
                if (due != null) {
                    latencies.put(version, now - startNanos - due);
                }
            }
        }
    }
}
