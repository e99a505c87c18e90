package io.lakehouse.platform.engine.artifact;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps a folder for one install at a time, among processes and, since a file lock does not, among threads. */
final class FolderLock {
    private static final ConcurrentMap<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private FolderLock() {}

    /**
     * Does something while nobody else does so in the folder, which is created when it is not there.
     *
     * @param waiting called before it waits for somebody else
     */
    static void holding(Path folder, Runnable waiting, Runnable action) throws IOException {
        var real = Files.createDirectories(folder).toRealPath();
        var thread = THREADS.computeIfAbsent(real, it -> new ReentrantLock());
        if (!thread.tryLock()) {
            waiting.run();
            thread.lock();
        }
        try (var channel = FileChannel.open(
                real.resolve(".lakehouse.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                waiting.run();
                channel.lock();
            }
            // Closing the channel gives the lock back, and so does the end of the process.
            action.run();
        } finally {
            thread.unlock();
        }
    }
}
