package io.lakehouse.platform.cli;

import io.lakehouse.platform.lanes.batch.BatchControls;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs that say whether a pipeline's batches may be scheduled, and by whom. */
final class BatchRight {
    private BatchRight() {}

    /** What the verbs share. */
    abstract static class RightVerb extends Verb implements Callable<Integer> {
        @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline.")
        private String pipeline = "";

        @Override
        public final Integer call() throws IOException {
            out().println(change(Batch.controls(session(), pipeline), pipeline));
            out().flush();
            return 0;
        }

        abstract String change(BatchControls controls, String pipeline);
    }

    /** Lets none start. */
    @Command(
            name = "pause",
            description = "Lets no scheduled run start until batch resume; one that is under way goes on.")
    static final class PauseVerb extends RightVerb {
        @Override
        String change(BatchControls controls, String pipeline) {
            controls.pause(pipeline);
            return "scheduled batches of " + pipeline + " are paused";
        }
    }

    /** Lets them start again. */
    @Command(
            name = "resume",
            description = "Lets scheduled runs start again; one run makes up for all that were missed.")
    static final class ResumeVerb extends RightVerb {
        @Override
        String change(BatchControls controls, String pipeline) {
            controls.resume(pipeline);
            return "scheduled batches of " + pipeline + " are not paused";
        }
    }

    /** Says who may schedule them. */
    @Command(
            name = "lease",
            description = "Gives the batches of a pipeline to one orchestrator; the platform's scheduler then starts"
                    + " none, until they are released.")
    static final class LeaseVerb extends RightVerb {
        @ArgGroup(multiplicity = "1")
        private Choice choice = new Choice();

        /** Who gets them. */
        static final class Choice {
            @Option(
                    names = "--to",
                    paramLabel = "NAME",
                    converter = Orchestrators.class,
                    description = "The orchestrator outside, which then calls batch run --as NAME.")
            private @Nullable String name;

            @Option(names = "--release", description = "Nobody: a scheduler that has the pipeline may claim it.")
            private boolean release;
        }

        @Override
        String change(BatchControls controls, String pipeline) {
            var name = choice.name;
            if (name == null) {
                controls.release(pipeline);
                return "the batches of " + pipeline + " are leased to nobody";
            }
            controls.give(pipeline, name);
            return "the batches of " + pipeline + " are leased to " + name;
        }
    }
}
