package io.lakehouse.platform.supervise;

import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Launch;
import io.lakehouse.platform.engine.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one engine: prepared, started, probed until it is ready, watched, and started again when it ends, until
 * it is stopped.
 */
final class EngineRunner implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineRunner.class);
    private static final Duration PROBE_INTERVAL = Duration.ofMillis(250);
    private static final int FIRST_START_ATTEMPTS = 2;

    private final Engine engine;
    private final Path log;
    private final Duration startLimit;
    private final Spawner spawner;
    private final Ledger ledger;
    private final Consumer<EngineState> publish;
    private final CountDownLatch firstReady = new CountDownLatch(1);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Backoff backoff;

    private volatile EngineState state;
    private volatile @Nullable Process process;
    private volatile Launch launch = Launch.of(java.util.List.of("true"), Path.of("/"));

    EngineRunner(
            Engine engine,
            Path log,
            Duration startLimit,
            Backoff backoff,
            Spawner spawner,
            Ledger ledger,
            Consumer<EngineState> publish) {
        this.engine = engine;
        this.log = log;
        this.startLimit = startLimit;
        this.backoff = backoff;
        this.spawner = spawner;
        this.ledger = ledger;
        this.publish = publish;
        this.state = EngineState.waiting(engine.name());
    }

    Engine engine() {
        return engine;
    }

    EngineState state() {
        return state;
    }

    /** Counts down when the engine has been ready once. */
    CountDownLatch firstReady() {
        return firstReady;
    }

    @Override
    public void run() {
        var attempts = 0;
        while (!isStopping()) {
            attempts++;
            var problem = start();
            var wasReady = Duration.ZERO;
            if (problem.isEmpty()) {
                firstReady.countDown();
                var since = System.nanoTime();
                problem = Optional.of(watch());
                wasReady = Duration.ofNanos(System.nanoTime() - since);
            }
            if (isStopping()) {
                return;
            }
            endProcess();
            LOG.warn("engine is not running engine={} reason={}", engine.name(), problem.get());
            if (firstReady.getCount() > 0 && attempts >= FIRST_START_ATTEMPTS) {
                become(state.failed(problem.get()));
                return;
            }
            become(state.backingOff(problem.get()));
            pause(backoff.after(wasReady));
        }
    }

    /** Asks the engine to end and waits until it has, killing it when it takes too long. */
    void stop() {
        stop.countDown();
        if (process != null) {
            become(state.stopping());
        }
        endProcess();
        become(state.stopped());
    }

    private Optional<String> start() {
        var started = System.nanoTime();
        try {
            ledger.alive(engine.name())
                    .ifPresent(identity -> ProcessHandle.of(identity.pid()).ifPresent(ProcessHandle::destroyForcibly));
            requireFreePorts();
            launch = engine.prepare();
            synchronized (this) {
                if (isStopping()) {
                    return Optional.of("stopped");
                }
                process = spawner.spawn(launch, log);
            }
            ledger.add(engine.name(), process.pid());
            become(state.starting(process.pid()));
            return awaitReady(process, started);
        } catch (Exception e) {
            LOG.debug("start failed engine={}", engine.name(), e);
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> awaitReady(Process started, long since) {
        var lastReason = "it was never asked";
        while (!isStopping()) {
            if (!started.isAlive()) {
                return Optional.of("ended with code " + started.exitValue() + " before it was ready: " + lastLogLine());
            }
            try {
                engine.probe();
                var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
                become(state.ready(millis));
                LOG.info("engine is ready engine={} pid={} ms={}", engine.name(), started.pid(), millis);
                return Optional.empty();
            } catch (Exception e) {
                lastReason = String.valueOf(e.getMessage());
            }
            if (System.nanoTime() - since > startLimit.toNanos()) {
                return Optional.of("was not ready after " + startLimit.toSeconds() + " s: " + lastReason);
            }
            pause(PROBE_INTERVAL);
        }
        return Optional.of("stopped");
    }

    private String watch() {
        try {
            return "ended with code " + process.waitFor() + ": " + lastLogLine();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "the supervisor was interrupted";
        }
    }

    private void requireFreePorts() {
        engine.ports().forEach((use, port) -> Ports.holder(port).ifPresent(holder -> {
            throw new Failure("port " + port + " (" + engine.name() + " " + use + ") is held by " + holder
                    + "; end it or move all ports with --port-offset");
        }));
    }

    private synchronized void endProcess() {
        var ending = process;
        if (ending == null) {
            return;
        }
        try {
            var descendants = ending.descendants().toList();
            if (ending.isAlive()) {
                signal(ending);
                if (!ending.waitFor(launch.stopGrace().toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn("engine did not end in time and is killed engine={}", engine.name());
                    ending.destroyForcibly().waitFor();
                }
            }
            descendants.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
            ProcessGroup.end(ending.pid());
        } catch (InterruptedException e) {
            ending.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        process = null;
        ledger.remove(engine.name());
    }

    private void signal(Process ending) throws InterruptedException {
        if (launch.stopSignal().equals("TERM")) {
            ending.destroy();
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + launch.stopSignal(), Long.toString(ending.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            ending.destroy();
        }
    }

    private void become(EngineState next) {
        state = next;
        publish.accept(next);
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }

    private void pause(Duration time) {
        try {
            stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.countDown();
        }
    }

    private String lastLogLine() {
        try (var lines = Files.lines(log, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> !line.isBlank())
                    .reduce((first, second) -> second)
                    .orElse("its log is empty")
                    .strip();
        } catch (IOException | java.io.UncheckedIOException e) {
            return "its log cannot be read";
        }
    }
}
