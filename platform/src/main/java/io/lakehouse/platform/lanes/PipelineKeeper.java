package io.lakehouse.platform.lanes;

import io.lakehouse.platform.config.DeclaredPipeline;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies every pipeline of a blueprint that is on, and keeps what is applied working; one that cannot be applied is named
 * until it is (docs/decisions/0185). It looks after what the home remembers, so
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
        var before = Lanes.names(blueprint.home());
        ApplicationFailure.all(blueprint.home())
                .forEach(failure -> ApplicationFailure.forget(blueprint.home(), failure.pipeline()));
        var active = Lanes.active(blueprint);
        var failures = active.stream()
                .flatMap(declared -> apply(declared, progress).stream())
                .toList();
        if (!failures.isEmpty() && failures.size() == active.size() && before.isEmpty()) {
            // There is nothing that a platform could run for.
            throw new Failure(failures.stream()
                    .map(failure -> "pipeline " + failure.pipeline() + " cannot be applied: " + failure.reason())
                    .collect(Collectors.joining("; ")));
        }
    }

    /** One that cannot be applied keeps no other from it. */
    private Optional<ApplicationFailure> apply(DeclaredPipeline declared, Consumer<PipelineState> progress) {
        var name = declared.pipeline().name();
        try {
            var done = new PipelineApplication(blueprint, declared)
                    .apply(Destruction.POSTPONED, step -> progress.accept(new PipelineState(name, false, step)));
            done.notes().forEach(note -> LOG.warn("pipeline={} {}", name, note));
            progress.accept(new PipelineState(name, true, ""));
            return Optional.empty();
        } catch (Exception e) {
            var lost = CaptureEpoch.of(blueprint.home(), name).lost();
            if (!lost.isEmpty()) {
                // It is stopped and says so.
                LOG.error("pipeline={} {}", name, e.getMessage());
                progress.accept(new PipelineState(name, true, MissingChanges.message(name, lost)));
                return Optional.empty();
            }
            LOG.error("a pipeline cannot be applied pipeline={}", name, e);
            var failure = ApplicationFailure.of(declared, e);
            failure.save(blueprint.home());
            progress.accept(new PipelineState(name, false, failure.message()));
            return Optional.of(failure);
        }
    }

    @Override
    public List<PipelineState> keep() {
        schedule.start();
        var names = new TreeSet<>(Lanes.names(blueprint.home()));
        pipelines.keySet().retainAll(names);
        ApplicationFailure.all(blueprint.home()).forEach(failure -> names.add(failure.pipeline()));
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
            var failure = ApplicationFailure.of(blueprint.home(), name).map(ApplicationFailure::message);
            if (applied.isEmpty()) {
                return new PipelineState(name, false, failure.orElse("is not applied"));
            }
            var known = pipelines.get(name);
            if (known == null || !known.applied().equals(applied.get())) {
                pipelines.put(name, new PipelineLanes(blueprint, applied.get()));
            }
            var details = new ArrayList<>(failure.stream().toList());
            details.addAll(pipelines.get(name).keep());
            if (applied.get().plan().pipeline().batch().isScheduled()
                    && !schedule.problem().isEmpty()) {
                details.add("no batch is scheduled: " + schedule.problem());
            }
            return new PipelineState(name, failure.isEmpty(), String.join("; ", details));
        } catch (Exception e) {
            LOG.debug("keeping failed pipeline={}", name, e);
            return new PipelineState(name, true, String.valueOf(e.getMessage()));
        }
    }
}
