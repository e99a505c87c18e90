package io.lakehouse.platform.stream;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/**
 * The retained checkpoints of one job, in a folder {@code <directory>/<job id>/chk-<n>}.
 *
 * <p>A job is only ever restored from the newest: an older one would commit to bronze, once more, what a newer one has
 * committed already.
 */
final class Checkpoints {
    private static final String PREFIX = "chk-";

    private Checkpoints() {}

    /** The newest complete checkpoint. Numbers go on from the restored one, so the highest is the newest. */
    static Optional<Path> newest(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (var files = Files.walk(directory, 2)) {
            return files.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .filter(path -> Files.isRegularFile(path.resolve("_metadata")))
                    .max(Comparator.comparingLong(Checkpoints::number).thenComparing(Checkpoints::modified));
        }
    }

    /**
     * Puts a savepoint among its job's checkpoints. A savepoint can be moved, since it refers to its own files only.
     *
     * @param number the savepoint's id, which counts on with those of the checkpoints
     */
    static void takeUp(Path savepoint, long number) throws IOException {
        Files.move(savepoint, savepoint.resolveSibling(PREFIX + number));
    }

    /** Removes a folder of checkpoints. */
    static void remove(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static long number(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring(PREFIX.length()));
    }

    private static long modified(Path checkpoint) {
        return checkpoint.resolve("_metadata").toFile().lastModified();
    }
}
