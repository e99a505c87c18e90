package io.lakehouse.platform.cli;

import io.lakehouse.contract.declaration.Source;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.HomeFolder;
import io.lakehouse.platform.engine.artifact.ConsoleProgress;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.lanes.ApplicationFailure;
import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.lanes.PipelinePreflight;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.BootPlan;
import io.lakehouse.platform.plan.Engines;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.source.CaptureFinding;
import io.lakehouse.platform.supervise.Daemon;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code up [--only LANE] [--dry-run] [--foreground]}. */
@Command(
        name = "up",
        description = "Installs and starts the engines, applies the pipelines, and returns when all of it works.")
final class Up extends Verb implements Callable<Integer> {
    @Option(names = "--only", paramLabel = "LANE", description = "Only one lane: realtime or lake (default: both).")
    private Selection only = Selection.ALL;

    @Option(names = "--dry-run", description = "Prints what would be done; starts and installs nothing.")
    private boolean dryRun;

    @Option(names = "--foreground", description = "Stays, and takes the platform down when interrupted.")
    private boolean foreground;

    @Override
    public Integer call() throws IOException {
        var blueprint = session().blueprint(only);
        if (dryRun) {
            print(new Engines(blueprint, Provision.planned(blueprint)).plan(), out());
            return 0;
        }
        if (!HomeFolder.isHome(blueprint.home().root()) || !new Daemon(blueprint.home()).isAlive()) {
            requireCapturable(blueprint, out());
        }
        if (foreground) {
            HomeFolder.remember(blueprint.home());
            return Supervise.run(blueprint, session().offline());
        }
        up(blueprint, session(), out());
        return 0;
    }

    /**
     * Asks the databases that users run before anything is started; the platform's own is asked once it is there.
     *
     * @throws Failure when nothing would be left to be started for
     */
    private static void requireCapturable(Blueprint blueprint, PrintWriter out) {
        var active = Lanes.active(blueprint);
        var refused = new ArrayList<String>();
        for (var declared : active) {
            if (declared.pipeline().source() instanceof Source.External) {
                try {
                    CaptureFinding.require(PipelinePreflight.of(blueprint, declared));
                } catch (Failure e) {
                    refused.add("pipeline " + declared.pipeline().name() + " cannot be applied: " + e.getMessage());
                }
            }
        }
        if (!refused.isEmpty()
                && refused.size() == active.size()
                && Lanes.names(blueprint.home()).isEmpty()) {
            throw new Failure(String.join("; ", refused));
        }
        refused.forEach(out::println);
        out.flush();
    }

    /**
     * Brings a platform up and prints its addresses; a platform that is up already is left as it is.
     *
     * @throws Failure when it could not be brought up, or when it is up without a pipeline that cannot be applied
     */
    static void up(Blueprint blueprint, Session session, PrintWriter out) throws IOException {
        var home = blueprint.home();
        var daemon = new Daemon(home);
        if (daemon.isAlive()) {
            requireSame(blueprint);
        } else {
            HomeFolder.remember(home);
            Provision.install(blueprint, session.offline(), new ConsoleProgress(System.out));
            Files.writeString(selectionFile(home), blueprint.selection().name());
            daemon.start(arguments(blueprint, session));
        }
        daemon.awaitReady(new ProgressPrinter(out));
        printAddresses(blueprint, out);
        requireApplied(home);
    }

    private static void requireApplied(Home home) {
        var failures = ApplicationFailure.all(home).stream()
                .map(failure -> "pipeline " + failure.pipeline() + " " + failure.message())
                .toList();
        if (!failures.isEmpty()) {
            throw new Failure("the platform is up, but " + String.join("; ", failures), null, home.log("supervisor"));
        }
    }

    private static List<String> arguments(Blueprint blueprint, Session session) {
        var arguments = new ArrayList<>(List.of(
                "--home",
                blueprint.home().root().toString(),
                "--port-offset",
                Integer.toString(blueprint.home().portOffset()),
                "--pipelines",
                session.pipelinesFolder().toString(),
                "supervise",
                "--only",
                blueprint.selection().name()));
        if (session.offline()) {
            arguments.add("--offline");
        }
        return arguments;
    }

    /** The lanes of the platform that runs in a home. */
    static Selection runningSelection(Home home) throws IOException {
        var file = selectionFile(home);
        return Files.exists(file) ? Selection.valueOf(Files.readString(file).strip()) : Selection.ALL;
    }

    private static void requireSame(Blueprint blueprint) throws IOException {
        var running = runningSelection(blueprint.home());
        if (running != blueprint.selection()) {
            throw new Failure("the platform in " + blueprint.home().root() + " is up with the lanes "
                    + running.name().toLowerCase(Locale.ROOT) + ", not "
                    + blueprint.selection().name().toLowerCase(Locale.ROOT) + "; take it down first");
        }
    }

    private static Path selectionFile(Home home) {
        return home.run().resolve("selection");
    }

    private static void printAddresses(Blueprint blueprint, PrintWriter out) {
        out.println();
        for (var engine : new Engines(blueprint, Provision.planned(blueprint)).started()) {
            engine.addresses().forEach(address -> out.printf("  %-26s %s%n", address.label(), address.value()));
        }
        out.println();
        var simulated = blueprint.pipelines().enabled().stream()
                .findFirst()
                .map(declared -> "lakehouse simulate " + declared.pipeline().name() + ", ")
                .orElse("");
        var asked = Stream.of("pinot", "trino")
                .filter(engine -> blueprint.selection().engines().contains(engine))
                .map(engine -> engine + "|")
                .collect(Collectors.joining());
        out.println("next: lakehouse status, " + simulated + "lakehouse query " + asked + "source \"SQL\"");
        out.flush();
    }

    private static void print(BootPlan plan, PrintWriter out) throws IOException {
        out.println("home " + plan.home() + ", ports moved by " + plan.portOffset() + ", " + plan.memoryMegabytes()
                + " MiB in the steady state");
        for (var step : plan.steps()) {
            out.printf(
                    "  %-18s %-22s needs %-22s ports %s%n",
                    step.engine(),
                    step.external() ? "external" : step.bundle(),
                    step.needs().isEmpty() ? "nothing" : String.join(", ", step.needs()),
                    JsonRest.JSON.writeValueAsString(step.ports()));
        }
        out.println("then the pipelines " + String.join(", ", plan.pipelines()));
    }
}
