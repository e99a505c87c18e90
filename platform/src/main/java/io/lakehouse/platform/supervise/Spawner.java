package io.lakehouse.platform.supervise;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Launch;
import io.lakehouse.platform.engine.UnprivilegedUser;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes that cannot outlive this one: the kernel kills them when it ends, however it ends.
 *
 * <p>The kernel watches the thread that started a process, not its process; so one thread, which lives as long as the
 * supervisor, starts them all.
 */
final class Spawner implements AutoCloseable {
    /**
     * Where the kernel groups processes by their session, the niceness of one counts within its session only and the
     * session has another, which is written to a file (sched(7), "The autogroup feature").
     */
    private static final List<String> YIELDING =
            List.of("sh", "-c", "{ echo 5 >/proc/self/autogroup; } 2>/dev/null; exec nice -n 5 \"$@\"", "sh");

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        var spawner = new Thread(task, "spawner");
        spawner.setDaemon(true);
        return spawner;
    });

    /**
     * Starts a process; its output goes to the end of the log.
     *
     * @throws Failure when the program cannot be started
     */
    Process spawn(Launch launch, Path log) {
        return spawn(launch, log, false);
    }

    /** Likewise, but only its standard error goes to the log: the others are the caller's to write and read. */
    Process spawnPiped(Launch launch, Path log) {
        return spawn(launch, log, true);
    }

    private Process spawn(Launch launch, Path log, boolean piped) {
        try {
            return thread.submit(() -> start(launch, log, piped)).get();
        } catch (ExecutionException e) {
            throw new Failure(
                    "cannot start " + launch.command().get(0) + ": "
                            + e.getCause().getMessage(),
                    e.getCause(),
                    log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while starting " + launch.command().get(0), e, log);
        }
    }

    private static Process start(Launch launch, Path log, boolean piped) throws IOException {
        Files.createDirectories(launch.directory());
        // Innermost, since a change of user makes the kernel forget the signal.
        List<String> command = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL"));
        command.addAll(launch.command());
        if (launch.unprivileged()) {
            command = UnprivilegedUser.prefix(command);
        }
        if (launch.yields()) {
            command.addAll(0, YIELDING);
        }
        // A group of its own, by which what it starts can be found when it has ended.
        command.add(0, "setsid");
        var builder = new ProcessBuilder(command).directory(launch.directory().toFile());
        if (piped) {
            builder.redirectError(Redirect.appendTo(log.toFile()));
        } else {
            builder.redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()));
        }
        builder.environment().putAll(launch.environment());
        // A JVM picks these up and would run with flags that the catalogue does not know.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().remove("_JAVA_OPTIONS");
        return builder.start();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
