package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.artifact.InstallProgress;
import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.lanes.batch.PipelineBatches;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.supervise.BatchHistory;
import io.lakehouse.platform.supervise.BatchRun;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** The verbs that start a batch. */
final class BatchStart {
    private static final int REJECTED = 3;
    private static final int UNDER_WAY = 4;
    private static final int ANOTHERS = 5;
    /** How long {@code sync} waits for a run that somebody else has started. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private BatchStart() {}

    /** What the verbs share. */
    abstract static class StartVerb extends Verb {
        @Option(
                names = "--timeout",
                paramLabel = "D",
                converter = Durations.class,
                description =
                        "How long it may take, as 90s or 30m; then it is killed (default: batch.timeout of the pipeline).")
        private @Nullable Duration timeout;

        @Option(
                names = "--as",
                paramLabel = "NAME",
                converter = Orchestrators.class,
                description =
                        "The orchestrator that starts it: the one that the pipeline is leased to, or exit code 5.")
        private @Nullable String orchestrator;

        @Option(
                names = "--master",
                converter = Masters.class,
                paramLabel = "URL",
                description = "Where Spark runs it, as spark://host:port, in a JVM of its own (default: spark.master of"
                        + " lakehouse.yaml, or local[2]).")
        private @Nullable String master;

        final int start(String pipeline, int attempt, BatchRun.Kind kind) throws IOException {
            if (timeout != null && timeout.isZero()) {
                throw new ParameterException(
                        spec().commandLine(),
                        "--timeout 0: a batch needs some time; write 90s or 30m, or leave it out");
            }
            var name = orchestrator;
            if (name != null) {
                var owner = Batch.controls(session(), pipeline).of(pipeline).owner();
                if (!name.equals(owner)) {
                    return refuse(
                            ANOTHERS,
                            "the batches of " + pipeline + " are leased to "
                                    + (owner == null ? "nobody" : owner) + ", not to " + name
                                    + ": lakehouse batch lease "
                                    + pipeline + " --to " + name);
                }
            }
            var startedBy = name == null ? BatchRun.COMMAND_LINE : name;
            var limit = Optional.ofNullable(timeout);
            var elsewhere = master;
            var isUpkeep = kind == BatchRun.Kind.UPKEEP;
            Optional<BatchRun> ended;
            if (elsewhere == null) {
                var batches = batches(
                        session(),
                        pipeline,
                        session().blueprint(Selection.ALL).settings().spark().master());
                ended = isUpkeep
                        ? batches.startUpkeep(pipeline, startedBy, limit)
                        : batches.start(pipeline, attempt, startedBy, limit);
            } else {
                var batches = batches(session(), pipeline, elsewhere);
                ended = isUpkeep
                        ? batches.upkeep(pipeline, startedBy, limit)
                        : batches.run(pipeline, attempt, startedBy, limit);
            }
            return ended.map(this::report).orElseGet(() -> refuse(UNDER_WAY, underWay(pipeline)));
        }

        private int report(BatchRun run) {
            if (run.state() == BatchRun.State.REJECTED) {
                var code = refuse(REJECTED, run.reason());
                var error = spec().commandLine().getErr();
                run.rows().forEach(row -> error.println("  " + row));
                error.println("log: " + run.log());
                error.flush();
                return code;
            }
            Batch.print(run.required(), out());
            return 0;
        }

        private int refuse(int code, String reason) {
            var error = spec().commandLine().getErr();
            error.println("lakehouse: " + reason);
            error.flush();
            return code;
        }
    }

    /** Runs one batch now. */
    @Command(
            name = "run",
            description =
                    "Reads what is new in bronze and publishes it as history, or nothing. Exit code 0: published, or"
                            + " nothing was new; 1: failed; 3: the audit rejected the result, and its branch is kept; 4: a run of"
                            + " the pipeline is under way already; 5: it is leased to another than --as.")
    static final class RunVerb extends StartVerb implements Callable<Integer> {
        @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline.")
        private String pipeline = "";

        @Override
        public Integer call() throws IOException {
            return start(pipeline, 1, BatchRun.Kind.RUN);
        }
    }

    /** Compacts, expires and cleans now. */
    @Command(
            name = "upkeep",
            description =
                    "Compacts the pipeline's tables in the lake, lets what is beyond batch.time_travel expire, and takes"
                            + " away the files, branches and uploads that nobody can reach any more. Exit codes as batch run.")
    static final class UpkeepVerb extends StartVerb implements Callable<Integer> {
        @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline.")
        private String pipeline = "";

        @Override
        public Integer call() throws IOException {
            return start(pipeline, 1, BatchRun.Kind.UPKEEP);
        }
    }

    /** Runs again what a run that failed did not publish. */
    @Command(
            name = "retry",
            description =
                    "Runs the pipeline of a run that failed or was rejected again, from the last published position."
                            + " Exit codes as batch run.")
    static final class RetryVerb extends StartVerb implements Callable<Integer> {
        @Parameters(paramLabel = "RUN", description = "Identity of the run, as batch history tells.")
        private String run = "";

        @Override
        public Integer call() throws IOException {
            for (var name : Batch.names(session(), null)) {
                var found = new BatchHistory(session().home(), name).find(run);
                if (found.isPresent()) {
                    if (found.get().succeeded()) {
                        throw new Failure("run " + run + " of " + name + " was "
                                + found.get().state().name().toLowerCase(Locale.ROOT)
                                + ": there is nothing to run again; lakehouse batch run " + name
                                + " reads what is new");
                    }
                    return start(name, found.get().attempt() + 1, found.get().kind());
                }
            }
            throw BatchPast.unknown(run);
        }
    }

    /**
     * Runs one batch of a pipeline, after the one that is under way if somebody else has started one.
     *
     * @throws Failure when it does not succeed
     */
    static BatchRun run(Session session, String pipeline) throws IOException {
        return batches(
                        session,
                        pipeline,
                        session.blueprint(Selection.ALL).settings().spark().master())
                .runAfterOthers(pipeline, PATIENCE)
                .required();
    }

    private static PipelineBatches batches(Session session, String pipeline, String master) throws IOException {
        var blueprint = session.blueprint(Selection.ALL);
        Lanes.plan(blueprint, pipeline);
        session.asking("postgres", "s3", "nessie");
        var sites = Provision.install(blueprint, session.offline(), InstallProgress.SILENT);
        return PipelineBatches.fresh(blueprint, sites.of("spark"), master);
    }

    private static String underWay(String pipeline) {
        return "a batch of " + pipeline + " is under way already; lakehouse batch history " + pipeline + " tells of it";
    }
}
