package io.lakehouse.platform.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Site;
import io.lakehouse.platform.supervise.PlatformState.Phase;
import io.lakehouse.platform.supervise.PlatformState.PipelineState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The supervisor over small real processes. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SupervisorTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Home home;
    private Supervisor supervisor;
    private CompletableFuture<Integer> exitCode;

    @BeforeEach
    void aHome() {
        home = new Home(folder.resolve("home"), 0);
    }

    @AfterEach
    void nothingIsLeft() {
        if (supervisor != null) {
            supervisor.close();
        }
        assertThat(running()).isEmpty();
        assertThat(SupervisorLock.isHeld(home.run())).isFalse();
    }

    @Test
    void engineStartsWhenThoseThatItNeedsAreReady() throws IOException {
        start(
                ShellEngine.working("third", folder, "second", "first"),
                ShellEngine.working("second", folder, "first"),
                ShellEngine.working("first", folder));

        awaitReady();

        assertThat(ShellEngine.diary(folder)).containsExactly("first is ready", "second is ready", "third is ready");
        assertThat(state().engines()).allSatisfy(engine -> {
            assertThat(engine.state()).isEqualTo(EngineState.Phase.READY);
            assertThat(ProcessHandle.of(engine.pid())).isPresent();
            assertThat(engine.restarts()).isZero();
        });
    }

    @Test
    void enginesStopInReverseOrder() throws IOException {
        start(
                ShellEngine.working("first", folder),
                ShellEngine.working("second", folder, "first"),
                ShellEngine.working("third", folder, "second", "first"));
        awaitReady();

        supervisor.close();

        assertThat(ShellEngine.diary(folder).subList(3, 6)).containsExactly("third ends", "second ends", "first ends");
        assertThat(exitCode.join()).isZero();
        assertThat(new StateFile(home.run()).read()).isEmpty();
    }

    @Test
    void aKilledEngineIsStartedAgainAfterAPause() {
        // Long enough to be seen on the busiest machine.
        start(
                START_LIMIT,
                pipelines(),
                () -> new Backoff(Duration.ofSeconds(5)),
                ShellEngine.working("first", folder),
                ShellEngine.working("second", folder));
        awaitReady();
        var killed = engine("first");
        var other = engine("second");

        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).untilAsserted(() -> {
            assertThat(engine("first").state()).isEqualTo(EngineState.Phase.BACKING_OFF);
            assertThat(engine("first").detail()).startsWith("ended with code 137");
        });
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(engine("first").state()).isEqualTo(EngineState.Phase.READY));
        assertThat(engine("first").restarts()).isEqualTo(1);
        assertThat(engine("first").pid()).isNotEqualTo(killed.pid());
        assertThat(engine("second")).isEqualTo(other);
    }

    @Test
    void anEngineThatCannotStartTakesEverythingDownAndTellsWhy() {
        start(
                ShellEngine.working("sound", folder),
                ShellEngine.ending("broken", folder, "the configuration is wrong", 3));

        var code = exitCode.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();

        assertThat(code).isEqualTo(1);
        assertThat(state().phase()).isEqualTo(Phase.FAILED);
        assertThat(state().failure())
                .isEqualTo("broken could not be started: ended with code 3 before it was ready:"
                        + " the configuration is wrong");
        assertThat(running()).isEmpty();
    }

    @Test
    void aBusyPortIsNamedWithItsHolder() throws IOException {
        try (var holder = new ServerSocket(0, 1, InetAddress.getByName(Site.HOST))) {
            start(ShellEngine.working("engine", folder).on(holder.getLocalPort()));

            exitCode.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();

            assertThat(state().failure())
                    .startsWith("engine could not be started: port " + holder.getLocalPort()
                            + " (engine rest) is held by pid "
                            + ProcessHandle.current().pid() + " (")
                    .endsWith("end it or move all ports with --port-offset");
        }
    }

    @Test
    void anEngineThatIsNeverReadyFailsWithWhatItsProbeSaid() {
        start(Duration.ofSeconds(1), ShellEngine.deaf("deaf", folder));

        var code = exitCode.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();

        assertThat(code).isEqualTo(1);
        assertThat(state().failure())
                .isEqualTo("deaf could not be started: was not ready after 1 s: deaf does not answer");
    }

    @Test
    void whatAnEngineStartsWhileItEndsIsEndedToo() {
        start(ShellEngine.leaving("engine", folder));
        awaitReady();

        supervisor.close();

        assertThat(running()).isEmpty();
    }

    @Test
    void itCanBeStoppedWhileAnEngineIsStillStarting() {
        start(ShellEngine.deaf("slow", folder), ShellEngine.working("later", folder, "slow"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(engine("slow").state()).isEqualTo(EngineState.Phase.STARTING));

        supervisor.close();

        assertThat(exitCode.join()).isZero();
        assertThat(home.root().resolve("logs/later.log")).doesNotExist();
    }

    @Test
    void aPipelineThatCannotBeAppliedTakesEverythingDownAndTellsWhy() {
        var broken = pipelines(Set.of("engine"), () -> {
            throw new Failure("pipeline sales: there is no table public.sales");
        });
        start(START_LIMIT, broken, ShellEngine.working("engine", folder));

        var code = exitCode.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();

        assertThat(code).isEqualTo(1);
        assertThat(state().failure()).isEqualTo("pipeline sales: there is no table public.sales");
    }

    @Test
    void pipelinesAreAppliedOnceWhatTheyNeedIsReadyWhileOtherEnginesStillStart() {
        var applied = new CompletableFuture<EngineState.Phase>();
        var pipelines = pipelines(
                Set.of("needed"), () -> applied.complete(engine("needed").state()));

        start(START_LIMIT, pipelines, ShellEngine.working("needed", folder), ShellEngine.deaf("slow", folder));

        assertThat(applied).succeedsWithin(PATIENCE).isEqualTo(EngineState.Phase.READY);
        assertThat(state().phase()).isEqualTo(Phase.APPLYING);
        assertThat(engine("slow").state()).isNotEqualTo(EngineState.Phase.READY);
    }

    @Test
    void aSecondSupervisorOfAHomeIsRefusedAndDisturbsNothing() {
        start(ShellEngine.working("engine", folder));
        awaitReady();
        var before = state();

        assertThatThrownBy(() -> new Supervisor(home, List.of(), List.of(), pipelines()).run())
                .isInstanceOf(Failure.class)
                .hasMessageContaining("has a supervisor already");

        assertThat(state()).isEqualTo(before);
    }

    @Test
    void whatAnEarlierSupervisorLeftBehindIsEndedBeforeAnythingStarts() throws IOException {
        var leftover = new ProcessBuilder("sleep", "600").start();
        new Ledger(home.run()).add("engine", leftover.pid());

        start(ShellEngine.working("engine", folder));

        awaitReady();
        assertThat(leftover.isAlive()).isFalse();
    }

    @Test
    void aSessionThatComesAndGoesIsShownWhileItIsThere() {
        var running = new AtomicReference<List<EngineState>>(List.of());
        start(START_LIMIT, pipelines(Set.of(), () -> {}, running::get));
        awaitReady();
        assertThat(state().sessions()).isEmpty();
        var spark = EngineState.session("spark", 42);

        running.set(List.of(spark));

        await().atMost(PATIENCE).until(() -> state().sessions().equals(List.of(spark)));
        running.set(List.of());
        await().atMost(PATIENCE).until(() -> state().sessions().isEmpty());
    }

    @Test
    void anExternalEngineIsShownAndNotStarted() {
        supervisor = new Supervisor(home, List.of(), List.of("kafka"), pipelines());
        exitCode = CompletableFuture.supplyAsync(supervisor::run);

        awaitReady();

        assertThat(state().engines())
                .containsExactly(new EngineState("kafka", EngineState.Phase.EXTERNAL, 0, 0, 0, ""));
    }

    private void start(Engine... engines) {
        start(START_LIMIT, engines);
    }

    private void start(Duration startLimit, Engine... engines) {
        start(startLimit, pipelines(), engines);
    }

    private void start(Duration startLimit, Supervisor.Pipelines pipelines, Engine... engines) {
        start(startLimit, pipelines, Backoff::new, engines);
    }

    private void start(
            Duration startLimit, Supervisor.Pipelines pipelines, Supplier<Backoff> backoff, Engine... engines) {
        supervisor = new Supervisor(home, List.of(engines), List.of(), pipelines, startLimit, backoff);
        exitCode = CompletableFuture.supplyAsync(supervisor::run);
    }

    private void awaitReady() {
        await().atMost(PATIENCE).until(() -> new StateFile(home.run())
                .read()
                .filter(state -> state.phase() == Phase.READY)
                .isPresent());
    }

    private PlatformState state() {
        return new StateFile(home.run()).read().orElseThrow();
    }

    private EngineState engine(String name) {
        return state().engines().stream()
                .filter(engine -> engine.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The processes that still work in the test's folder. */
    private List<Long> running() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> worksIn(folder, pid))
                .toList();
    }

    private static boolean worksIn(Path folder, long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"))
                    .startsWith(folder);
        } catch (IOException e) {
            return false;
        }
    }

    private static Supervisor.Pipelines pipelines() {
        return pipelines(Set.of(), () -> {});
    }

    private static Supervisor.Pipelines pipelines(Set<String> needs, Runnable apply) {
        return pipelines(needs, apply, List::of);
    }

    private static Supervisor.Pipelines pipelines(
            Set<String> needs, Runnable apply, Supplier<List<EngineState>> sessions) {
        return new Supervisor.Pipelines() {
            @Override
            public Set<String> needs() {
                return needs;
            }

            @Override
            public void apply(Consumer<PipelineState> progress) {
                apply.run();
            }

            @Override
            public List<PipelineState> keep() {
                return List.of();
            }

            @Override
            public List<EngineState> sessions() {
                return sessions.get();
            }
        };
    }
}
