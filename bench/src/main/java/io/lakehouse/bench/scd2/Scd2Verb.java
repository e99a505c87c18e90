package io.lakehouse.bench.scd2;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.bench.MeasureVerb;
import io.lakehouse.bench.machine.Machine;
import io.lakehouse.bench.report.BarChart;
import io.lakehouse.bench.report.Spread;
import io.lakehouse.bench.report.TextTable;
import io.lakehouse.bench.scd2.Meter.Cost;
import io.lakehouse.bench.scd2.Scd2Job.Found;
import io.lakehouse.bench.scd2.Scd2Job.Measured;
import io.lakehouse.bench.scd2.SmallRuns.Small;
import io.lakehouse.platform.engine.Catalogue;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Jdks;
import io.lakehouse.platform.engine.Sites;
import io.lakehouse.platform.engine.artifact.InstallProgress;
import io.lakehouse.platform.engine.artifact.Installer;
import io.lakehouse.platform.engine.artifact.Lock;
import io.lakehouse.platform.engine.artifact.MavenSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench scd2}. */
@Command(
        name = "scd2",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Changes into an SCD2 table, against the usual Spark job of one MERGE: time, processor time, bytes"
                        + " read and written, memory; and how scans slow down with many small runs.")
public final class Scd2Verb extends MeasureVerb {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Option(names = "--rows", description = "Rows of the table (default: ${DEFAULT-VALUE}).")
    private int rows = 1_000_000;

    @Option(
            names = "--churn",
            split = ",",
            description = "Changes of a run, in percent of the rows (default: 0.1, 1 and 10).")
    private List<Double> churn = List.of(0.1, 1.0, 10.0);

    @Option(names = "--late", split = ",", description = "Late changes, in percent of the changes (default: 0 and 5).")
    private List<Double> late = List.of(0.0, 5.0);

    @Option(names = "--repeats", description = "Batches that count (default: ${DEFAULT-VALUE}).")
    private int repeats = 3;

    @Option(names = "--seed", description = "Of the changes (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(
            names = "--small-runs",
            description = "Small runs that are timed by themselves; 0 for none (default: ${DEFAULT-VALUE}).")
    private int smallRuns = 10;

    @Option(names = "--small-changes", description = "Changes of a small run (default: ${DEFAULT-VALUE}).")
    private int smallChanges = 100;

    @Option(names = "--decay-runs", description = "Small runs before a scan; 0 for none (default: ${DEFAULT-VALUE}).")
    private int decayRuns = 200;

    @Option(
            names = "--compact-every",
            description = "Rewrite the table after so many of them; 0 for never (default: ${DEFAULT-VALUE}).")
    private int compactEvery;

    @Option(names = "--heap", description = "Heap of the session, as Java takes it (default: ${DEFAULT-VALUE}).")
    private String heap = "3g";

    /** Picocli makes it. */
    public Scd2Verb() {}

    @Override
    public Integer call() throws Exception {
        var machine = Machine.here();
        var settings =
                new Scd2Settings(rows, churn, late, repeats, seed, smallRuns, decayRuns, smallChanges, compactEvery);
        var measured = measure(settings);
        var out = out();
        var inOrder = measured.applies().stream()
                .filter(found -> found.late() == 0 && found.differing() > 0)
                .findFirst();
        if (inOrder.isPresent()) {
            throw new Failure(inOrder.get().arm() + " at " + inOrder.get().churn() + " % has "
                    + inOrder.get().differing() + " other versions than the platform; no figure counts");
        }
        out.println();
        out.println(table(measured.applies()));
        if (!measured.small().isEmpty()) {
            out.println(small(measured.small()));
        }
        measured.decay()
                .forEach(decay -> out.printf(
                        "scan after %d runs of %d changes, to one of the table rewritten: current rows %.2f, all versions"
                                + " %.2f%n%n",
                        decayRuns,
                        smallChanges,
                        median(decay.current()) / median(decay.compactedCurrent()),
                        median(decay.whole()) / median(decay.compactedWhole())));
        var chart = new BarChart("SCD2: seconds of a run, median with least and most");
        measured.applies()
                .forEach(found -> chart.bar(
                        found.churn() + " % late " + found.late() + " % " + found.arm(),
                        spread(found.costs(), Cost::seconds)));
        write("scd2", machine, settings, measured, chart.svg());
        return 0;
    }

