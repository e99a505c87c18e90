package io.lakehouse.platform.source;

import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * What an earlier run of a server left on its data: processes (every one of PostgreSQL's works in the data folder) and the
 * lock file, which can name the id of a process that is now a stranger's and would forbid the start.
 *
 * @param data the data folder
 * @param processes those of an earlier run
 * @param current whether a server of this run works there, too
 */
record PostmasterLeftovers(Path data, List<ProcessHandle> processes, boolean current) {
    private static final long LIMIT_SECONDS = 15;

    static PostmasterLeftovers of(Path data) throws IOException {
        var folder = data.toRealPath();
        var all = ProcessHandle.allProcesses()
                .filter(process -> folder.equals(workingFolder(process)))
                .toList();
        var earlier = all.stream().filter(process -> !isOurs(process)).toList();
        return new PostmasterLeftovers(folder, earlier, earlier.size() < all.size());
    }

    /** Ends them. Killing is safe: PostgreSQL recovers from its log, as after a crash. */
    void end() throws IOException {
        processes.forEach(ProcessHandle::destroyForcibly);
        try {
            CompletableFuture.allOf(
                            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | java.util.concurrent.ExecutionException e) {
            throw new Failure(
                    "an earlier PostgreSQL still works in " + data + ": end the processes "
                            + processes.stream().map(ProcessHandle::pid).toList(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while ending an earlier PostgreSQL", e);
        }
        if (!current) {
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        }
    }

    private static boolean isOurs(ProcessHandle process) {
        var self = ProcessHandle.current().pid();
        return Stream.iterate(
                        process.parent(), parent -> parent.isPresent(), parent -> parent.flatMap(ProcessHandle::parent))
                .anyMatch(parent -> parent.get().pid() == self);
    }

    private static @org.jspecify.annotations.Nullable Path workingFolder(ProcessHandle process) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"));
        } catch (IOException e) {
            // It has ended, or it is another user's.
            return null;
        }
    }
}
