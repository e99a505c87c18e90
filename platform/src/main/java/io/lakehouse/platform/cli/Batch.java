package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.lanes.batch.BatchControls;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.supervise.BatchRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** {@code batch run|upkeep|status|history|log|retry|pause|resume|lease|tag|tags|untag}. */
@Command(
        name = "batch",
        description = "The SCD2 batches.",
        subcommands = {
            BatchStart.RunVerb.class,
            BatchStart.UpkeepVerb.class,
            BatchDue.StatusVerb.class,
            BatchPast.HistoryVerb.class,
            BatchPast.LogVerb.class,
            BatchStart.RetryVerb.class,
            BatchRight.PauseVerb.class,
            BatchRight.ResumeVerb.class,
            BatchRight.LeaseVerb.class,
            BatchTags.TagVerb.class,
            BatchTags.TagsVerb.class,
            BatchTags.UntagVerb.class
        })
final class Batch extends Verb implements Runnable {
    private static final long SMALL = 1_000_000;

    @Override
    public void run() {
        throw new ParameterException(spec().commandLine(), "which of the verbs of batch?");
    }

    /** The named pipeline, or all that are applied. */
    static List<String> names(Session session, @Nullable String pipeline) {
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

    /** Who schedules the batches of an applied pipeline, to be read and changed. */
    static BatchControls controls(Session session, String pipeline) throws IOException {
        names(session, pipeline);
        return BatchControls.open(new SourceAccess(session.blueprint(Selection.ALL)).orchestration());
    }

    static void print(BatchRun run, PrintWriter out) {
        if (run.kind() == BatchRun.Kind.UPKEEP) {
            out.printf(
                    Locale.ROOT,
                    "upkeep %s of %s %s: %s%.1f s, by %s%s%n",
                    run.runId(),
                    run.pipeline(),
                    run.state().name().toLowerCase(Locale.ROOT),
                    run.upkeep().isEmpty() ? "" : run.upkeep() + ", ",
                    run.seconds(),
                    run.startedBy(),
                    run.reason().isEmpty() ? "" : ": " + run.reason());
            out.flush();
            return;
        }
        out.printf(
                Locale.ROOT,
                "batch %s of %s %s: %d rows read, %d versions inserted, %d closed, %s read, %s written, %.1f s, by %s%s%s%n",
                run.runId(),
                run.pipeline(),
                run.state().name().toLowerCase(Locale.ROOT),
                run.rowsRead(),
                run.versionsInserted(),
                run.versionsClosed(),
                amount(run.filesRead(), run.bytesRead()),
                amount(run.filesWritten(), run.bytesWritten()),
                run.seconds(),
                run.startedBy(),
                run.attempt() == 1 ? "" : ", attempt " + run.attempt(),
                run.reason().isEmpty() ? "" : ": " + run.reason());
        out.flush();
    }

    private static String amount(long files, long bytes) {
        return bytes < SMALL
                ? String.format(Locale.ROOT, "%,.1f kB in %,d files", bytes / 1e3, files)
                : String.format(Locale.ROOT, "%,.1f MB in %,d files", bytes / 1e6, files);
    }
}
