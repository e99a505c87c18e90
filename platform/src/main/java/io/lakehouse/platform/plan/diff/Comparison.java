package io.lakehouse.platform.plan.diff;

import io.lakehouse.platform.plan.diff.Change.Action;
import io.lakehouse.platform.plan.diff.Change.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares what a pipeline should consist of with what there is. Pure: it only computes. */
public final class Comparison {
    private static final Comparator<Change> MADE_IN_ORDER = Comparator.comparing(Change::kind);

    private Comparison() {}

    /**
     * What makes the observed objects the desired ones.
     *
     * @param desired what is declared
     * @param observed what there is
     * @param applied what was applied before; of this, what is declared no more is removed. Nothing else ever is
     */
    public static ChangePlan plan(
            Collection<Resource> desired, Collection<Resource> observed, Collection<Resource> applied) {
        var there = byId(observed);
        var wanted = byId(desired);
        var before = byId(applied);
        var changes = new ArrayList<Change>();
        for (var resource : desired) {
            var found = there.get(resource.id());
            var wasApplied = before.containsKey(resource.id());
            if (found == null) {
                changes.add(Rules.judge(
                        Action.CREATE,
                        resource,
                        differences(resource, new Resource(resource.kind(), "", Map.of())),
                        wasApplied));
            } else {
                var fields = differences(resource, found);
                if (!fields.isEmpty()) {
                    changes.add(Rules.judge(Action.UPDATE, resource, fields, wasApplied));
                }
            }
        }
        changes.sort(MADE_IN_ORDER);
        applied.stream()
                .filter(resource -> !wanted.containsKey(resource.id()) && there.containsKey(resource.id()))
                .map(resource -> Rules.judge(Action.DELETE, resource, List.of(), false))
                .sorted(MADE_IN_ORDER.reversed())
                .forEach(changes::add);
        return new ChangePlan(changes);
    }

    /**
     * What became of the objects that were applied: a deletion is an object that is gone, an update one that is
     * another now. Fields change from what was applied to what was found.
     */
    public static ChangePlan drift(Collection<Resource> applied, Collection<Resource> observed) {
        var there = byId(observed);
        var changes = new ArrayList<Change>();
        for (var resource : applied) {
            var found = there.get(resource.id());
            var fields = found == null
                    ? List.<FieldChange>of()
                    : differences(resource, found).stream()
                            .map(field -> new FieldChange(field.field(), field.after(), field.before()))
                            .toList();
            if (found == null || !fields.isEmpty()) {
                changes.add(new Change(
                        found == null ? Action.DELETE : Action.UPDATE,
                        resource.kind(),
                        resource.name(),
                        fields,
                        Verdict.SAFE,
                        ""));
            }
        }
        changes.sort(MADE_IN_ORDER);
        return new ChangePlan(changes);
    }

    private static List<FieldChange> differences(Resource wanted, Resource found) {
        var names = new TreeSet<>(wanted.fields().keySet());
        if (wanted.kind().isExact()) {
            names.addAll(found.fields().keySet());
        }
        return names.stream()
                .map(name -> new FieldChange(
                        name,
                        found.fields().getOrDefault(name, ""),
                        wanted.fields().getOrDefault(name, "")))
                .filter(field -> !field.before().equals(field.after()))
                .toList();
    }

    private static Map<Resource.Id, Resource> byId(Collection<Resource> resources) {
        return resources.stream().collect(Collectors.toMap(Resource::id, Function.identity()));
    }
}
