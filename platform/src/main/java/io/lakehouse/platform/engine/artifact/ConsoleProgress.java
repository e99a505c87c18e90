package io.lakehouse.platform.engine.artifact;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Progress in plain lines: one for each artifact that is really downloaded or unpacked, and one at the end. */
public final class ConsoleProgress implements InstallProgress {
    private final PrintStream out;

    /** Writes to this stream. */
    public ConsoleProgress(PrintStream out) {
        this.out = out;
    }

    @Override
    public void planned(Plan plan) {
        if (plan.missing() > 0) {
            out.printf(
                    "downloading %d of %d artifacts, %s%n",
                    plan.missing(), plan.artifacts(), Bytes.text(plan.missingBytes()));
        }
    }

    @Override
    public void waiting(String folder) {
        out.println("waiting for another install into " + folder);
    }

    @Override
    public void downloading(Step step) {
        print("download", step);
    }

    @Override
    public void unpacking(Step step) {
        print("unpack", step);
    }

    @Override
    public void finished(Plan plan, Duration took) {
        var done = plan.complete() ? "all there" : String.format(Locale.ROOT, "done in %.1f s", took.toMillis() / 1e3);
        out.printf(
                "engines: %d bundles, %d artifacts, %s: %s%n",
                plan.bundles(), plan.artifacts(), Bytes.text(plan.bytes()), done);
    }

    private void print(String what, Step step) {
        out.printf("  %s %d/%d %s (%s)%n", what, step.number(), step.total(), step.name(), Bytes.text(step.bytes()));
    }
}
