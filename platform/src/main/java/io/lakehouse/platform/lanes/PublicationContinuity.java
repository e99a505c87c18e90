package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.source.SourceDatabase;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a publication still lets every change of the applied tables out: what was written while it did not is in no
 * capture, and making it whole again would only hide that (docs/decisions/0192).
 */
final class PublicationContinuity {
    private PublicationContinuity() {}

    /** Why it does not, in a few words; empty when it does, or nothing was applied. */
    static Optional<String> broken(Home home, String pipeline, SourceDatabase source) {
        var applied = Lanes.applied(home, pipeline);
        if (applied.isEmpty()) {
            return Optional.empty();
        }
        var name = applied.get().plan().pipeline().publication();
        var publication = source.publication(name);
        if (publication.isEmpty()) {
            return Optional.of("the publication " + name + " is gone");
        }
        var operations = publication.get().leftOutOperations();
        if (!operations.isEmpty()) {
            return Optional.of("the publication " + name + " does not publish " + String.join(", ", operations));
        }
        var published = publication.get().tables();
        var due = due(home, pipeline);
        var unpublished = applied.get().plan().pipeline().tables().stream()
                .filter(table -> !published.contains(table.qualifiedName()) && !due.contains(table.qualifiedName()))
                .toList();
        if (unpublished.isEmpty()) {
            return Optional.empty();
        }
        // Of one that is dropped nothing more is to be captured; its stores keep what they have.
        var dropped = source.missing(unpublished);
        var left = unpublished.stream()
                .map(TableDeclaration::qualifiedName)
                .filter(table -> !dropped.contains(table))
                .collect(Collectors.joining(", "));
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "the publication " + name + " does not publish " + left + " (made anew, or taken out of it)");
    }

    /** Tables that an application was about to publish: their rows are read once it has. */
    private static Set<String> due(Home home, String pipeline) {
        return new LateSnapshots(home, pipeline)
                .all().stream()
                        .filter(snapshot -> snapshot.is(LateSnapshot.Phase.DUE))
                        .flatMap(snapshot -> snapshot.declarations().stream())
                        .map(TableDeclaration::qualifiedName)
                        .collect(Collectors.toSet());
    }
}
