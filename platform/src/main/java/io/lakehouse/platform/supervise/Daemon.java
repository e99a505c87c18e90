package io.lakehouse.platform.supervise;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.supervise.PlatformState.Phase;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The supervisor as seen from the command line: a process of its own that outlives the terminal. */
public final class Daemon {
    private static final Duration STOP_LIMIT = Duration.ofMinutes(3);
    private static final long POLL_MILLIS = 200;

    private final Home home;

    /** The supervisor of a home. */
    public Daemon(Home home) {
        this.home = home;
    }

    /** Whether it lives. */
    public boolean isAlive() {
        return SupervisorLock.isHeld(home.run());
    }

    /** What it last published; empty when it does not live. */
    public Optional<PlatformState> state() {
        return new StateFile(home.run()).read().filter(state -> isAlive());
    }

    /**
     * Starts it in a session of its own, so that a closed terminal does not end it.
     *
     * @param arguments arguments of the command line that runs a supervisor in the foreground
     */
    public void start(List<String> arguments) {
        new StateFile(home.run()).remove();
        var log = home.log("supervisor");
        var command = new ArrayList<>(List.of(
                "setsid",
                "--fork",
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlakehouse.root=" + System.getProperty("lakehouse.root", "."),
                "io.lakehouse.platform.cli.Main"));
        command.addAll(arguments);
        try {
            var builder = new ProcessBuilder(command);
            // As a variable: hundreds of jars in a list of processes help nobody.
            builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
            builder.redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new Failure("cannot start the supervisor: " + e.getMessage() + "; is util-linux installed?", e, log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until the platform is ready.
     *
     * @param progress told every state that differs from the one before
     * @throws Failure with the supervisor's reason when the platform could not be started
     */
    public void awaitReady(Consumer<PlatformState> progress) {
        var log = home.log("supervisor");
        var file = new StateFile(home.run());
        var silence = 0;
        while (true) {
            var state = file.read();
            state.ifPresent(progress);
            if (state.map(PlatformState::phase).filter(Phase.READY::equals).isPresent() && isAlive()) {
                return;
            }
            if (isAlive()) {
                silence = 0;
            } else if (++silence * POLL_MILLIS > 10_000
                    || state.filter(s -> s.phase() == Phase.FAILED).isPresent()) {
                var reason = state.map(PlatformState::failure).orElse("the supervisor ended at once");
                file.remove();
                throw new Failure(reason, null, log);
            }
            pause();
        }
    }

    /**
     * Asks it to stop everything and waits until it has; then ends whatever an earlier, killed one left behind.
     *
     * @param progress told every state that differs from the one before
     * @return whether anything was running
     */
    public boolean stop(Consumer<PlatformState> progress) {
        var file = new StateFile(home.run());
        var wasAlive = isAlive();
        if (wasAlive) {
            var supervisor = file.read().map(PlatformState::supervisor).flatMap(ProcessHandle::of);
            supervisor.ifPresent(ProcessHandle::destroy);
            var deadline = System.nanoTime() + STOP_LIMIT.toNanos();
            while (isAlive()) {
                file.read().ifPresent(progress);
                if (System.nanoTime() > deadline) {
                    supervisor.ifPresent(ProcessHandle::destroyForcibly);
                }
                pause();
            }
            // The lock is free an instant before the process has ended.
            supervisor.ifPresent(process -> process.onExit().join());
        }
        var leftovers = new Ledger(home.run()).endLeftovers();
        file.remove();
        return wasAlive || leftovers > 0;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }
}
