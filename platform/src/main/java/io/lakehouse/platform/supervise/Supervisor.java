package io.lakehouse.platform.supervise;

import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.supervise.PlatformState.Phase;
import io.lakehouse.platform.supervise.PlatformState.PipelineState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one owner of the platform's processes: starts the engines in the order of their needs, applies the pipelines,
 * keeps both working, and takes everything down in reverse order.
 *
 * <p>It holds the home's lock while it lives and publishes what it knows in {@code run/state.json}.
 */
public final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration START_LIMIT = Duration.ofMinutes(4);
    private static final long KEEP_INTERVAL_MILLIS = 2000;

    /** What is kept working on top of the engines. */
    public interface Pipelines {
        /** Names of the engines without which the pipelines cannot be applied; the others may still be starting. */
        Set<String> needs();

        /**
         * Makes everything that the pipelines declare; doing it again changes nothing.
         *
         * @param progress told what is being done
         * @throws Exception when there is none that could be kept: none can be applied, and none was before; the message
         *     tells why. One that cannot be applied beside others is told as a state that is not applied
         */
        void apply(Consumer<PipelineState> progress) throws Exception;

        /** Looks after what is applied, mends what can be mended, and tells how each pipeline is that there is now. */
        List<PipelineState> keep();

        /** Processes that it starts itself when they are wanted, those that run now. */
        default List<EngineState> sessions() {
            return List.of();
        }

        /** Ends what it has under way itself; called once, before the engines stop. */
        default void release() {}
    }

    private final Home home;
    private final StateFile stateFile;
    private final Spawner spawner = new Spawner();
    private final Map<String, EngineRunner> runners = new LinkedHashMap<>();
    private final List<EngineState> externals;
    private final Pipelines pipelines;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private final Map<String, PipelineState> pipelineStates = new LinkedHashMap<>();
    private volatile Phase phase = Phase.STARTING;
    private volatile String failure = "";
    private volatile List<EngineState> sessions = List.of();

    /**
     * A supervisor of these engines.
     *
     * @param home the state folder
     * @param engines the engines to start
     * @param externals names of the engines that are used but not started
     * @param pipelines what to apply and keep
     */
    public Supervisor(Home home, List<Engine> engines, List<String> externals, Pipelines pipelines) {
        this(home, engines, externals, pipelines, START_LIMIT);
    }

    /** Likewise, with a time within which a started engine must be ready. */
    Supervisor(Home home, List<Engine> engines, List<String> externals, Pipelines pipelines, Duration startLimit) {
        this(home, engines, externals, pipelines, startLimit, Backoff::new);
    }

    /** Likewise, with a back-off of one's own for each engine. */
    Supervisor(
            Home home,
            List<Engine> engines,
            List<String> externals,
            Pipelines pipelines,
            Duration startLimit,
            Supplier<Backoff> backoff) {
        this.home = home;
        this.stateFile = new StateFile(home.run());
        this.pipelines = pipelines;
        this.externals = externals.stream()
                .map(name -> new EngineState(name, EngineState.Phase.EXTERNAL, 0, 0, 0, ""))
                .toList();
        var ledger = new Ledger(home.run());
        for (var engine : engines) {
            runners.put(
                    engine.name(),
                    new EngineRunner(
                            engine,
                            home.log(engine.name()),
                            startLimit,
                            backoff.get(),
                            spawner,
                            ledger,
                            state -> publish()));
        }
    }

    /**
     * Runs the platform until it is asked to stop.
     *
     * @return 0 after an orderly stop, 1 when the platform could not be started
     * @throws Failure when another supervisor holds the home
     */
    public int run() {
        try (var lock = SupervisorLock.acquire(home.run())) {
            LOG.info(
                    "supervisor started pid={} home={}", ProcessHandle.current().pid(), home.root());
            var leftovers = new Ledger(home.run()).endLeftovers();
            if (leftovers > 0) {
                LOG.warn("ended processes that an earlier supervisor left behind count={}", leftovers);
            }
            publish();
            try {
                startEngines();
                awaitEngines(pipelines.needs());
                applyPipelines();
                awaitEngines(runners.keySet());
                phase = Phase.READY;
                publish();
                LOG.info("the platform is ready");
                keep();
            } catch (Exception e) {
                if (stop.getCount() > 0) {
                    failure = String.valueOf(e.getMessage());
                    phase = Phase.FAILED;
                    LOG.error("the platform could not be started", e);
                    publish();
                }
            } finally {
                stopEngines();
            }
            return failure.isEmpty() ? 0 : 1;
        } finally {
            ended.countDown();
        }
    }

    /** Asks for an orderly stop and waits until it is done. */
    @Override
    public void close() {
        stop.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startEngines() {
        runners.values().forEach(runner -> threads.submit(() -> startWhenNeedsAreReady(runner)));
    }

    private void awaitEngines(Set<String> names) throws InterruptedException {
        for (var runner : runners.values()) {
            while (names.contains(runner.engine().name())
                    && !runner.firstReady().await(100, TimeUnit.MILLISECONDS)) {
                requireNotStopped();
                failedEngine().ifPresent(state -> {
                    throw new Failure(
                            state.name() + " could not be started: " + state.detail(), null, home.log(state.name()));
                });
            }
        }
    }

    private void startWhenNeedsAreReady(EngineRunner runner) {
        try {
            for (var need : runner.engine().needs()) {
                var needed = runners.get(need);
                while (needed != null && !needed.firstReady().await(100, TimeUnit.MILLISECONDS)) {
                    if (stop.getCount() == 0 || phase == Phase.FAILED) {
                        return;
                    }
                }
            }
            runner.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error(
                    "the runner of an engine failed engine={}", runner.engine().name(), e);
        }
    }

    private void applyPipelines() throws Exception {
        requireNotStopped();
        phase = Phase.APPLYING;
        publish();
        pipelines.apply(this::record);
    }

    private void keep() throws InterruptedException {
        while (!stop.await(KEEP_INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
            var states = pipelines.keep();
            forgetOthers(states.stream().map(PipelineState::name).toList());
            states.forEach(this::record);
            var running = pipelines.sessions();
            if (!running.equals(sessions)) {
                sessions = running;
                publish();
            }
        }
    }

    /** A pipeline that was destroyed is no state any more. */
    private void forgetOthers(List<String> kept) {
        synchronized (pipelineStates) {
            if (!pipelineStates.keySet().retainAll(kept)) {
                return;
            }
        }
        publish();
    }

    private void record(PipelineState state) {
        synchronized (pipelineStates) {
            if (state.equals(pipelineStates.put(state.name(), state))) {
                return;
            }
        }
        LOG.info("pipeline={} applied={} {}", state.name(), state.applied(), state.detail());
        publish();
    }

    /** Stops what depends on others before what it depends on; engines of one rank stop side by side. */
    private void stopEngines() {
        if (phase != Phase.FAILED) {
            phase = Phase.STOPPING;
        }
        publish();
        stop.countDown();
        try {
            pipelines.release();
        } catch (RuntimeException e) {
            LOG.error("what the pipelines have under way could not be ended", e);
        }
        var remaining = new LinkedHashMap<>(runners);
        while (!remaining.isEmpty()) {
            var rank = remaining.values().stream()
                    .filter(runner -> remaining.values().stream().noneMatch(other -> other.engine()
                            .needs()
                            .contains(runner.engine().name())))
                    .toList();
            rank.forEach(runner -> remaining.remove(runner.engine().name()));
            var stopping =
                    rank.stream().map(runner -> threads.submit(runner::stop)).toList();
            for (var stopped : stopping) {
                try {
                    stopped.get();
                } catch (Exception e) {
                    LOG.error("an engine could not be stopped", e);
                }
            }
        }
        threads.shutdownNow();
        spawner.close();
        if (failure.isEmpty()) {
            stateFile.remove();
        } else {
            publish();
        }
        LOG.info("supervisor ended");
    }

    private Optional<EngineState> failedEngine() {
        return runners.values().stream()
                .map(EngineRunner::state)
                .filter(state -> state.state() == EngineState.Phase.FAILED)
                .findFirst();
    }

    private void requireNotStopped() throws InterruptedException {
        if (stop.getCount() == 0) {
            throw new InterruptedException("asked to stop");
        }
    }

    private void publish() {
        synchronized (pipelineStates) {
            var engines = new ArrayList<EngineState>(externals);
            runners.values().forEach(runner -> engines.add(runner.state()));
            stateFile.write(new PlatformState(
                    ProcessHandle.current().pid(),
                    phase,
                    failure,
                    engines,
                    new ArrayList<>(pipelineStates.values()),
                    sessions));
        }
    }
}
