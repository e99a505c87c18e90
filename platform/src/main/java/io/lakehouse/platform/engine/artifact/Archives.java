package io.lakehouse.platform.engine.artifact;

import io.lakehouse.platform.engine.Bundle;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;

/** The folders that archives are unpacked into: a folder that has its final name is complete. */
final class Archives {
    private static final int DIGITS = 12;

    private final Path installs;

    Archives(Path installs) {
        this.installs = installs.toAbsolutePath().normalize();
    }

    /** The folder of an archive; another archive, and another way to unpack it, have another one. */
    Path folder(Bundle bundle, Lock.Entry archive) {
        var rule = bundle.unpack().orElseThrow();
        var identity = Sha256.of(archive.sha256() + rule.nested() + rule.strip() + rule.include());
        return installs.resolve(bundle.name() + "-" + bundle.version() + "-" + identity.substring(0, DIGITS));
    }

    /**
     * Unpacks an archive under a name of passage, then gives it its own; whoever holds the lock of the folder may.
     *
     * @param file the archive, its sum checked
     * @param bytes what it takes when unpacked
     * @throws Failure when it is damaged or cannot be written; nothing is left of it then
     */
    void unpack(Bundle bundle, Path file, Path folder, long bytes) {
        var draft = folder.resolveSibling(".unpacking-" + folder.getFileName());
        try {
            // What an interrupted run left.
            delete(draft);
            Unpacker.unpack(file, bundle.unpack().orElseThrow(), draft);
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            deleteQuietly(draft, e);
            throw Reasons.diskIsFull(e)
                    ? new Failure(Reasons.diskFull(installs, bytes), e)
                    : new Failure("cannot unpack " + file + " to " + folder + ": " + Reasons.of(e), e);
        }
    }

    /** Deletes a folder with all that is in it, if it is there. */
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void deleteQuietly(Path folder, IOException cause) {
        try {
            delete(folder);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
