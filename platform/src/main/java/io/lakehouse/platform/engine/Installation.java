package io.lakehouse.platform.engine;

import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A bundle of the catalogue, complete on this machine and checked against the lock.
 *
 * @param bundle the bundle's name
 * @param files the files of its artifacts in class path order, by {@code group:artifact}
 * @param unpacked the folder of its unpacked archive, or {@code null} when it has none
 */
public record Installation(String bundle, Map<String, Path> files, @Nullable Path unpacked) {
    /** Keeps its own copy. */
    public Installation {
        files = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** All its files as a class path. */
    public String classPath() {
        return files.values().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * The file of one artifact.
     *
     * @throws Failure when the bundle has no such artifact
     */
    public Path file(String groupAndArtifact) {
        return Optional.ofNullable(files.get(groupAndArtifact))
                .orElseThrow(
                        () -> new Failure("engines.yaml: bundle " + bundle + " has no artifact " + groupAndArtifact));
    }

    /**
     * The folder of its unpacked archive.
     *
     * @throws Failure when the bundle has none
     */
    public Path folder() {
        if (unpacked == null) {
            throw new Failure("engines.yaml: bundle " + bundle + " has nothing to unpack");
        }
        return unpacked;
    }
}
