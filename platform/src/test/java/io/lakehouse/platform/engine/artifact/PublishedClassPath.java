package io.lakehouse.platform.engine.artifact;

import io.lakehouse.platform.engine.Bundle;
import io.lakehouse.platform.engine.Coordinates;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What others publish and the platform does not install: clients of its engines, with libraries of their own. */
public final class PublishedClassPath {
    private PublishedClassPath() {}

    /**
     * Loads an artifact and its dependencies apart from the platform's classes.
     *
     * @param exclusions {@code group:artifact} that no dependency may bring in
     */
    public static URLClassLoader load(Coordinates artifact, List<String> exclusions) throws MalformedURLException {
        var bundle = new Bundle(
                artifact.artifact(),
                artifact.version(),
                Map.of(Bundle.ANY, List.of(artifact)),
                exclusions,
                true,
                Optional.empty());
        try (var repositories = new MavenRepositories(MavenSettings.ofUser(), false)) {
            var urls = new ArrayList<URL>();
            for (var file : new ClosureResolver(repositories)
                    .closure(bundle, Bundle.ANY)
                    .values()) {
                urls.add(file.toUri().toURL());
            }
            return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        }
    }
}
