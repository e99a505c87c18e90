package io.lakehouse.platform.lanes;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.diff.Comparison;
import io.lakehouse.platform.plan.diff.Resource;
import io.lakehouse.platform.source.SourceDatabase;
import java.io.IOException;

/** What became of an applied pipeline on the running engines without the platform's doing. */
public final class PipelineDrift {
    private PipelineDrift() {}

    /**
     * The objects that are gone or are others than they were applied.
     *
     * @throws Failure when the pipeline has not been applied, or an engine does not answer
     */
    public static Proposal of(Blueprint blueprint, String name) throws IOException {
        var applied = Lanes.applied(blueprint.home(), name)
                .orElseThrow(() -> new Failure("pipeline " + name + " has not been applied in "
                        + blueprint.home().root() + "; applied are " + Lanes.names(blueprint.home())));
        var plan = applied.plan();
        var resources = applied.resources().stream()
                .filter(resource -> SelectedLanes.have(blueprint.selection(), plan, resource))
                .toList();
        var observed = new Observation(
                        blueprint,
                        new SourceDatabase(Lanes.source(blueprint, applied)),
                        CaptureEpoch.of(blueprint.home(), name))
                .of(
                        resources.stream().map(Resource::id).toList(),
                        plan.pipeline().tables());
        return new Proposal(name, Comparison.drift(resources, observed), java.util.List.of());
    }
}
