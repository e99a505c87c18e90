package io.lakehouse.bench.capture;

import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.config.PlatformSettings;
import io.lakehouse.platform.engine.Catalogue;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Jdks;
import io.lakehouse.platform.engine.Sites;
import io.lakehouse.platform.engine.artifact.InstallProgress;
import io.lakehouse.platform.engine.artifact.Installer;
import io.lakehouse.platform.engine.artifact.Lock;
import io.lakehouse.platform.engine.artifact.MavenSettings;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Engines;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.supervise.EngineState;
import io.lakehouse.platform.supervise.PlatformState;
import io.lakehouse.platform.supervise.PlatformState.Phase;
import io.lakehouse.platform.supervise.StateFile;
import io.lakehouse.platform.supervise.Supervisor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** PostgreSQL, Kafka and Kafka Connect as the platform starts them, under its supervisor, without a pipeline. */
final class CaptureEngines implements AutoCloseable {
    private static final Set<String> ENGINES = Set.of("postgres", "kafka", "connect");
    private static final Set<String> BUNDLES = Set.of("postgres", "kafka", "debezium");

    private final Blueprint blueprint;
    private final Supervisor supervisor;
    private final Thread thread;

    private CaptureEngines(Blueprint blueprint, Supervisor supervisor) {
        this.blueprint = blueprint;
        this.supervisor = supervisor;
        this.thread = new Thread(supervisor::run, "supervisor");
    }

    /**
     * Starts them, and returns when they are ready.
     *
     * @throws Failure when one cannot be started
     */
    static CaptureEngines start(Path root, Home home) throws InterruptedException {
        var catalogue = Catalogue.load(root.resolve("engines.yaml"));
        var blueprint = new Blueprint(
                root, home, catalogue, PlatformSettings.none(), new Pipelines(List.of()), Selection.REALTIME);
        var installed = new Installer(
                        catalogue, Lock.load(root.resolve(Lock.FILE)), MavenSettings.ofUser(), home, false)
                .install(BUNDLES, InstallProgress.SILENT);
        var sites = new Sites(catalogue, home, installed, Jdks.ofMachine()::require);
        var engines = new Engines(blueprint, sites)
                .started().stream()
                        .filter(engine -> ENGINES.contains(engine.name()))
                        .toList();
        var raised = new CaptureEngines(blueprint, new Supervisor(home, engines, List.of(), new NoPipelines()));
        raised.thread.start();
        raised.awaitReady();
        return raised;
    }

    private void awaitReady() throws InterruptedException {
        var file = new StateFile(blueprint.home().run());
        var own = ProcessHandle.current().pid();
        while (thread.isAlive()) {
            var state = file.read();
            // A run that was killed leaves its last state.
            if (state.filter(read -> read.phase() == Phase.READY && read.supervisor() == own)
                    .isPresent()) {
                return;
            }
            Thread.sleep(200);
        }
        throw new Failure("the engines could not be started: "
                + file.read().map(PlatformState::failure).orElse("the supervisor ended") + "; see "
                + blueprint.home().root().resolve("logs"));
    }

    Blueprint blueprint() {
        return blueprint;
    }

    /** The engines' processes: name to id. */
    Map<String, Long> processes() {
        return new StateFile(blueprint.home().run())
                .read().stream()
                        .flatMap(state -> state.engines().stream())
                        .collect(Collectors.toMap(EngineState::name, EngineState::pid));
    }

    @Override
    public void close() {
        supervisor.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class NoPipelines implements Supervisor.Pipelines {
        @Override
        public Set<String> needs() {
            return Set.of();
        }

        @Override
        public void apply(Consumer<PlatformState.PipelineState> progress) {
            // The bench makes its connectors itself.
        }

        @Override
        public List<PlatformState.PipelineState> keep() {
            return List.of();
        }
    }
}
