package io.lakehouse.platform.engine.artifact;

import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds out before anything is written whether a disk can take it. */
final class DiskSpace {
    private DiskSpace() {}

    /**
     * Checks folders, which may share a disk.
     *
     * @param wanted bytes to be written, by folder
     * @throws Failure when a disk has less; the message names the folder, what is needed and what is there
     */
    static void require(List<Map.Entry<Path, Long>> wanted) {
        var byDisk = new LinkedHashMap<FileStore, Map.Entry<Path, Long>>();
        try {
            for (var entry : wanted) {
                byDisk.merge(
                        Files.getFileStore(existing(entry.getKey())),
                        entry,
                        (one, other) -> Map.entry(one.getKey(), one.getValue() + other.getValue()));
            }
            for (var entry : byDisk.entrySet()) {
                var folder = entry.getValue().getKey();
                var needed = entry.getValue().getValue();
                var free = entry.getKey().getUsableSpace();
                if (needed > free) {
                    throw new Failure("the disk of " + folder + " has " + Bytes.text(free) + " free and "
                            + Bytes.text(needed) + " are needed; free some space there, or use another folder");
                }
            }
        } catch (IOException e) {
            throw new Failure("cannot find out how much space is free: " + Reasons.of(e), e);
        }
    }

    private static Path existing(Path folder) {
        var current = folder.toAbsolutePath();
        while (!Files.exists(current) && current.getParent() != null) {
            current = current.getParent();
        }
        return current;
    }
}
