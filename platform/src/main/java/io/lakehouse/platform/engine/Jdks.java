package io.lakehouse.platform.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** The JDKs of a machine. Engines need different ones: none runs on all. */
public final class Jdks {
    private final Map<String, String> environment;
    private final List<Path> candidates;
    private final List<Path> parents;

    /**
     * Looks into given places.
     *
     * @param environment variables; {@code LAKEHOUSE_JDK_<release>} and {@code JAVA_HOME} are read
     * @param candidates further folders that may be a JDK
     * @param parents folders whose folders may be JDKs
     */
    Jdks(Map<String, String> environment, List<Path> candidates, List<Path> parents) {
        this.environment = Map.copyOf(environment);
        this.candidates = List.copyOf(candidates);
        this.parents = List.copyOf(parents);
    }

    /** Looks where JDKs usually are: the environment, the running one, and the folders of packages and tools. */
    public static Jdks ofMachine() {
        var user = Path.of(System.getProperty("user.home"));
        return new Jdks(
                System.getenv(),
                List.of(Path.of(System.getProperty("java.home"))),
                List.of(
                        Path.of("/usr/lib/jvm"),
                        Path.of("/opt"),
                        user.resolve(".sdkman/candidates/java"),
                        user.resolve(".jdks")));
    }

    /**
     * The home of a JDK of exactly this feature release; one that {@code LAKEHOUSE_JDK_<release>} names comes first.
     *
     * @param feature 17 or 25
     * @throws Failure when there is none, or when the variable names something else
     */
    public Path require(int feature) {
        var variable = variable(feature);
        var named = environment.getOrDefault(variable, "");
        if (!named.isEmpty()) {
            var found = feature(Path.of(named));
            if (found.isEmpty() || found.get() != feature) {
                throw new Failure(variable + "=" + named + " is "
                        + found.map(it -> "a JDK " + it).orElse("no JDK") + "; name the home of a JDK " + feature);
            }
            return Path.of(named);
        }
        return find(feature)
                .orElseThrow(() -> new Failure("no JDK " + feature + " on this machine; set " + variable
                        + " to the home of one, or install it: package temurin-" + feature + "-jdk or openjdk-"
                        + feature
                        + "-jdk-headless, or with SDKMAN `sdk install java " + feature + "-tem`"));
    }

    /** The home of a JDK of this feature release, if there is one. */
    public Optional<Path> find(int feature) {
        return Stream.of(
                        Stream.of(environment.get(variable(feature)), environment.get("JAVA_HOME"))
                                .filter(Objects::nonNull)
                                .filter(home -> !home.isEmpty())
                                .map(Path::of),
                        candidates.stream(),
                        parents.stream().flatMap(Jdks::folders))
                .flatMap(homes -> homes)
                .filter(home -> feature(home).filter(it -> it == feature).isPresent())
                .findFirst();
    }

    private static String variable(int feature) {
        return "LAKEHOUSE_JDK_" + feature;
    }

    /** The feature release that a folder says it is; empty when it cannot run Java. */
    private static Optional<Integer> feature(Path home) {
        var release = new Properties();
        if (!Files.isExecutable(home.resolve("bin/java"))) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(home.resolve("release"))) {
            release.load(in);
            var version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
            // 1.8.0_412, 17.0.15, 25, 26-ea
            return Optional.of(Integer.valueOf(version.split("[.+_-]")[0]));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Stream<Path> folders(Path parent) {
        try (var folders = Files.list(parent)) {
            // Sorted, so that the choice is the same each time.
            return folders.sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
