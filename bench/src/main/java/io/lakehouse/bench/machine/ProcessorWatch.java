package io.lakehouse.bench.machine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Follows the processor time of processes while something runs, to tell later what was used between two moments. */
public final class ProcessorWatch implements AutoCloseable {
    private static final long PAUSE_MILLIS = 20;

    private final Map<String, Long> processes;
    private final Map<String, TreeMap<Long, Double>> samples = new LinkedHashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    /** Starts to follow processes: name to id. */
    public ProcessorWatch(Map<String, Long> processes) {
        this.processes = new LinkedHashMap<>(processes);
        processes.keySet().forEach(name -> samples.put(name, new TreeMap<>()));
        sample();
        this.thread = new Thread(this::follow, "processor-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Seconds that a process has computed between two moments, between samples in proportion.
     *
     * @param from milliseconds since 1970
     * @param to milliseconds since 1970
     */
    public double seconds(String process, long from, long to) {
        synchronized (samples) {
            var series = samples.get(process);
            if (series == null) {
                throw new IllegalArgumentException("no process " + process + " is followed");
            }
            return at(series, to) - at(series, from);
        }
    }

    static double at(TreeMap<Long, Double> series, long moment) {
        var before = series.floorEntry(moment);
        var after = series.ceilingEntry(moment);
        if (before == null || after == null) {
            return before == null ? after.getValue() : before.getValue();
        }
        if (before.getKey().equals(after.getKey())) {
            return before.getValue();
        }
        var share = (double) (moment - before.getKey()) / (after.getKey() - before.getKey());
        return before.getValue() + share * (after.getValue() - before.getValue());
    }

    /** Takes a last sample. */
    @Override
    public void close() {
        closed = true;
        sample();
    }

    private void follow() {
        try {
            while (!closed) {
                Thread.sleep(PAUSE_MILLIS);
                sample();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sample() {
        synchronized (samples) {
            processes.forEach(
                    (name, pid) -> samples.get(name).put(System.currentTimeMillis(), ProcessorTime.seconds(pid)));
        }
    }
}
