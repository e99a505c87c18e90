package io.lakehouse.platform.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The artifacts that one or more engines run from, as the catalogue declares them; {@code engines.lock} says what
 * they come to with their dependencies.
 *
 * @param name its name in the catalogue
 * @param version the version of what it is named after
 * @param artifacts what it is made of, by the architecture of the machine as the JVM names it, in class path order;
 *     {@link #ANY} is the only key of a bundle that is the same everywhere
 * @param exclusions {@code group:artifact} or {@code group:*} that no dependency may bring in
 * @param transitive whether the dependencies of the artifacts belong to it
 * @param unpack how its only artifact is unpacked; empty when it is no archive
 */
public record Bundle(
        String name,
        String version,
        Map<String, List<Coordinates>> artifacts,
        List<String> exclusions,
        boolean transitive,
        Optional<Unpack> unpack) {
    /** Stands for every architecture. */
    public static final String ANY = "any";

    /** Keeps its own copies. */
    public Bundle {
        artifacts = Collections.unmodifiableMap(new LinkedHashMap<>(artifacts));
        exclusions = List.copyOf(exclusions);
    }

    /**
     * The key of {@link #artifacts} that serves an architecture.
     *
     * @param architecture as {@code os.arch} names it
     * @throws Failure when the bundle has nothing for it
     */
    public String architecture(String architecture) {
        if (artifacts.containsKey(ANY)) {
            return ANY;
        }
        if (!artifacts.containsKey(architecture)) {
            throw new Failure("engines.yaml: bundle " + name + " is published for "
                    + String.join(", ", artifacts.keySet()) + ", and this machine is " + architecture
                    + "; name an external one in the pipeline instead");
        }
        return architecture;
    }

    /**
     * How an archive becomes a folder.
     *
     * @param nested pattern of the archive's name inside of the artifact, a jar; empty when the artifact is the archive
     * @param strip how many leading folders are dropped from every path
     * @param include the files and folders that are kept, after {@code strip}; all when empty
     */
    public record Unpack(String nested, int strip, List<String> include) {
        /** Keeps its own copy. */
        public Unpack {
            include = List.copyOf(include);
        }
    }
}
