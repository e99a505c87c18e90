package io.lakehouse.platform.lanes.batch;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.github.kagkarlsson.scheduler.ScheduledExecution;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.supervise.BatchHistory;
import io.lakehouse.platform.supervise.BatchRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When the batches of a pipeline are made, by whom, and what keeps them from it.
 *
 * @param pipeline its name
 * @param everySeconds how long from one run to the next; 0 when none is scheduled
 * @param retries how often a run that failed is tried again
 * @param backoffSeconds the pause before the first of these
 * @param timeoutSeconds how long a run may take
 * @param owner the one orchestrator that may schedule them; empty when nobody has claimed them
 * @param pausedSince ISO 8601; empty when they are not paused
 * @param nextRun ISO 8601, when the scheduler of this home starts the next; empty when it starts none
 * @param failuresInARow scheduled runs that failed since the last that did not
 * @param running identity of the run that is under way; empty when none is
 * @param detail why nothing is scheduled although the pipeline declares it, one line; empty otherwise
 * @param isKnown whether PostgreSQL, which keeps owner, pause and next run, could be asked
 */
public record BatchSchedule(
        String pipeline,
        long everySeconds,
        int retries,
        long backoffSeconds,
        long timeoutSeconds,
        String owner,
        String pausedSince,
        String nextRun,
        int failuresInARow,
        String running,
        String detail,
        @JsonIgnore boolean isKnown) {

    /**
     * Those of the applied pipelines that keep tables in the lake. PostgreSQL is asked once; when it does not answer,
     * each says so.
     *
     * @param pipelines their names
     */
    public static List<BatchSchedule> of(Blueprint blueprint, List<String> pipelines) {
        var plans = pipelines.stream()
                .map(name -> Lanes.plan(blueprint, name))
                .filter(PipelinePlan::hasLake)
                .toList();
        if (plans.isEmpty()) {
            return List.of();
        }
        var schedules = new ArrayList<BatchSchedule>();
        var orchestrator = Orchestrator.of(blueprint.home());
        try {
            var database = new SourceAccess(blueprint).orchestration();
            var controls = BatchControls.open(database).all();
            var due = BatchDueTimes.of(database, orchestrator);
            plans.forEach(plan -> schedules.add(of(blueprint, plan, orchestrator, controls, due)));
        } catch (RuntimeException e) {
            var reason = e instanceof Failure ? e.getMessage() : e.toString();
            schedules.clear();
            plans.forEach(plan -> schedules.add(of(blueprint, plan, BatchControl.NONE, null, reason, false)));
        }
        return schedules;
    }

    private static BatchSchedule of(
            Blueprint blueprint,
            PipelinePlan plan,
            String orchestrator,
            Map<String, BatchControl> controls,
            Map<String, ScheduledExecution<Object>> due) {
        var name = plan.pipeline().name();
        var control = controls.getOrDefault(name, BatchControl.NONE);
        var isScheduled = plan.pipeline().batch().isScheduled();
        return of(
                blueprint,
                plan,
                control,
                due.get(name),
                isScheduled ? control.obstacle(orchestrator).orElse("") : "",
                true);
    }

    private static BatchSchedule of(
            Blueprint blueprint,
            PipelinePlan plan,
            BatchControl control,
            @Nullable ScheduledExecution<Object> due,
            String detail,
            boolean isKnown) {
        var name = plan.pipeline().name();
        var batch = plan.pipeline().batch();
        return new BatchSchedule(
                name,
                batch.every().toSeconds(),
                batch.retries(),
                batch.backoff().toSeconds(),
                batch.timeout().toSeconds(),
                control.owner() == null ? "" : control.owner(),
                control.pausedSince() == null ? "" : control.pausedSince(),
                due == null || due.isPicked() ? "" : due.getExecutionTime().toString(),
                due == null ? 0 : due.getConsecutiveFailures(),
                new BatchHistory(blueprint.home(), name)
                        .unended().stream()
                                .filter(run -> run.state() == BatchRun.State.RUNNING)
                                .map(BatchRun::runId)
                                .findFirst()
                                .orElse(""),
                detail,
                isKnown);
    }
}
