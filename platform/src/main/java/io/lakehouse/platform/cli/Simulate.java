package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.Interruption;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.source.simulation.Simulation;
import io.lakehouse.platform.source.simulation.SimulationListener;
import io.lakehouse.platform.source.simulation.SimulationLoad;
import io.lakehouse.platform.source.simulation.SimulationSummary;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code simulate PIPELINE [--rate N] [--duration D] [--seed S] [--connections N]}. */
@Command(
        name = "simulate",
        description = "Changes the source of any pipeline: inserts, updates and deletes that its constraints allow.")
final class Simulate extends Verb implements Callable<Integer> {
    @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline.")
    private String pipeline = "";

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Changes per second, 0 for as fast as it goes (default: the declaration's).")
    private @Nullable Double rate;

    @Option(
            names = "--duration",
            paramLabel = "D",
            defaultValue = "30s",
            converter = Durations.class,
            description = "How long, as 30s or 5m (default: ${DEFAULT-VALUE}).")
    private Duration duration = Duration.ofSeconds(30);

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Start of the random sequence (default: the declaration's).")
    private @Nullable Long seed;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "Connections that commit side by side; with 1 a seed repeats every statement (default: 4).")
    private @Nullable Integer connections;

    @Override
    public Integer call() {
        requireUsage();
        var blueprint = session().blueprint(Selection.ALL);
        var load = SimulationLoad.of(
                blueprint.pipelines().named(pipeline).pipeline().simulation(), duration);
        load = rate == null ? load : load.withRate(rate);
        load = seed == null ? load : load.withSeed(seed);
        load = connections == null ? load : load.withConnections(connections);
        var summary = run(blueprint, pipeline, load, new Progress(out()), out());
        return summary.unresolved() == 0 ? 0 : 1;
    }

    private void requireUsage() {
        require(
                rate == null || rate >= 0 && !rate.isInfinite(),
                "--rate takes changes per second, 0 for as fast as it goes: " + rate);
        require(!duration.isZero(), "--duration takes a time above 0, as 30s or 5m");
        require(connections == null || connections >= 1, "--connections takes 1 or more: " + connections);
    }

    private void require(boolean condition, String message) {
        if (!condition) {
            throw new ParameterException(spec().commandLine(), message);
        }
    }

    /**
     * Runs a simulation to its end, or until the process is interrupted: what was begun is finished then. Either way
     * prints what was done.
     */
    static SimulationSummary run(
            Blueprint blueprint, String pipeline, SimulationLoad load, SimulationListener listener, PrintWriter out) {
        var declared = blueprint.pipelines().named(pipeline);
        var simulation =
                new Simulation(new SourceAccess(blueprint).source(declared), declared.pipeline(), declared::table);
        try (var interruption = Interruption.stops(simulation::stop)) {
            var summary = simulation.run(load, listener);
            print(summary, out);
            return summary;
        }
    }

    private static void print(SimulationSummary summary, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%d changes in %.1f s (%.0f/s): %d inserts, %d updates, %d deletes, %d transactions, %d rolled back%n",
                summary.changes(),
                summary.duration().toMillis() / 1000.0,
                summary.rate(),
                summary.inserts(),
                summary.updates(),
                summary.deletes(),
                summary.transactions(),
                summary.rolledBack());
        if (summary.tables().size() > 1) {
            printTables(summary, out);
        }
        if (summary.rejected() > 0) {
            out.println(summary.rejected() + " transactions were refused, the first with: "
                    + summary.firstRejection().orElse(""));
        }
        if (summary.reconnects() > 0) {
            out.println(
                    summary.reconnects() + " lost connections, " + summary.unresolved() + " unresolved transactions");
        }
        summary.lastLsn().ifPresent(lsn -> out.println("last position " + lsn));
        out.flush();
    }

    private static void printTables(SimulationSummary summary, PrintWriter out) {
        var width = summary.tables().keySet().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        summary.tables()
                .forEach((table, counts) -> out.printf(
                        Locale.ROOT,
                        "  %-" + width + "s %9d inserts %9d updates %9d deletes%n",
                        table,
                        counts.inserts(),
                        counts.updates(),
                        counts.deletes()));
    }

    /** A line every five seconds. */
    static final class Progress implements SimulationListener {
        private final PrintWriter out;
        private long lines;

        Progress(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void progress(SimulationSummary soFar) {
            if (soFar.duration().toSeconds() / 5 > lines) {
                lines = soFar.duration().toSeconds() / 5;
                out.printf(
                        Locale.ROOT,
                        "%6d s  %d changes, %.0f/s%n",
                        soFar.duration().toSeconds(),
                        soFar.changes(),
                        soFar.rate());
                out.flush();
            }
        }
    }
}
