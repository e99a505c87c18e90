package io.lakehouse.platform.supervise;

import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The lock that says whether a home has a living supervisor. The kernel frees it when its holder ends. */
public final class SupervisorLock implements AutoCloseable {
    /** Who only asks whether the lock is held holds it for an instant: try for a second. */
    private static final int ATTEMPTS = 20;

    private static final long PAUSE_MILLIS = 50;

    private final FileChannel channel;

    private SupervisorLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock.
     *
     * @throws Failure when another supervisor holds it
     */
    static SupervisorLock acquire(Path run) {
        try {
            var channel = open(run);
            for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
                if (tryLock(channel) != null) {
                    return new SupervisorLock(channel);
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            channel.close();
            throw new Failure("the platform in " + run.getParent() + " has a supervisor already; see status");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    /** Whether a living supervisor holds the lock. */
    public static boolean isHeld(Path run) {
        try (var channel = open(run);
                var lock = tryLock(channel)) {
            return lock == null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel open(Path run) throws IOException {
        return FileChannel.open(run.resolve("supervisor.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
