package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.artifact.InstallProgress;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.lanes.HybridViews;
import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.supervise.BatchHistory;
import io.lakehouse.platform.supervise.BatchRun;
import io.lakehouse.platform.supervise.BatchRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code batch run|history|log|retry}. */
@Command(
        name = "batch",
        description = "The SCD2 batches.",
        subcommands = {Batch.RunVerb.class, Batch.HistoryVerb.class, Batch.LogVerb.class, Batch.RetryVerb.class})
final class Batch extends Verb implements Runnable {
    private static final String LIMIT = "30m";
    private static final int REJECTED = 3;
    private static final int UNDER_WAY = 4;

    @Override
    public void run() {
        throw new ParameterException(spec().commandLine(), "which of the verbs of batch? see lakehouse batch --help");
    }

    /** Runs one batch now. */
    @Command(
            name = "run",
            description =
                    "Reads what is new in bronze and publishes it as history, or nothing. Exit code 0: published, or"
                            + " nothing was new; 1: failed; 3: the audit rejected the result, and its branch is kept; 4: a run of"
                            + " the pipeline is under way already.")
    static final class RunVerb extends Verb implements Callable<Integer> {
        @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline.")
        private String pipeline = "";

        @Option(
                names = "--timeout",
                paramLabel = "D",
                defaultValue = LIMIT,
                converter = Durations.class,
                description = "How long it may take, as 90s or 30m; then it is killed (default: ${DEFAULT-VALUE}).")
        private Duration timeout = Duration.ofMinutes(30);

        @Override
        public Integer call() {
            return report(start(session(), pipeline, timeout), pipeline, this);
        }
    }

    /** Lists runs. */
    @Command(name = "history", description = "The runs that ended, the newest first, and those that are under way.")
    static final class HistoryVerb extends Verb implements Callable<Integer> {
        @Parameters(arity = "0..1", paramLabel = "PIPELINE", description = "Only those of this pipeline.")
        private @Nullable String pipeline;

        @Option(
                names = {"-n", "--limit"},
                defaultValue = "20",
                description = "At most so many of each pipeline (default: ${DEFAULT-VALUE}).")
        private int limit = 20;

        @Option(names = "--json", description = "As JSON: an array of the fields of batches in status --json.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            var runs = new ArrayList<BatchRun>();
            for (var name : names(session(), pipeline)) {
                var history = new BatchHistory(session().home(), name);
                runs.addAll(history.newest(limit));
                if (!json) {
                    history.unended()
                            .forEach(run -> out().println("batch " + run + " of " + name + " is under way, or died"));
                }
            }
            if (json) {
                out().println(JsonRest.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(runs));
            } else {
                runs.forEach(run -> print(run, out()));
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
                description = "How many of the last lines (default: ${DEFAULT-VALUE}).")
        private int lines = 200;

        @Override
        public Integer call() throws Exception {
            for (var name : names(session(), null)) {
                var log = new BatchHistory(session().home(), name).log(run);
                if (Files.isRegularFile(log)) {
                    LogTail.print(log, lines, follow, out());
                    return 0;
                }
            }
            throw unknown(run);
        }
    }

    /** Runs again what a run that failed did not publish. */
    @Command(
            name = "retry",
            description =
                    "Runs the pipeline of a run that failed or was rejected again, from the last published position."
                            + " Exit codes as batch run.")
    static final class RetryVerb extends Verb implements Callable<Integer> {
        @Parameters(paramLabel = "RUN", description = "Identity of the run, as batch history tells.")
        private String run = "";

        @Option(
                names = "--timeout",
                paramLabel = "D",
                defaultValue = LIMIT,
                converter = Durations.class,
                description = "How long it may take, as 90s or 30m; then it is killed (default: ${DEFAULT-VALUE}).")
        private Duration timeout = Duration.ofMinutes(30);

        @Override
        public Integer call() {
            for (var name : names(session(), null)) {
                var found = new BatchHistory(session().home(), name).find(run);
                if (found.isPresent()) {
                    if (found.get().succeeded()) {
                        throw new Failure("run " + run + " of " + name + " was "
                                + found.get().state().name().toLowerCase(Locale.ROOT)
                                + ": there is nothing to run again; lakehouse batch run " + name
                                + " reads what is new");
                    }
                    return report(start(session(), name, timeout), name, this);
                }
            }
            throw unknown(run);
        }
    }

    /**
     * Runs one batch of a pipeline.
     *
     * @throws Failure when it does not succeed
     */
    static BatchRun run(Session session, String pipeline) {
        return start(session, pipeline, Duration.ofMinutes(30))
                .orElseThrow(() -> new Failure(underWay(pipeline)))
                .required();
    }

    private static Optional<BatchRun> start(Session session, String pipeline, Duration timeout) {
        var blueprint = session.blueprint(Selection.ALL);
        var plan = Lanes.plan(blueprint, pipeline);
        var lake = new SourceAccess(blueprint).lake();
        var ended = runner(session, blueprint)
                .run(pipeline, (runId, report, abandoned) -> plan.batch(runId, lake, report, abandoned), timeout);
        if (ended.filter(BatchRun::succeeded).isPresent()) {
            new HybridViews(blueprint).replaceAfterRun(pipeline).ifPresent(LoggerFactory.getLogger(Batch.class)::warn);
        }
        return ended;
    }

    private static BatchRunner runner(Session session, Blueprint blueprint) {
        var sites = Provision.install(blueprint, session.offline(), InstallProgress.SILENT);
        return new BatchRunner(sites.of("spark"), blueprint.lakeJar());
    }

    private static int report(Optional<BatchRun> ended, String pipeline, Verb verb) {
        var error = verb.spec().commandLine().getErr();
        if (ended.isEmpty()) {
            error.println("lakehouse: " + underWay(pipeline));
            error.flush();
            return UNDER_WAY;
        }
        var run = ended.get();
        if (run.state() == BatchRun.State.REJECTED) {
            error.println("lakehouse: " + run.reason());
            error.println("log: " + run.log());
            error.flush();
            return REJECTED;
        }
        print(run.required(), verb.out());
        return 0;
    }

    private static String underWay(String pipeline) {
        return "a batch of " + pipeline + " is under way already; lakehouse batch history " + pipeline + " tells of it";
    }

    private static List<String> names(Session session, @Nullable String pipeline) {
        var names = Lanes.names(session.home());
        if (pipeline == null) {
            return List.copyOf(names);
        }
        if (!names.contains(pipeline)) {
            throw new Failure(
                    "there is no pipeline " + pipeline + " in " + session.home().root() + "; there are " + names);
        }
        return List.of(pipeline);
    }

    private static Failure unknown(String run) {
        return new Failure("there is no run " + run + "; lakehouse batch history lists them");
    }

    static void print(BatchRun run, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "batch %s of %s %s: %d rows read, %d versions inserted, %d closed, %.1f s%s%n",
                run.runId(),
                run.pipeline(),
                run.state().name().toLowerCase(Locale.ROOT),
                run.rowsRead(),
                run.versionsInserted(),
                run.versionsClosed(),
                run.seconds(),
                run.reason().isEmpty() ? "" : ": " + run.reason());
        out.flush();
    }
}
