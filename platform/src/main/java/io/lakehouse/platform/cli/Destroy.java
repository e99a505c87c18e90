package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.lanes.PipelineDestruction;
import io.lakehouse.platform.lanes.batch.BatchControls;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.SourceAccess;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code destroy PIPELINE [--keep-lake] --yes}. */
@Command(
        name = "destroy",
        description =
                "Removes a pipeline wholly: connector, slot, publication, jobs, topics, Pinot and lake tables; never"
                        + " a table of the source. Without --yes it only tells what it would remove, with exit code 3.")
final class Destroy extends Verb implements Callable<Integer> {
    @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline; its declaration may be gone already.")
    private String pipeline = "";

    @Option(names = "--keep-lake", description = "Leaves its bronze, SCD2 and checkpoint tables.")
    private boolean keepLake;

    @Option(names = "--yes", description = "Does it.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        var blueprint = session().running();
        requireAllLanes(blueprint);
        var destruction = PipelineDestruction.of(blueprint, pipeline, keepLake);
        var result = yes
                ? destruction.destroy(what -> {
                    out().println("removing " + what);
                    out().flush();
                })
                : destruction.found();
        if (yes && result.failures().isEmpty() && blueprint.selection().hasLake()) {
            BatchControls.open(new SourceAccess(blueprint).orchestration()).forget(pipeline);
        }
        if (!yes) {
            result.objects().forEach(what -> out().println("would remove " + what));
        }
        result.failures().forEach(failure -> out().println("could not see to " + failure));
        out().println(conclusion(blueprint, result));
        out().flush();
        return !result.failures().isEmpty() ? 1 : yes || result.objects().isEmpty() ? 0 : Plan.DIFFERENT;
    }

    /** What stays in a lane that is not up would be taken for that of the next pipeline of the name. */
    private void requireAllLanes(Blueprint blueprint) {
        if (!Lanes.areUp(blueprint, pipeline)) {
            throw new Failure("pipeline " + pipeline + " was applied with both lanes, and the platform in "
                    + blueprint.home().root() + " was brought up with the "
                    + (blueprint.selection().hasLake() ? "lake" : "real-time")
                    + " lane only; take it down and bring all of it up, then destroy the pipeline");
        }
    }

    private String conclusion(Blueprint blueprint, PipelineDestruction.Result result) {
        if (!yes) {
            return result.objects().isEmpty()
                    ? "nothing is left of pipeline " + pipeline
                    : "nothing was removed; say --yes if it shall be so";
        }
        if (!result.failures().isEmpty()) {
            return "pipeline " + pipeline + " is removed but for what is named above; destroy it again when that can be"
                    + " reached";
        }
        var isOn = blueprint.pipelines().enabled().stream()
                .anyMatch(declared -> declared.pipeline().name().equals(pipeline));
        return "pipeline " + pipeline + " is removed"
                + (isOn ? "; while it is declared, the next up or apply makes it anew" : "");
    }
}
