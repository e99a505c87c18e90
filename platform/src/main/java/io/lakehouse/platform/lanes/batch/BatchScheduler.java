package io.lakehouse.platform.lanes.batch;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceException;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.shaded.jdbc.SQLRuntimeException;
import com.zaxxer.hikari.HikariDataSource;
import io.lakehouse.contract.declaration.BatchDeclaration;
import io.lakehouse.platform.lanes.PipelineKeeper;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.SharedConnections;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the batches of a home's pipelines when they are due. What is due stands in the platform's PostgreSQL; a thread of
 * this class keeps it equal to what is applied, paused and leased now.
 *
 * <p>It never ends by itself: without PostgreSQL it schedules nothing, says so, and goes on trying.
 */
public final class BatchScheduler implements PipelineKeeper.Schedule {
    private static final Logger LOG = LoggerFactory.getLogger(BatchScheduler.class);
    private static final Duration TICK = Duration.ofSeconds(2);
    /** A run whose supervisor was killed is taken up again after four of these. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final DatabaseAddress database;
    private final String orchestrator;
    private final ScheduledRuns runs;
    private final Duration tick;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::keep, "batch scheduler");

    private @Nullable BatchControls controls;
    private @Nullable Scheduler scheduler;
    private @Nullable HikariDataSource pool;
    private volatile String problem = "";
    private volatile int looks;

    /** The scheduler of a platform's home. */
    public static BatchScheduler of(Blueprint blueprint, PipelineBatches batches) {
        return new BatchScheduler(
                new SourceAccess(blueprint).orchestration(), Orchestrator.of(blueprint.home()), batches, TICK);
    }

    /** Likewise, of an orchestrator of this name, looking as often as this. */
    BatchScheduler(DatabaseAddress database, String orchestrator, ScheduledRuns runs, Duration tick) {
        this.database = database;
        this.orchestrator = orchestrator;
        this.runs = runs;
        this.tick = tick;
        thread.setDaemon(true);
    }

    @Override
    public synchronized void start() {
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** How often the schedule has been made equal to what is wanted. */
    int looks() {
        return looks;
    }

    @Override
    public String problem() {
        return problem;
    }

    /** Kills the run that is under way, which is due again at the next start, and ends. */
    @Override
    public void close() {
        stop.countDown();
        runs.stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() {
        try (var held = SharedConnections.hold()) {
            do {
                held.closeDead();
                attempt();
            } while (!isStopped());
        }
        if (scheduler != null) {
            scheduler.stop();
        }
        if (pool != null) {
            pool.close();
        }
    }

    private void attempt() {
        try {
            look();
            problem = "";
            looks++;
        } catch (RuntimeException e) {
            var reason = String.valueOf(e.getMessage());
            if (!reason.equals(problem)) {
                LOG.warn("batches are not scheduled", e);
            }
            problem = reason;
            if (scheduler != null) {
                // It would write the same failure into the log at every look.
                scheduler.pause();
            }
        }
    }

    private boolean isStopped() {
        try {
            return stop.await(tick.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    private void look() {
        if (controls == null) {
            controls = BatchControls.open(database);
        }
        if (pool == null) {
            pool = BatchDueTimes.pool(database);
        }
        try {
            if (scheduler == null) {
                scheduler = started(controls, pool);
            }
            reconcile(controls, scheduler);
        } catch (SQLRuntimeException e) {
            throw BatchDueTimes.failure(database, e);
        }
        scheduler.resume();
    }

    private Scheduler started(BatchControls opened, DataSource connections) {
        var task = new BatchTask(orchestrator, opened, runs).task();
        var started = Scheduler.create(connections, task)
                // Memory is reckoned for one run at a time.
                .threads(1)
                .pollingInterval(tick)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(STOP_LIMIT)
                .schedulerName(() -> orchestrator)
                // Rows of another home are no leftovers.
                .deleteUnresolvedAfter(Duration.ofDays(36_500))
                .failureLogging(LogLevel.DEBUG, false)
                .build();
        started.start();
        return started;
    }

    private void reconcile(BatchControls now, Scheduler schedule) {
        var due = BatchDueTimes.of(schedule, orchestrator);
        var known = now.all();
        var wanted = new HashSet<String>();
        runs.pipelines().forEach((pipeline, batch) -> {
            if (!batch.isScheduled()) {
                return;
            }
            var control = known.getOrDefault(pipeline, BatchControl.NONE);
            if (control.owner() == null) {
                control = now.claim(pipeline, orchestrator);
            }
            if (control.obstacle(orchestrator).isEmpty()) {
                wanted.add(pipeline);
                schedule(schedule, pipeline, batch, due.get(pipeline));
            }
        });
        due.values().stream()
                .filter(execution ->
                        !wanted.contains(execution.getTaskInstance().getId()) && !execution.isPicked())
                .forEach(execution -> cancel(schedule, execution));
        known.forEach((pipeline, control) -> {
            var isOnSchedule = runs.pipelines()
                    .getOrDefault(pipeline, BatchDeclaration.DEFAULT)
                    .isScheduled();
            if (!isOnSchedule && control.isOwnedBy(orchestrator)) {
                now.release(pipeline, orchestrator);
            }
        });
    }

    private void schedule(
            Scheduler schedule, String pipeline, BatchDeclaration batch, @Nullable ScheduledExecution<Object> there) {
        var instance = BatchTask.instance(orchestrator, pipeline);
        var now = Instant.now();
        if (there == null) {
            var next = runs.lastStart(pipeline)
                    .map(last -> last.plus(batch.every()))
                    .filter(time -> time.isAfter(now))
                    .orElse(now);
            if (schedule.scheduleIfNotExists(instance, next)) {
                LOG.info("pipeline={} is scheduled every={} next={}", pipeline, batch.every(), next);
            }
            return;
        }
        var longest = batch.every().compareTo(batch.backoff()) > 0 ? batch.every() : batch.backoff();
        if (!there.isPicked() && there.getExecutionTime().isAfter(now.plus(longest))) {
            // It was due by a longer interval that was declared before.
            reschedule(schedule, pipeline, now.plus(batch.every()));
        }
    }

    private void reschedule(Scheduler schedule, String pipeline, Instant next) {
        try {
            schedule.reschedule(BatchTask.instance(orchestrator, pipeline), next);
        } catch (TaskInstanceException e) {
            LOG.debug("pipeline={} has begun meanwhile", pipeline, e);
        }
    }

    private static void cancel(Scheduler schedule, ScheduledExecution<Object> execution) {
        try {
            schedule.cancel(execution.getTaskInstance());
        } catch (TaskInstanceException e) {
            // It has begun meanwhile, and looks itself whether it may.
            LOG.debug(
                    "pipeline={} has begun meanwhile",
                    execution.getTaskInstance().getId(),
                    e);
        }
    }
}
