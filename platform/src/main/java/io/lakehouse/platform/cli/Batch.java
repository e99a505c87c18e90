package io.lakehouse.platform.cli;

import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.supervise.BatchRunner;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code batch run PIPELINE}. */
@Command(name = "batch", description = "The SCD2 batches.", subcommands = Batch.RunVerb.class)
final class Batch extends Verb implements Runnable {
    @Override
    public void run() {
        throw new ParameterException(spec().commandLine(), "which of the verbs of batch? see lakehouse batch --help");
    }

    /** Runs one batch now. */
    @Command(name = "run", description = "Reads what is new in bronze and publishes it as history, or nothing.")
    static final class RunVerb extends Verb implements Callable<Integer> {
        @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline.")
        private String pipeline = "";

        @Override
        public Integer call() {
            print(run(session(), session().blueprint(Selection.ALL), pipeline), out());
            return 0;
        }
    }

    /** Runs one batch of a pipeline. */
    static BatchRunner.Run run(Session session, Blueprint blueprint, String pipeline) {
        var runner = runner(session, blueprint);
        var runId = BatchRunner.newRunId();
        var plan = Lanes.plan(blueprint, pipeline);
        return runner.run(plan.batch(runId, new SourceAccess(blueprint).lake(), runner.report(pipeline, runId)));
    }

    static BatchRunner runner(Session session, Blueprint blueprint) {
        var sites = Provision.install(
                blueprint, session.offline(), io.lakehouse.platform.engine.artifact.InstallProgress.SILENT);
        return new BatchRunner(sites.of("spark"), blueprint.lakeJar());
    }

    static void print(BatchRunner.Run run, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "batch %s of %s %s: %d rows read, %d versions inserted, %d closed, %.1f s%n",
                run.runId(),
                run.pipeline(),
                run.state().toLowerCase(Locale.ROOT),
                run.rowsRead(),
                run.versionsInserted(),
                run.versionsClosed(),
                run.seconds());
        out.flush();
    }
}
