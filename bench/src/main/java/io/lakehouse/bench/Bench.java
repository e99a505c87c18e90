package io.lakehouse.bench;

import io.lakehouse.bench.capture.CaptureVerb;
import io.lakehouse.bench.freshness.FreshnessVerb;
import io.lakehouse.bench.hybrid.HybridVerb;
import io.lakehouse.bench.lanes.LanesVerb;
import io.lakehouse.bench.scd2.Scd2Verb;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 measured, 1 failed or the rows differ, 2 used wrongly. */
@Command(
        name = "bench",
        description = "Measures the platform: ratios within one run, which count only when the rows are equal.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {CaptureVerb.class, FreshnessVerb.class, LanesVerb.class, HybridVerb.class, Scd2Verb.class})
public final class Bench implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Bench() {}

    /** Runs one measure and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Bench::report)
                .execute(arguments));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "the measure is missing");
    }

    private static int report(Exception e, CommandLine command, CommandLine.ParseResult arguments) {
        command.getErr().println("bench: " + (e.getMessage() == null ? e : e.getMessage()));
        if (!(e instanceof io.lakehouse.platform.engine.Failure)) {
            e.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
