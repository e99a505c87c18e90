package io.lakehouse.platform.lanes.batch;

import io.lakehouse.contract.declaration.BatchDeclaration;
import io.lakehouse.platform.supervise.BatchRun;
import io.lakehouse.platform.supervise.BatchRun.State;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Runs of one pipeline that end as they are told, and remember when they were made. */
final class ScriptedRuns implements ScheduledRuns {
    static final String PIPELINE = "sales";

    private final Deque<State> script = new ArrayDeque<>();
    private final List<Integer> attempts = new ArrayList<>();
    private final List<Instant> starts = new ArrayList<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Optional<Instant> lastStart = Optional.empty();
    private BatchDeclaration batch;
    private boolean isUnderWay;
    private boolean hasOverlapped;
    private boolean waitsForStop;

    ScriptedRuns(BatchDeclaration batch, State... script) {
        this.batch = batch;
        this.script.addAll(List.of(script));
    }

    synchronized ScriptedRuns after(Instant start) {
        lastStart = Optional.of(start);
        return this;
    }

    synchronized ScriptedRuns untilStopped() {
        waitsForStop = true;
        return this;
    }

    synchronized void declare(BatchDeclaration declared) {
        batch = declared;
    }

    synchronized List<Integer> attempts() {
        return List.copyOf(attempts);
    }

    synchronized List<Instant> starts() {
        return List.copyOf(starts);
    }

    synchronized boolean hasOverlapped() {
        return hasOverlapped;
    }

    @Override
    public synchronized Map<String, BatchDeclaration> pipelines() {
        return Map.of(PIPELINE, batch);
    }

    @Override
    public synchronized Optional<Instant> lastStart(String pipeline) {
        return lastStart;
    }

    @Override
    public Optional<BatchRun> run(String pipeline, int attempt) {
        var started = begin(attempt);
        try {
            if (waitsForStop) {
                stopped.await();
            }
            return Optional.of(end(pipeline, attempt, started));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private synchronized Instant begin(int attempt) {
        hasOverlapped |= isUnderWay;
        isUnderWay = true;
        attempts.add(attempt);
        starts.add(Instant.now());
        lastStart = Optional.of(Instant.now());
        return Instant.now();
    }

    private synchronized BatchRun end(String pipeline, int attempt, Instant started) {
        isUnderWay = false;
        var state = stopped.getCount() == 0 ? State.FAILED : script.isEmpty() ? State.UNCHANGED : script.poll();
        return new BatchRun(
                pipeline,
                "run",
                state,
                started.toString(),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                "as told",
                "",
                attempt,
                BatchRun.SCHEDULER,
                BatchRun.Kind.RUN,
                "",
                List.of());
    }

    @Override
    public void stop() {
        stopped.countDown();
    }
}
