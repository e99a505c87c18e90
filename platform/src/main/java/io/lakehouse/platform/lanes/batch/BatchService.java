package io.lakehouse.platform.lanes.batch;

import io.lakehouse.platform.engine.Site;
import io.lakehouse.platform.lanes.PipelineKeeper;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.supervise.BatchRun;
import io.lakehouse.platform.supervise.EngineState;
import java.util.List;

/** What a platform that is up does for batches: it makes those that are due, and those that command lines ask for. */
public final class BatchService implements PipelineKeeper.Schedule {
    private final BatchDesk desk;
    private final PipelineBatches batches;
    private final BatchScheduler scheduler;
    private boolean isStarted;

    /** That of a platform whose Spark lives at this site. */
    public BatchService(Blueprint blueprint, Site spark) {
        this.batches = PipelineBatches.ofSupervisor(blueprint, spark);
        this.scheduler = BatchScheduler.of(blueprint, batches);
        this.desk = new BatchDesk(blueprint.home());
    }

    @Override
    public synchronized void start() {
        if (isStarted) {
            return;
        }
        isStarted = true;
        desk.open(request -> request.kind() == BatchRun.Kind.UPKEEP
                ? batches.upkeep(request.pipeline(), request.startedBy(), request.timeout())
                : batches.run(request.pipeline(), request.attempt(), request.startedBy(), request.timeout()));
        scheduler.start();
    }

    @Override
    public List<EngineState> sessions() {
        return batches.session().stream().toList();
    }

    @Override
    public String problem() {
        return scheduler.problem();
    }

    @Override
    public void close() {
        scheduler.close();
        desk.close();
    }
}
