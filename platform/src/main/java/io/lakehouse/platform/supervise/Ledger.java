package io.lakehouse.platform.supervise;

import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Processes.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The processes that were started, on disk: what a supervisor that was killed leaves behind can be found and ended.
 * A process is known by its id and its start, so that no stranger of a reused id is ever touched.
 */
final class Ledger {
    private final Path folder;

    Ledger(Path run) {
        this.folder = run.resolve("processes");
    }

    void add(String name, long pid) {
        Identity.of(pid)
                .ifPresent(identity -> ConfigurationFile.write(
                        folder.resolve(name), identity.pid() + " " + identity.startTicks() + "\n"));
    }

    void remove(String name) {
        try {
            Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Identity> alive(String name) {
        return read(folder.resolve(name)).filter(Identity::isAlive);
    }

    /** Kills every recorded process that still runs, with its descendants, and forgets them. */
    int endLeftovers() {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        var ended = 0;
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var leftover =
                        read(file).filter(Identity::isAlive).flatMap(identity -> ProcessHandle.of(identity.pid()));
                if (leftover.isPresent()) {
                    leftover.get().descendants().forEach(ProcessHandle::destroyForcibly);
                    leftover.get().destroyForcibly();
                    leftover.get().onExit().join();
                    ProcessGroup.end(leftover.get().pid());
                    ended++;
                }
                Files.deleteIfExists(file);
            }
            return ended;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Identity> read(Path file) {
        try {
            var fields = Files.readString(file).strip().split(" ");
            return Optional.of(new Identity(Long.parseLong(fields[0]), Long.parseLong(fields[1])));
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }
}
