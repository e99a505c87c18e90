package io.lakehouse.platform.cli;

import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.lanes.PipelineApplication;
import io.lakehouse.platform.lanes.PipelineApplication.Destruction;
import io.lakehouse.platform.lanes.Proposal;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code apply [PIPELINE] [--allow-destroy] [--json]}. */
@Command(
        name = "apply",
        description = "Makes the running platform what the declarations say: exactly what plan shows. Doing it again"
                + " changes nothing.")
final class Apply extends Verb implements Callable<Integer> {
    @Parameters(
            paramLabel = "PIPELINE",
            arity = "0..1",
            description = "Name of the pipeline (default: all that are on).")
    private @Nullable String pipeline;

    @Option(
            names = "--allow-destroy",
            description =
                    "Also takes the steps that lose data; without it, one of them keeps all of its pipeline from being done.")
    private boolean allowDestroy;

    @Option(names = "--json", description = "As JSON, whose fields stay.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        var blueprint = session().running(pipeline);
        var each = new EachPipeline<Proposal>(
                session().declared(blueprint, pipeline), declared -> new PipelineApplication(blueprint, declared)
                        .apply(allowDestroy ? Destruction.ALLOWED : Destruction.REFUSED, step -> {
                            if (!json) {
                                out().println(declared.pipeline().name() + ": " + step);
                                out().flush();
                            }
                        }));
        var printer = new ProposalPrinter(out(), json);
        printer.print(each.done(), "nothing to do");
        if (pipeline == null) {
            printer.printUndeclared(Lanes.undeclared(blueprint));
        }
        each.requireAll();
        return 0;
    }
}
