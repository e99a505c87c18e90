package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.supervise.BatchHistory;
import io.lakehouse.platform.supervise.BatchRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs that tell of batches that were started. */
final class BatchPast {
    private BatchPast() {}

    /** Lists runs. */
    @Command(name = "history", description = "The runs, the newest first; those that are under way are RUNNING.")
    static final class HistoryVerb extends Verb implements Callable<Integer> {
        @Parameters(arity = "0..1", paramLabel = "PIPELINE", description = "Only those of this pipeline.")
        private @Nullable String pipeline;

        @Option(
                names = {"-n", "--limit"},
                defaultValue = "20",
                converter = Counts.class,
                description = "At most so many of each pipeline (default: ${DEFAULT-VALUE}).")
        private int limit = 20;

        @Option(names = "--json", description = "As JSON: an array of the fields of batches in status --json.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            var runs = new ArrayList<BatchRun>();
            for (var name : Batch.names(session(), pipeline)) {
                runs.addAll(new BatchHistory(session().home(), name).all(limit));
            }
            if (json) {
                out().println(JsonRest.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(runs));
            } else {
                runs.forEach(run -> Batch.print(run, out()));
            }
            out().flush();
            return 0;
        }
    }

    /** Shows the log of a run. */
    @Command(name = "log", description = "The log of a run.")
    static final class LogVerb extends Verb implements Callable<Integer> {
        @Parameters(paramLabel = "RUN", description = "Identity of the run, as batch history tells.")
        private String run = "";

        @Option(
                names = {"-f", "--follow"},
                description = "Goes on as the log grows, until interrupted.")
        private boolean follow;

        @Option(
                names = {"-n", "--lines"},
                defaultValue = "200",
                converter = Counts.class,
                description = "How many of the last lines (default: ${DEFAULT-VALUE}).")
        private int lines = 200;

        @Override
        public Integer call() throws Exception {
            for (var name : Batch.names(session(), null)) {
                var history = new BatchHistory(session().home(), name);
                var log = history.log(run);
                if (Files.isRegularFile(log)) {
                    LogTail.print(log, lines, follow, out());
                    return 0;
                }
                var found = history.find(run);
                if (found.isPresent()) {
                    throw new Failure("run " + run + " of " + name + " has written no log: "
                            + found.get().state().name().toLowerCase(Locale.ROOT)
                            + (found.get().reason().isEmpty()
                                    ? ""
                                    : ", " + found.get().reason()));
                }
            }
            throw unknown(run);
        }
    }

    static Failure unknown(String run) {
        return new Failure("there is no run " + run + "; lakehouse batch history lists them");
    }
}
