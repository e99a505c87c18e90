package io.lakehouse.platform.lanes;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.supervise.PlatformState.PipelineState;
import io.lakehouse.platform.supervise.Supervisor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies every pipeline of a blueprint and keeps it working. */
public final class PipelineKeeper implements Supervisor.Pipelines {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineKeeper.class);

    private final Blueprint blueprint;
    private final List<PipelineLanes> pipelines = new ArrayList<>();

    /** A keeper of a blueprint's pipelines. */
    public PipelineKeeper(Blueprint blueprint) {
        this.blueprint = blueprint;
    }

    @Override
    public Set<String> needs() {
        // Trino asks what the lanes have written; nothing of a pipeline is made in it.
        var needs = new TreeSet<>(blueprint.started());
        needs.remove("trino");
        return needs;
    }

    @Override
    public void apply(Consumer<PipelineState> progress) {
        for (var declared : blueprint.pipelines().all()) {
            var name = declared.pipeline().name();
            var lanes = new PipelineLanes(blueprint, declared);
            try {
                lanes.apply(step -> progress.accept(new PipelineState(name, false, step)));
            } catch (Exception e) {
                throw new Failure("pipeline " + name + " cannot be applied: " + e.getMessage(), e);
            }
            pipelines.add(lanes);
            progress.accept(new PipelineState(name, true, ""));
        }
    }

    @Override
    public List<PipelineState> keep() {
        return pipelines.stream().map(PipelineKeeper::keep).toList();
    }

    private static PipelineState keep(PipelineLanes lanes) {
        try {
            return new PipelineState(lanes.name(), true, String.join("; ", lanes.keep()));
        } catch (Exception e) {
            LOG.debug("keeping failed pipeline={}", lanes.name(), e);
            return new PipelineState(lanes.name(), true, String.valueOf(e.getMessage()));
        }
    }
}
