package io.lakehouse.platform.engine.artifact;

import io.lakehouse.platform.engine.Bundle;
import io.lakehouse.platform.engine.Coordinates;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What others publish and the platform does not install: clients of its engines, with libraries of their own. */
public final class PublishedClassPath {
    private PublishedClassPath() {}

    /**
     * The class path of an artifact with its dependencies, for a JVM of its own.
     *
     * @param exclusions {@code group:artifact} that no dependency may bring in
     */
    public static String of(Coordinates artifact, List<String> exclusions) {
        var bundle = new Bundle(
                artifact.artifact(),
                artifact.version(),
                Map.of(Bundle.ANY, List.of(artifact)),
                exclusions,
                true,
                Optional.empty());
        try (var repositories = new MavenRepositories(MavenSettings.ofUser(), false)) {
            return new ClosureResolver(repositories)
                    .closure(bundle, Bundle.ANY).values().stream()
                            .map(Path::toString)
                            .collect(Collectors.joining(File.pathSeparator));
        }
    }
}