    private static TextTable table(List<Found> applies) {
        var table = new TextTable(
                "churn %",
                "late %", "arm", "s", "of MERGE's", "CPU-s", "MB read", "MB written", "heap MB", "differing");
        for (var found : applies) {
            var ours = applies.stream()
                    .filter(other -> other.churn() == found.churn() && other.late() == found.late())
                    .min(Comparator.comparing(other -> other.arm().startsWith("MERGE")))
                    .orElseThrow();
            table.row(
                    "" + found.churn(),
                    "" + found.late(),
                    found.arm(),
                    spread(found.costs(), Cost::seconds).text("%.2f"),
                    found == ours ? "" : ratio(ours, found).text("%.2f"),
                    spread(found.costs(), Cost::processorSeconds).text("%.2f"),
                    megabytes(found, Cost::bytesRead),
                    megabytes(found, Cost::bytesWritten),
                    megabytes(found, Cost::heapAfterCollection),
                    "" + found.differing());
        }
        return table;
    }

    /** The parts of small runs, and the whole. */
    private static TextTable small(List<Small> runs) {
        var table = new TextTable("part of a small run", "s");
        for (var phase : runs.get(0).phases().keySet()) {
            table.row(
                    phase,
                    Spread.of(runs.stream()
                                    .map(run -> run.phases().getOrDefault(phase, 0.0))
                                    .toList())
                            .text("%.3f"));
        }
        return table.row(
                "all",
                spread(runs.stream().map(Small::cost).toList(), Cost::seconds).text("%.3f"));
    }

    private static double median(List<Double> figures) {
        return Spread.of(figures).median();
    }

    /** The platform's time in relation to a MERGE's, batch by batch. */
    private static Spread ratio(Found ours, Found merge) {
        return Spread.of(IntStream.range(0, merge.costs().size())
                .mapToObj(i ->
                        ours.costs().get(i).seconds() / merge.costs().get(i).seconds())
                .toList());
    }

    private static String megabytes(Found found, ToDoubleFunction<Cost> figure) {
        return "%.1f".formatted(spread(found.costs(), figure).median() / 1e6);
    }

    private static Spread spread(List<Cost> costs, ToDoubleFunction<Cost> figure) {
        return Spread.of(costs.stream().mapToDouble(figure).boxed().toList());
    }

    /** Runs {@link Scd2Job} in a JVM of its own, on the catalogue's Spark; its log is a file of the home. */
    private Measured measure(Scd2Settings settings) throws IOException, InterruptedException {
        var home = options().home();
        System.setProperty("lakehouse.log", home.log("bench").toString());
        var catalogue = Catalogue.load(options().root().resolve("engines.yaml"));
        var installed = new Installer(
                        catalogue, Lock.load(options().root().resolve(Lock.FILE)), MavenSettings.ofUser(), home, false)
                .install(Set.of("spark"), InstallProgress.SILENT);
        var site = new Sites(catalogue, home, installed, Jdks.ofMachine()::require).of("spark");
        var target = options().root().resolve("bench/target");
        var folder = Files.createTempDirectory(Files.createDirectories(home.data("scd2")), "run");
        var settingsFile = Files.write(folder.resolve("settings.json"), JSON.writeValueAsBytes(settings));
        var output = folder.resolve("measured.json");
        var classPath = String.join(
                File.pathSeparator,
                target.resolve("lakehouse-bench.jar").toString(),
                options().root().resolve("lake/target/lakehouse-lake.jar").toString(),
                site.installation().classPath());
        var command = new ArrayList<>(site.javaOn(
                classPath,
                "io.lakehouse.bench.scd2.Scd2Job",
                settingsFile.toString(),
                folder.resolve("lake").toString(),
                output.toString()));
        // The session is to be as fast as it gets: a resident one has its hot paths compiled.
        command.removeIf(argument -> argument.startsWith("-Xmx") || argument.startsWith("-XX:TieredStopAtLevel"));
        command.addAll(1, List.of("-Xmx" + heap, "-Dspark.local.dir=" + folder.resolve("tmp")));
        var log = home.log("scd2");
        out().println("measuring; its log is " + log);
        out().flush();
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            if (process.waitFor() != 0) {
                throw new Failure("the session ended with code " + process.exitValue(), null, log);
            }
            return JSON.readValue(output.toFile(), Measured.class);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
