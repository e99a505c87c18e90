package io.lakehouse.platform.lanes;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.lanes.PipelineApplication.Destruction;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.supervise.EngineState;
import io.lakehouse.platform.supervise.PlatformState.PipelineState;
import io.lakehouse.platform.supervise.Supervisor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies every pipeline of a blueprint that is on, and keeps what is applied working. It looks after what the home remembers, so
 * a pipeline that the command line applies or destroys meanwhile is taken up or let go by itself.
 */
public final class PipelineKeeper implements Supervisor.Pipelines {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineKeeper.class);

    private final Blueprint blueprint;
    private final Schedule schedule;
    private final Map<String, PipelineLanes> pipelines = new HashMap<>();

    /** What makes the batches of the pipelines when they are due. */
    public interface Schedule extends AutoCloseable {
        /** Nothing is scheduled. */
        Schedule NONE = new Schedule() {
            @Override
            public void start() {}

            @Override
            public String problem() {
                return "";
            }

            @Override
            public void close() {}
        };

        /** Begins; once it has begun, nothing more happens. */
        void start();

        /** The processes that it has now and that stay between batches. */
        default List<EngineState> sessions() {
            return List.of();
        }

        /** Why nothing is scheduled now, one line; empty when all is well. */
        String problem();

        @Override
        void close();
    }

    /** A keeper of a blueprint's pipelines, whose batches are scheduled once everything is ready. */
    public PipelineKeeper(Blueprint blueprint, Schedule schedule) {
        this.blueprint = blueprint;
        this.schedule = schedule;
    }

    @Override
    public Set<String> needs() {
        // Trino asks what the lanes have written; the views that are made in it wait for it by themselves.
        var needs = new TreeSet<>(blueprint.started());
        needs.remove("trino");
        return needs;
    }

    @Override
    public void apply(Consumer<PipelineState> progress) {
        for (var declared : Lanes.active(blueprint)) {
            var name = declared.pipeline().name();
            try {
                var done = new PipelineApplication(blueprint, declared)
                        .apply(Destruction.POSTPONED, step -> progress.accept(new PipelineState(name, false, step)));
                done.notes().forEach(note -> LOG.warn("pipeline={} {}", name, note));
            } catch (Exception e) {
                var lost = CaptureEpoch.of(blueprint.home(), name).lost();
                if (!lost.isEmpty()) {
                    // It is stopped and says so; the others have nothing to do with it.
                    LOG.error("pipeline={} {}", name, e.getMessage());
                    progress.accept(new PipelineState(name, true, MissingChanges.message(name, lost)));
                    continue;
                }
                throw new Failure("pipeline " + name + " cannot be applied: " + e.getMessage(), e);
            }
            progress.accept(new PipelineState(name, true, ""));
        }
    }

    @Override
    public List<PipelineState> keep() {
        schedule.start();
        var names = Lanes.names(blueprint.home());
        pipelines.keySet().retainAll(names);
        var states = new ArrayList<PipelineState>();
        for (var name : names) {
            states.add(keep(name));
        }
        return states;
    }

    @Override
    public List<EngineState> sessions() {
        return schedule.sessions();
    }

    @Override
    public void release() {
        schedule.close();
    }

    /** Never while somebody applies or destroys it: a job that was stopped for another would be started again. */
    private PipelineState keep(String name) {
        try (var lock = PipelineLock.tryAcquire(blueprint.home(), name).orElse(null)) {
            if (lock == null) {
                return new PipelineState(name, true, "is being changed");
            }
            var applied = Lanes.applied(blueprint.home(), name);
            if (applied.isEmpty()) {
                return new PipelineState(name, false, "is not applied");
            }
            var known = pipelines.get(name);
            if (known == null || !known.applied().equals(applied.get())) {
                pipelines.put(name, new PipelineLanes(blueprint, applied.get()));
            }
            var details = new ArrayList<>(pipelines.get(name).keep());
            if (applied.get().plan().pipeline().batch().isScheduled()
                    && !schedule.problem().isEmpty()) {
                details.add("no batch is scheduled: " + schedule.problem());
            }
            return new PipelineState(name, true, String.join("; ", details));
        } catch (Exception e) {
            LOG.debug("keeping failed pipeline={}", name, e);
            return new PipelineState(name, true, String.valueOf(e.getMessage()));
        }
    }
}
