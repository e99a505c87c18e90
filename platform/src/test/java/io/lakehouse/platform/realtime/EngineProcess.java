package io.lakehouse.platform.realtime;

import static org.awaitility.Awaitility.await;

import io.lakehouse.platform.engine.Engine;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** An engine as a process of the test, ended with the test whatever happens. */
public final class EngineProcess implements AutoCloseable {
    private final Engine engine;
    private final Path log;
    private Process process;

    private EngineProcess(Engine engine, Path log, Process process) {
        this.engine = engine;
        this.log = log;
        this.process = process;
    }

    /** Starts an engine and waits until its own probe finds it ready. */
    public static EngineProcess start(Engine engine, Path log) {
        var started = new EngineProcess(engine, log, launch(engine, log));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> started.process.destroyForcibly()));
        started.awaitReady();
        return started;
    }

    /**
     * The highest offset up to 22,500, in steps of 100, at which all these ports are free. Higher ones would be among
     * those that the kernel gives to whoever asks for any, and be taken in the moment before they are used.
     */
    public static int freeOffset(Collection<Integer> ports) {
        for (var offset = 22_500; offset > 0; offset -= 100) {
            var tried = offset;
            if (ports.stream().allMatch(port -> isFree(port + tried))) {
                return offset;
            }
        }
        throw new IllegalStateException("no free ports below 32000");
    }

    long pid() {
        return process.pid();
    }

    /** Starts it again after it ended, and waits until it is ready. */
    void startAgain() {
        process = launch(engine, log);
        awaitReady();
    }

    /** Ends it without a warning, as a power cut would. */
    void killHard() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    /** Asks it to end; fails when it takes longer than this. */
    void stop(Duration grace) {
        process.destroy();
        awaitEnd(grace);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(10));
    }

    private void awaitEnd(Duration grace) {
        await().atMost(grace).pollInterval(Duration.ofMillis(20)).until(() -> !process.isAlive());
    }

    private void awaitReady() {
        await(engine.name() + ", whose log is " + log)
                .atMost(240, TimeUnit.SECONDS)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> {
                    engine.probe();
                    return true;
                });
    }

    private static Process launch(Engine engine, Path log) {
        try {
            var launch = engine.prepare();
            return new ProcessBuilder(launch.command())
                    .directory(launch.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(log.toString())))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(engine.name() + " does not start", e);
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
