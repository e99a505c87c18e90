package io.lakehouse.platform.lanes;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Whoever holds it may change a pipeline: the command line that applies or destroys it, or the supervisor that keeps
 * it. The kernel takes it back when its holder dies.
 */
final class PipelineLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private PipelineLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** The lock of a pipeline; empty when another holds it. */
    static Optional<PipelineLock> tryAcquire(Home home, String pipeline) {
        var file = home.run().resolve("pipeline-" + pipeline + ".lock");
        try {
            var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                var lock = channel.tryLock();
                if (lock != null) {
                    return Optional.of(new PipelineLock(channel, lock));
                }
            } catch (OverlappingFileLockException e) {
                // Another thread of this process has it.
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new Failure("cannot lock pipeline " + pipeline + " by " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The lock of a pipeline, waited for until the deadline: the supervisor holds it for a moment every two seconds.
     *
     * @throws Failure when another holds it for longer
     */
    static PipelineLock acquire(Home home, String pipeline, Deadline deadline) {
        var held = new PipelineLock[1];
        deadline.await("nobody else applies or destroys pipeline " + pipeline, () -> {
            held[0] = tryAcquire(home, pipeline).orElse(null);
            return held[0] != null;
        });
        return held[0];
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new Failure("cannot release a pipeline's lock: " + e.getMessage(), e);
        }
    }
}
