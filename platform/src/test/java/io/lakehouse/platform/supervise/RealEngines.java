package io.lakehouse.platform.supervise;

import static org.awaitility.Awaitility.await;

import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.config.PlatformSettings;
import io.lakehouse.platform.engine.Catalogue;
import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Installation;
import io.lakehouse.platform.engine.Jdks;
import io.lakehouse.platform.engine.Site;
import io.lakehouse.platform.engine.Sites;
import io.lakehouse.platform.engine.artifact.InstallProgress;
import io.lakehouse.platform.engine.artifact.Installer;
import io.lakehouse.platform.engine.artifact.Lock;
import io.lakehouse.platform.engine.artifact.MavenSettings;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Engines;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.supervise.PlatformState.PipelineState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** An engine of the catalogue and all that it needs, under the real supervisor, without a pipeline. */
public final class RealEngines implements AutoCloseable {
    static final Supervisor.Pipelines NO_PIPELINES = new NoPipelines();

    private static final Duration START = Duration.ofMinutes(4);
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private final Blueprint blueprint;
    private final Supervisor supervisor;
    private final Thread thread;

    private RealEngines(Blueprint blueprint, List<Engine> engines) {
        this.blueprint = blueprint;
        this.supervisor = new Supervisor(blueprint.home(), engines, List.of(), NO_PIPELINES);
        this.thread = new Thread(supervisor::run, "supervisor");
    }

    /** Starts an engine with what it needs, and returns when it is ready. */
    public static RealEngines start(Path home, int portOffset, String engine) {
        var blueprint = blueprint(new Home(home, portOffset));
        var started = new RealEngines(blueprint, withNeeds(blueprint, engine));
        started.thread.start();
        var state = new StateFile(blueprint.home().run());
        await(engine).atMost(START).until(() -> state.read().stream()
                .flatMap(read -> read.engines().stream())
                .anyMatch(read -> read.name().equals(engine) && read.state() == EngineState.Phase.READY));
        return started;
    }

    /**
     * Starts these engines of a blueprint, which starts them itself, and returns when all are ready.
     *
     * @param fitted changes an engine before it is started
     */
    public static RealEngines start(Blueprint blueprint, List<String> names, UnaryOperator<Engine> fitted) {
        var engines = new Engines(blueprint, sites(blueprint, names))
                .started().stream()
                        .filter(engine -> names.contains(engine.name()))
                        .map(fitted)
                        .toList();
        var started = new RealEngines(blueprint, engines);
        started.thread.start();
        var state = new StateFile(blueprint.home().run());
        await(names.toString()).atMost(START).until(() -> state.read()
                .map(read -> read.engines().stream()
                                .filter(engine -> engine.state() == EngineState.Phase.READY)
                                .count()
                        == names.size())
                .orElse(false));
        return started;
    }

    /** Where an engine lives that the platform starts when it is needed. */
    public static Site site(Blueprint blueprint, String engine) {
        return sites(blueprint, List.of(engine)).of(engine);
    }

    /** What they were planned by. */
    public Blueprint blueprint() {
        return blueprint;
    }

    /** The process of an engine. */
    public ProcessHandle process(String engine) {
        return new StateFile(blueprint.home().run())
                .read().stream()
                        .flatMap(read -> read.engines().stream())
                        .filter(read -> read.name().equals(engine))
                        .findFirst()
                        .flatMap(read -> ProcessHandle.of(read.pid()))
                        .orElseThrow(() -> new IllegalStateException(engine + " has no process"));
    }

    @Override
    public void close() throws InterruptedException {
        supervisor.close();
        thread.join();
    }

    /** A platform in this home that runs everything itself. */
    public static Blueprint blueprint(Home where) {
        return new Blueprint(
                ROOT,
                where,
                Catalogue.load(ROOT.resolve("engines.yaml")),
                PlatformSettings.none(),
                Pipelines.read(ROOT.resolve("pipelines/sales.yaml")),
                Selection.ALL);
    }

    /** The engine, last, and before it all that it needs. */
    static List<Engine> withNeeds(Blueprint blueprint, String engine) {
        var names = new ArrayList<String>();
        addWithNeeds(engine, new Engines(blueprint, sites(blueprint, List.of())).started(), names);
        return new Engines(blueprint, sites(blueprint, names))
                .started().stream()
                        .filter(candidate -> names.contains(candidate.name()))
                        .sorted(Comparator.comparingInt(candidate -> names.indexOf(candidate.name())))
                        .toList();
    }

    private static void addWithNeeds(String name, List<Engine> all, List<String> names) {
        all.stream()
                .filter(candidate -> candidate.name().equals(name))
                .flatMap(found -> found.needs().stream())
                .forEach(need -> addWithNeeds(need, all, names));
        if (!names.contains(name)) {
            names.add(name);
        }
    }

    private static Sites sites(Blueprint blueprint, List<String> engines) {
        var bundles = new HashSet<>(blueprint.catalogue().bundlesOf(engines));
        if (engines.contains("connect")) {
            bundles.add("debezium");
        }
        return new Sites(
                blueprint.catalogue(),
                blueprint.home(),
                installations(blueprint, bundles),
                Jdks.ofMachine()::require,
                blueprint.settings().ca());
    }

    /** Unpacked once for all contracts. */
    private static Map<String, Installation> installations(Blueprint blueprint, Set<String> bundles) {
        if (bundles.isEmpty()) {
            return Map.of();
        }
        var shared = new Home(ROOT.resolve("platform/target/engines"), 0);
        return new Installer(
                        blueprint.catalogue(),
                        Lock.load(ROOT.resolve(Lock.FILE)),
                        MavenSettings.ofUser(),
                        shared,
                        false)
                .install(bundles, InstallProgress.SILENT);
    }

    /** A platform without pipelines. */
    private static final class NoPipelines implements Supervisor.Pipelines {
        @Override
        public Set<String> needs() {
            return Set.of();
        }

        @Override
        public void apply(Consumer<PipelineState> progress) {
            // There is nothing to apply.
        }

        @Override
        public List<PipelineState> keep() {
            return List.of();
        }
    }
}
