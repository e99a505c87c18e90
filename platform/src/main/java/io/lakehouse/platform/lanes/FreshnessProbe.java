package io.lakehouse.platform.lanes;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.realtime.PinotQuery;
import io.lakehouse.platform.source.simulation.SimulationListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures how long a commit in the source takes until a query of Pinot returns it: samples committed inserts, one at a
 * time, and asks for each until it is there. What it measures includes the time of the query that found it.
 */
public final class FreshnessProbe implements SimulationListener, AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 2;

    private final PipelinePlan plan;
    private final PinotQuery pinot;
    private final SimulationListener next;
    /** Without room: an insert is sampled when the probe is idle, so that waiting in line is never measured. */
    private final SynchronousQueue<CommittedChange> idle = new SynchronousQueue<>();

    private final List<Double> millis = new ArrayList<>();
    private final Thread thread = new Thread(this::probe, "freshness");
    private volatile boolean closed;
    private int lost;

    /**
     * A probe of a pipeline.
     *
     * @param next told everything that this listener is told
     */
    public FreshnessProbe(Blueprint blueprint, PipelinePlan plan, SimulationListener next) {
        this.plan = plan;
        this.pinot = new PinotQuery(new JsonRest(blueprint.addresses().pinotBroker()));
        this.next = next;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * What was measured.
     *
     * @param samples how many inserts were followed
     * @param lost how many of them were not found within thirty seconds
     * @param p50 median, in ms
     * @param p99 99th percentile, in ms
     * @param max the longest, in ms
     */
    public record Freshness(int samples, int lost, double p50, double p99, double max) {}

    @Override
    public void progress(io.lakehouse.platform.source.simulation.SimulationSummary soFar) {
        next.progress(soFar);
    }

    @Override
    public void committed(CommittedChange change) {
        next.committed(change);
        if (change.operation() == Operation.CREATE) {
            idle.offer(change);
        }
    }

    /** What was measured so far; empty when there was nothing to follow. */
    public Optional<Freshness> result() {
        synchronized (millis) {
            if (millis.isEmpty()) {
                return Optional.empty();
            }
            var sorted = millis.stream().sorted().toList();
            return Optional.of(new Freshness(
                    sorted.size() + lost,
                    lost,
                    percentile(sorted, 0.50),
                    percentile(sorted, 0.99),
                    sorted.get(sorted.size() - 1)));
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(LONGEST.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void probe() {
        try {
            while (!closed) {
                var change = idle.poll(100, TimeUnit.MILLISECONDS);
                if (change != null) {
                    follow(change);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(CommittedChange change) throws InterruptedException {
        var route = plan.routes().stream()
                .filter(candidate ->
                        candidate.shape().qualifiedName().equals(change.table().qualifiedName()))
                .filter(candidate -> !candidate.currentTopic().isEmpty())
                .findFirst();
        if (route.isEmpty()) {
            return;
        }
        var sql = query(route.get(), change.key());
        while (System.nanoTime() - change.commitNanos() < LONGEST.toNanos()) {
            if (isThere(sql)) {
                record((System.nanoTime() - change.commitNanos()) / 1e6);
                return;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        synchronized (millis) {
            lost++;
        }
    }

    private boolean isThere(String sql) {
        try {
            return !"0".equals(pinot.run(sql).rows().get(0).get(0));
        } catch (RuntimeException e) {
            // Pinot is away for a moment: that counts as not there, and shows in the figures.
            return false;
        }
    }

    private void record(double sample) {
        synchronized (millis) {
            millis.add(sample);
        }
    }

    private static String query(TableRoute route, List<String> key) {
        var columns = route.shape().keyColumns();
        return "SELECT COUNT(*) FROM \"" + route.currentTopic() + "\" WHERE "
                + IntStream.range(0, columns.size())
                        .mapToObj(index -> "\"" + columns.get(index).name() + "\" = "
                                + literal(columns.get(index), key.get(index)))
                        .collect(Collectors.joining(" AND "));
    }

    private static String literal(Column column, String value) {
        return switch (column.type().name()) {
            case SMALLINT, INTEGER, BIGINT -> value;
            default -> "'" + value.replace("'", "''") + "'";
        };
    }

    private static double percentile(List<Double> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(share * sorted.size()) - 1));
    }
}
