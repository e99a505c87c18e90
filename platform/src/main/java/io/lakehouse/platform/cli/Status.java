package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.HomeFolder;
import io.lakehouse.platform.engine.Processes;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.lanes.LaneStatus;
import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.lanes.batch.BatchSchedule;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Engines;
import io.lakehouse.platform.supervise.BatchHistory;
import io.lakehouse.platform.supervise.BatchRun;
import io.lakehouse.platform.supervise.Daemon;
import io.lakehouse.platform.supervise.EngineState;
import io.lakehouse.platform.supervise.PlatformState;
import io.lakehouse.platform.supervise.PlatformState.PipelineState;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status [--json]}. Exit code 0 when everything works, 1 otherwise. */
@Command(name = "status", description = "Shows every engine, every lane with its lag, and the last batches.")
final class Status extends Verb implements Callable<Integer> {
    private static final int BATCHES = 5;

    @Option(names = "--json", description = "As JSON, whose fields stay.")
    private boolean json;

    /** What {@code status --json} prints. Fields are only ever added. */
    record Report(
            String home,
            String platform,
            String failure,
            List<EngineReport> engines,
            List<PipelineState> pipelines,
            List<LaneStatus> lanes,
            List<BatchRun> batches,
            List<BatchSchedule> schedules,
            List<EngineReport> sessions) {}

    /** One engine: memory in bytes with all its processes, the address that users reach it at. */
    record EngineReport(
            String name, String state, long pid, long memoryBytes, int restarts, String address, String detail) {}

    @Override
    public Integer call() throws IOException {
        var home = session().home();
        var state =
                HomeFolder.isHome(home.root()) ? new Daemon(home).state() : java.util.Optional.<PlatformState>empty();
        if (state.isEmpty()) {
            var report = new Report(
                    home.root().toString(),
                    "down",
                    "",
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of());
            print(report);
            return 1;
        }
        var blueprint = session().blueprint(Up.runningSelection(home));
        var report = report(blueprint, state.get());
        print(report);
        return state.get().phase() == PlatformState.Phase.READY && works(report) ? 0 : 1;
    }

    private static Report report(Blueprint blueprint, PlatformState state) {
        var addresses = new Engines(blueprint, Provision.planned(blueprint))
                .started().stream().collect(Collectors.toMap(Engine::name, engine -> engine.addresses().stream()
                        .map(Engine.Address::value)
                        .findFirst()
                        .orElse("")));
        var lanes = new ArrayList<LaneStatus>();
        var batches = new ArrayList<BatchRun>();
        var schedules = new ArrayList<BatchSchedule>();
        if (state.phase() == PlatformState.Phase.READY) {
            for (var name : Lanes.names(blueprint.home())) {
                lanes.addAll(LaneStatus.of(blueprint, Lanes.plan(blueprint, name)));
                batches.addAll(new BatchHistory(blueprint.home(), name).all(BATCHES));
            }
            if (blueprint.selection().hasLake()) {
                schedules.addAll(BatchSchedule.of(blueprint, Lanes.names(blueprint.home())));
            }
        }
        return new Report(
                blueprint.home().root().toString(),
                state.phase().name().toLowerCase(Locale.ROOT),
                state.failure(),
                state.engines().stream()
                        .map(engine -> engine(engine, addresses))
                        .toList(),
                state.pipelines(),
                lanes,
                batches,
                schedules,
                state.sessions().stream()
                        .map(session -> engine(session, addresses))
                        .toList());
    }

    private static EngineReport engine(EngineState engine, Map<String, String> addresses) {
        return new EngineReport(
                engine.name(),
                engine.state().name().toLowerCase(Locale.ROOT),
                engine.pid(),
                engine.pid() == 0 ? 0 : Processes.residentBytes(engine.pid()),
                engine.restarts(),
                addresses.getOrDefault(engine.name(), ""),
                engine.detail());
    }

    private static boolean works(Report report) {
        return report.engines().stream()
                        .allMatch(engine ->
                                engine.state().equals("ready") || engine.state().equals("external"))
                && report.pipelines().stream().allMatch(PipelineState::applied)
                && report.lanes().stream().allMatch(lane -> lane.state().equals("running"));
    }

    private void print(Report report) throws IOException {
        if (json) {
            out().println(JsonRest.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report));
        } else {
            print(report, out());
        }
        out().flush();
    }

    private static void print(Report report, PrintWriter out) {
        out.println("platform in " + report.home() + ": " + report.platform()
                + (report.failure().isEmpty() ? "" : ": " + report.failure()));
        if (!report.engines().isEmpty()) {
            out.printf("%n%-18s %-12s %8s %9s %8s  %s%n", "ENGINE", "STATE", "PID", "MEMORY", "RESTARTS", "ADDRESS");
            var all = Stream.concat(report.engines().stream(), report.sessions().stream())
                    .toList();
            all.forEach(engine -> out.printf(
                    "%-18s %-12s %8s %6d MB %8d  %s %s%n",
                    engine.name(),
                    engine.state(),
                    engine.pid() == 0 ? "-" : engine.pid(),
                    engine.memoryBytes() / 1_000_000,
                    engine.restarts(),
                    engine.address(),
                    engine.detail()));
            out.printf(
                    "%-18s %-12s %8s %6d MB%n",
                    "all",
                    "",
                    "",
                    all.stream().mapToLong(EngineReport::memoryBytes).sum() / 1_000_000);
        }
        report.pipelines().stream()
                .filter(pipeline -> !pipeline.detail().isEmpty())
                .forEach(pipeline -> out.printf("%npipeline %s: %s%n", pipeline.name(), pipeline.detail()));
        if (!report.lanes().isEmpty()) {
            out.printf("%n%-12s %-10s %-10s %20s  %s%n", "PIPELINE", "LANE", "STATE", "LAG", "POSITION");
            report.lanes()
                    .forEach(lane -> out.printf(
                            "%-12s %-10s %-10s %20s  %s %s%n",
                            lane.pipeline(),
                            lane.lane(),
                            lane.state(),
                            lane.lag() < 0 ? "unknown" : lane.lag() + " " + lane.lagUnit(),
                            lane.position(),
                            lane.detail()));
            report.lanes().stream()
                    .filter(lane -> lane.deadLetters() > 0)
                    .map(lane -> lane.deadLetters() + " messages of " + lane.pipeline()
                            + " could not be read: lakehouse dead-letters list --pipeline " + lane.pipeline())
                    .distinct()
                    .forEach(out::println);
        }
        var scheduled = report.schedules().stream()
                .filter(schedule -> schedule.everySeconds() > 0)
                .toList();
        if (!scheduled.isEmpty()) {
            out.println();
            BatchDue.print(scheduled, out);
        }
        if (!report.batches().isEmpty()) {
            out.println();
            report.batches().forEach(run -> Batch.print(run, out));
        }
    }
}
