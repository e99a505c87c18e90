package io.lakehouse.platform.cli;

import io.lakehouse.platform.lanes.PipelineApplication;
import io.lakehouse.platform.lanes.PipelinePreflight;
import io.lakehouse.platform.lanes.PipelineRecovery;
import io.lakehouse.platform.source.CaptureFinding;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code recover PIPELINE --yes}. */
@Command(
        name = "recover",
        description =
                "Lets a pipeline go on after changes of its source went missing: a new slot, a higher epoch, and a"
                        + " snapshot of every table. Without --yes it only tells what it would do, with exit code 3.")
final class Recover extends Verb implements Callable<Integer> {
    @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline.")
    private String pipeline = "";

    @Option(names = "--yes", description = "Does it.")
    private boolean yes;

    @Override
    public Integer call() throws IOException {
        var blueprint = session().running(pipeline);
        var declared = blueprint.pipelines().named(pipeline);
        var recovery = new PipelineRecovery(blueprint, pipeline);
        if (!yes) {
            recovery.steps().forEach(step -> out().println(step));
            out().println("nothing was done; say --yes if it shall be so");
            out().flush();
            return Plan.DIFFERENT;
        }
        // What would keep the pipeline from being applied afterwards is told while its tables still are what they were.
        CaptureFinding.require(PipelinePreflight.of(blueprint, declared));
        recovery.recover(this::tell);
        new PipelineApplication(blueprint, declared).apply(PipelineApplication.Destruction.POSTPONED, this::tell);
        out().println("pipeline " + pipeline + " captures again, from a new snapshot; lakehouse sync"
                + " returns when the lanes are equal to the source");
        out().flush();
        return 0;
    }

    private void tell(String step) {
        out().println(step);
        out().flush();
    }
}
