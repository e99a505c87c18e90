package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.lanes.PipelineApplication.Destruction;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PipelineTarget;
import io.lakehouse.platform.plan.diff.Change;
import io.lakehouse.platform.plan.diff.ChangePlan;
import io.lakehouse.platform.plan.diff.Comparison;
import io.lakehouse.platform.plan.diff.Kind;
import io.lakehouse.platform.plan.diff.Resource;
import io.lakehouse.platform.source.SourceDatabase;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What lies between a pipeline as it is declared and as it is.
 *
 * @param declared the declaration
 * @param target the state that is wanted
 * @param applied the state that was applied
 * @param untouched what was applied in lanes that the platform does not have now
 * @param observed the state that is
 * @param added tables that are captured from now on, whose rows have to be read
 * @param plan the steps
 */
record Difference(
        DeclaredPipeline declared,
        PipelineTarget target,
        List<Resource> applied,
        List<Resource> untouched,
        List<Resource> observed,
        List<TableDeclaration> added,
        ChangePlan plan) {
    /**
     * Looks at what there is.
     *
     * @param before what was applied; empty when nothing was
     * @throws Failure when an engine does not answer
     */
    static Difference of(
            Blueprint blueprint,
            DeclaredPipeline declared,
            SourceDatabase source,
            PipelineTarget target,
            Optional<AppliedPipeline> before,
            CaptureEpoch epoch)
            throws IOException {
        var plan = target.plan();
        var remembered = before.map(AppliedPipeline::resources).orElse(List.of());
        // A slot counts once it was seen: one that vanishes before has taken nothing with it.
        var applied = remembered.stream()
                .filter(resource -> SelectedLanes.have(blueprint.selection(), plan, resource))
                .filter(resource -> resource.kind() != Kind.SLOT || epoch.slotSeen())
                .toList();
        var desired = target.resources();
        var objects = Stream.concat(desired.stream(), applied.stream())
                .map(Resource::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var observed = new Observation(blueprint, source, epoch)
                .of(objects, declared.pipeline().tables());
        return new Difference(
                declared,
                target,
                applied,
                remembered.stream()
                        .filter(resource -> !SelectedLanes.have(blueprint.selection(), plan, resource))
                        .toList(),
                observed,
                AddedTables.of(target, applied, observed, epoch),
                Comparison.plan(desired, observed, applied));
    }

    /**
     * Refuses what cannot be done, and what loses something and is not meant to.
     *
     * @throws Failure which names every step of that kind
     */
    void requireAllowed(Destruction destruction) {
        if (!plan.refused().isEmpty()) {
            throw new Failure(plan.refused().stream().map(Change::reason).collect(Collectors.joining("; ")));
        }
        if (destruction == Destruction.REFUSED && !plan.destructive().isEmpty()) {
            throw new Failure("nothing was done, since this loses data: "
                    + plan.destructive().stream().map(Change::title).collect(Collectors.joining(", "))
                    + "; say --allow-destroy if it shall be so");
        }
    }

    /**
     * Remembers what there is or will be: what is declared, and what is there and declared no more.
     *
     * @param taken the steps that were taken
     */
    void remember(Home home, List<Change> taken) {
        var gone = taken.stream()
                .filter(change -> change.action() == Change.Action.DELETE)
                .map(Change::id)
                .collect(Collectors.toSet());
        var resources = new LinkedHashMap<Resource.Id, Resource>();
        target.resources().forEach(resource -> resources.put(resource.id(), resource));
        var there = observed.stream().map(Resource::id).collect(Collectors.toSet());
        applied.stream()
                .filter(resource -> there.contains(resource.id()) && !gone.contains(resource.id()))
                .forEach(resource -> resources.putIfAbsent(resource.id(), resource));
        untouched.forEach(resource -> resources.putIfAbsent(resource.id(), resource));
        Lanes.remember(home, AppliedPipeline.of(declared, target, List.copyOf(resources.values())));
    }
}
