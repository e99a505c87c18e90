package io.lakehouse.platform.engine.artifact;

import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/**
 * Sums of files that were read once, remembered as long as a file keeps its size and time: a second start does not
 * read gigabytes again. What is remembered is only a shortcut; a damaged memory is none.
 */
final class VerifiedFiles {
    private final Path memory;
    private final ConcurrentMap<String, String> sums = new ConcurrentHashMap<>();
    private volatile boolean changed;

    VerifiedFiles(Path memory) {
        this.memory = memory;
        try {
            if (Files.exists(memory)) {
                for (var line : Files.readAllLines(memory)) {
                    var sum = line.split(" ", 2);
                    if (sum.length == 2) {
                        sums.put(sum[1], sum[0]);
                    }
                }
            }
        } catch (IOException e) {
            sums.clear();
        }
    }

    /**
     * The SHA-256 of a file, remembered or read.
     *
     * @throws Failure when it cannot be read
     */
    String sha256(Path file) {
        try {
            var key = key(file);
            var known = sums.get(key);
            return known == null ? learn(key, Sha256.of(file)) : known;
        } catch (IOException e) {
            throw new Failure("cannot read " + file + ": " + e + "; make it readable, or delete it", e);
        }
    }

    /** Takes note of a sum that is known from elsewhere. */
    void learn(Path file, String sum) throws IOException {
        learn(key(file), sum);
    }

    /** Remembers all sums for the next time. */
    void save() {
        if (changed) {
            ConfigurationFile.write(
                    memory,
                    sums.entrySet().stream()
                            .map(entry -> entry.getValue() + " " + entry.getKey() + "\n")
                            .sorted()
                            .collect(Collectors.joining()));
            changed = false;
        }
    }

    private static String key(Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return attributes.size() + " " + attributes.lastModifiedTime() + " " + file;
    }

    private String learn(String key, String sum) {
        sums.put(key, sum);
        changed = true;
        return sum;
    }
}
