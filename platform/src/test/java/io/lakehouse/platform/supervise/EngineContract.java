package io.lakehouse.platform.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakehouse.platform.engine.DelegatingEngine;
import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every engine keeps, on the real one, under the real supervisor. A room's whole test of it is a subclass that
 * names the engine; what it needs is started with it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
public abstract class EngineContract {
    /** Every port stays below those that the kernel gives to whoever asks for any. */
    private static final int PORT_OFFSET = 12_000;

    private static final Duration START = Duration.ofMinutes(4);

    private final String name;

    private Path folder = Path.of("");
    private Supervisor supervisor;
    private Thread thread;
    private Home home;
    private Engine engine;

    /** The contract of the engine of this name. */
    protected EngineContract(String name) {
        this.name = name;
    }

    @BeforeAll
    void start(@TempDir Path temporary) {
        folder = temporary;
        home = new Home(folder.resolve("home"), PORT_OFFSET);
        var engines = engines(home);
        engine = engines.get(engines.size() - 1);
        supervisor = new Supervisor(home, engines, List.of(), RealEngines.NO_PIPELINES);
        thread = new Thread(supervisor::run, "supervisor");
        thread.start();
    }

    @AfterAll
    void stop() throws InterruptedException {
        supervisor.close();
        thread.join();
    }

    @Test
    @Order(1)
    void it_becomes_ready() throws Exception {
        await().atMost(START).until(() -> state().state() == EngineState.Phase.READY);

        engine.probe();
        assertThat(state().pid()).isPositive();
        assertThat(engine.ports().values()).noneMatch(Ports::isFree);
    }

    @Test
    @Order(2)
    void preparing_it_again_changes_nothing() throws Exception {
        var before = state();
        var first = engine.prepare().command();

        var second = engine.prepare().command();

        assertThat(second).isEqualTo(first);
        engine.probe();
        assertThat(state()).isEqualTo(before);
    }

    @Test
    @Order(3)
    void a_busy_port_names_its_holder() throws Exception {
        var other = new Home(folder.resolve("other"), PORT_OFFSET);
        var engines = engines(other);
        var second = new Supervisor(
                other, List.of(new Alone(engines.get(engines.size() - 1))), List.of(), RealEngines.NO_PIPELINES);

        var exitCode = second.run();

        assertThat(exitCode).isEqualTo(1);
        assertThat(new StateFile(other.run()).read().orElseThrow().failure())
                .contains("port ")
                .contains("is held by pid")
                .contains("--port-offset");
        engine.probe();
    }

    @Test
    @Order(4)
    void it_survives_being_killed() throws Exception {
        var killed = state();
        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();

        await().atMost(START)
                .until(() -> state().state() == EngineState.Phase.READY && state().restarts() > killed.restarts());

        engine.probe();
        assertThat(state().pid()).isNotEqualTo(killed.pid());
    }

    @Test
    @Order(5)
    void stopping_leaves_no_process_and_no_port() throws InterruptedException {
        var processes = new HashSet<ProcessHandle>();
        ProcessHandle.of(state().pid()).ifPresent(process -> {
            processes.add(process);
            process.descendants().forEach(processes::add);
        });

        supervisor.close();
        thread.join();

        assertThat(processes).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        assertThat(engine.ports().values()).allMatch(Ports::isFree);
        assertThat(home.run().resolve("processes").resolve(name)).doesNotExist();
    }

    private EngineState state() {
        return new StateFile(home.run())
                .read().stream()
                        .flatMap(state -> state.engines().stream())
                        .filter(state -> state.name().equals(name))
                        .findFirst()
                        .orElseGet(() -> EngineState.waiting(name));
    }

    /** The engine, last, and before it all that it needs. */
    private List<Engine> engines(Home where) {
        return RealEngines.withNeeds(RealEngines.blueprint(where), name);
    }

    /** An engine as if it needed no other: what is wrong with it shows before what it needs would be started. */
    private record Alone(Engine engine) implements DelegatingEngine {
        @Override
        public Set<String> needs() {
            return Set.of();
        }
    }
}
