package io.lakehouse.platform.engine.artifact;

import io.lakehouse.platform.engine.Bundle;
import io.lakehouse.platform.engine.Coordinates;
import io.lakehouse.platform.engine.Failure;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.graph.visitor.PreorderNodeListGenerator;

/** Finds what a bundle comes to with all dependencies, as Maven finds a runtime class path. For the lock only. */
final class ClosureResolver {
    private final MavenRepositories repositories;

    ClosureResolver(MavenRepositories repositories) {
        this.repositories = repositories;
    }

    /**
     * The files of a bundle in class path order.
     *
     * @param architecture a key of {@link Bundle#artifacts}
     * @throws Failure when one of them, or the POM of one, is not to be had
     */
    Map<Coordinates, Path> closure(Bundle bundle, String architecture) {
        var declared = bundle.artifacts().getOrDefault(architecture, List.of());
        try {
            var artifacts = bundle.transitive() ? withDependencies(bundle, declared) : alone(declared);
            var closure = new LinkedHashMap<Coordinates, Path>();
            artifacts.forEach(artifact ->
                    closure.put(coordinates(artifact), artifact.getFile().toPath()));
            return Collections.unmodifiableMap(closure);
        } catch (DependencyResolutionException | ArtifactResolutionException e) {
            throw new Failure(
                    "engines.yaml bundles." + bundle.name() + ": does not resolve: " + Reasons.of(e)
                            + "; choose a version whose whole closure is published",
                    e);
        }
    }

    private List<Artifact> withDependencies(Bundle bundle, List<Coordinates> declared)
            throws DependencyResolutionException {
        var exclusions = bundle.exclusions().stream()
                .map(text -> text.split(":"))
                .map(parts -> new Exclusion(parts[0], parts[1], "*", "*"))
                .toList();
        var collect = new CollectRequest().setRepositories(repositories.remotes());
        declared.forEach(coordinates -> collect.addDependency(
                new Dependency(MavenRepositories.artifact(coordinates), JavaScopes.RUNTIME, false, exclusions)));
        var result =
                repositories.system().resolveDependencies(repositories.session(), new DependencyRequest(collect, null));
        var order = new PreorderNodeListGenerator();
        result.getRoot().accept(order);
        return order.getArtifacts(false);
    }

    private List<Artifact> alone(List<Coordinates> declared) throws ArtifactResolutionException {
        var requests = declared.stream()
                .map(MavenRepositories::artifact)
                .map(artifact -> new ArtifactRequest(artifact, repositories.remotes(), null))
                .toList();
        return repositories.system().resolveArtifacts(repositories.session(), requests).stream()
                .map(result -> result.getArtifact())
                .toList();
    }

    private static Coordinates coordinates(Artifact artifact) {
        return new Coordinates(
                artifact.getGroupId(),
                artifact.getArtifactId(),
                artifact.getVersion(),
                artifact.getExtension(),
                artifact.getClassifier());
    }
}
