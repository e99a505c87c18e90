package io.lakehouse.bench;

import io.lakehouse.bench.machine.Machine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the verbs of all measures share: where they print, and where their results go. */
public abstract class MeasureVerb implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private BenchOptions options = new BenchOptions();

    /** For the verbs. */
    protected MeasureVerb() {}

    /** Where engines and results live. */
    protected final BenchOptions options() {
        return options;
    }

    /** For people. */
    protected final PrintWriter out() {
        return spec().commandLine().getOut();
    }

    /** Tells people what is being done now. */
    protected final void say(String line) {
        out().println(line);
        out().flush();
    }

    /**
     * Writes the results of a run, as JSON and as a plot, and tells where.
     *
     * @param measure name of the measure
     * @param machine the machine as it was before the run
     * @param settings every setting of the run
     * @param found what it found
     * @param svg the plot
     */
    protected final void write(String measure, Machine machine, Object settings, Object found, String svg)
            throws IOException {
        options.results().write(measure + ".svg", svg);
        Path file = options.results().write(measure, machine, settings, found);
        say("results: " + file);
    }

    /** What the command line is told that gave options which do not fit. */
    protected final ParameterException wrong(String message) {
        return new ParameterException(spec().commandLine(), message);
    }

    private CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("picocli has not set the command yet");
        }
        return spec;
    }
}
