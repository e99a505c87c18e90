package io.lakehouse.platform.lanes.batch;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.lakehouse.contract.declaration.BatchDeclaration;
import io.lakehouse.platform.supervise.BatchRun;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What db-scheduler runs when a batch is due, and when the next is. One row of its table is one pipeline; the failures in
 * a row that it counts there tell which try is due.
 */
final class BatchTask {
    private static final Logger LOG = LoggerFactory.getLogger(BatchTask.class);

    private final String orchestrator;
    private final BatchControls controls;
    private final ScheduledRuns runs;

    BatchTask(String orchestrator, BatchControls controls, ScheduledRuns runs) {
        this.orchestrator = orchestrator;
        this.controls = controls;
        this.runs = runs;
    }

    /** A scheduled run that failed, for db-scheduler to count. */
    private static final class FailedRunException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FailedRunException(String reason) {
            super(reason);
        }
    }

    /** The task, named as its orchestrator, so that homes that share the table do not take each other's. */
    Task<Void> task() {
        return Tasks.custom(orchestrator, Void.class)
                .onFailure(this::failed)
                .onDeadExecutionRevive()
                .execute(this::execute);
    }

    /** The row of a pipeline. */
    static TaskInstance<Void> instance(String orchestrator, String pipeline) {
        return new TaskInstance<>(orchestrator, pipeline);
    }

    private CompletionHandler<Void> execute(TaskInstance<Void> instance, ExecutionContext context) {
        var pipeline = instance.getId();
        var batch = declared(pipeline);
        var obstacle = controls.of(pipeline).obstacle(orchestrator);
        if (!batch.isScheduled() || obstacle.isPresent()) {
            return (complete, operations) -> operations.remove();
        }
        var run = runs.run(pipeline, attempt(context.getExecution(), batch));
        if (run.isEmpty()) {
            LOG.info(
                    "pipeline={} a run that somebody else started is under way, the scheduled one is left out",
                    pipeline);
        } else if (run.get().state() == BatchRun.State.FAILED) {
            throw new FailedRunException(run.get().reason());
        }
        return (complete, operations) -> operations.reschedule(complete, next(complete, batch));
    }

    private void failed(ExecutionComplete complete, ExecutionOperations<Void> operations) {
        var execution = complete.getExecution();
        var batch = declared(execution.taskInstance.getId());
        if (!batch.isScheduled()) {
            operations.remove();
            return;
        }
        var attempt = attempt(execution, batch);
        var retry = attempt <= batch.retries();
        var next = retry ? Instant.now().plus(batch.pauseAfter(attempt)) : next(complete, batch);
        LOG.warn(
                "pipeline={} attempt={} failed, {} at {}: {}",
                execution.taskInstance.getId(),
                attempt,
                retry ? "tried again" : "no more tries until the next run",
                next,
                complete.getCause().map(Throwable::getMessage).orElse(""));
        operations.reschedule(complete, next);
    }

    private BatchDeclaration declared(String pipeline) {
        return runs.pipelines().getOrDefault(pipeline, BatchDeclaration.DEFAULT);
    }

    /** After the last retry a new series begins. */
    private static int attempt(Execution execution, BatchDeclaration batch) {
        return execution.consecutiveFailures % (batch.retries() + 1) + 1;
    }

    /** The next time on the pipeline's beat that is still to come: what was missed is not made up for one by one. */
    private static Instant next(ExecutionComplete complete, BatchDeclaration batch) {
        return next(complete.getExecution().executionTime, batch.every(), Instant.now());
    }

    static Instant next(Instant due, Duration every, Instant now) {
        var missed = Duration.between(due, now).dividedBy(every);
        return due.plus(every.multipliedBy(Math.max(0, missed) + 1));
    }
}
