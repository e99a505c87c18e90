package io.lakehouse.platform.cli;

import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.lanes.PipelineApplication;
import io.lakehouse.platform.lanes.Proposal;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code plan [PIPELINE] [--json]}. Exit code 0 when there is nothing to do, 3 when there is, 1 on failure. */
@Command(
        name = "plan",
        description = "Shows what apply would change on the running platform, field by field. Changes nothing. Exit"
                + " code 0: nothing to do; 3: there is.")
final class Plan extends Verb implements Callable<Integer> {
    /** Exit code when something differs. */
    static final int DIFFERENT = 3;

    @Parameters(
            paramLabel = "PIPELINE",
            arity = "0..1",
            description = "Name of the pipeline (default: all that are on).")
    private @Nullable String pipeline;

    @Option(names = "--json", description = "As JSON, whose fields stay.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        var blueprint = session().running(pipeline);
        var each = new EachPipeline<Proposal>(
                session().declared(blueprint, pipeline),
                declared -> new PipelineApplication(blueprint, declared).plan());
        var printer = new ProposalPrinter(out(), json);
        printer.print(each.done(), "nothing to do");
        if (pipeline == null) {
            printer.printUndeclared(Lanes.undeclared(blueprint));
        }
        each.requireAll();
        return each.done().stream().allMatch(proposal -> proposal.plan().isEmpty()) ? 0 : DIFFERENT;
    }
}
