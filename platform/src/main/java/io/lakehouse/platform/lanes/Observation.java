package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.GoldFields;
import io.lakehouse.platform.plan.JobFields;
import io.lakehouse.platform.plan.PipelineTarget;
import io.lakehouse.platform.plan.diff.Kind;
import io.lakehouse.platform.plan.diff.Resource;
import io.lakehouse.platform.realtime.PinotTableDeployment;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.source.SourceIncarnation;
import io.lakehouse.platform.stream.FlinkJobs;
import io.lakehouse.platform.stream.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Looks at the objects of a pipeline on the running engines, and changes none. */
final class Observation {
    private final Blueprint blueprint;
    private final SourceDatabase source;
    private final CaptureEpoch epoch;

    /**
     * An observation of a pipeline's objects.
     *
     * @param epoch what is remembered of its slot
     */
    Observation(Blueprint blueprint, SourceDatabase source, CaptureEpoch epoch) {
        this.blueprint = blueprint;
        this.source = source;
        this.epoch = epoch;
    }

    /**
     * Those of these objects that exist, as they are.
     *
     * @throws io.lakehouse.platform.engine.Failure when an engine does not answer
     */
    List<Resource> of(Collection<Resource.Id> objects, List<TableDeclaration> tables) throws IOException {
        var found = new ArrayList<Resource>();
        each(objects, Kind.REPLICA_IDENTITY, name -> identity(name, tables), found);
        each(
                objects,
                Kind.PUBLICATION,
                name -> source.publication(name).map(there -> new Resource(Kind.PUBLICATION, name, there.fields())),
                found);
        each(objects, Kind.SLOT, this::slot, found);
        each(objects, Kind.SCHEDULE, name -> remembered(Kind.SCHEDULE, name, name), found);
        each(objects, Kind.GOLD_VIEW, name -> remembered(Kind.GOLD_VIEW, GoldFields.pipeline(name), name), found);
        each(objects, Kind.HYBRID_VIEW, this::view, found);
        found.addAll(topics(names(objects, Kind.TOPIC)));
        if (blueprint.selection().hasRealtime()) {
            found.addAll(pinotTables(objects));
        }
        found.addAll(connectors(names(objects, Kind.CONNECTOR)));
        found.addAll(jobs(names(objects, Kind.FLINK_JOB)));
        return found;
    }

    private Optional<Resource> identity(String name, List<TableDeclaration> tables) {
        return tables.stream()
                .filter(table -> table.qualifiedName().equals(name))
                .findFirst()
                .flatMap(source::replicaIdentity)
                .map(identity -> new Resource(Kind.REPLICA_IDENTITY, name, Map.of("identity", identity)));
    }

    /** One that is there and does not bring every change says so; one that is not is gone. */
    private Optional<Resource> slot(String name) {
        var there = source.slot(name);
        if (there.isEmpty()) {
            return Optional.empty();
        }
        var fields = new HashMap<>(Map.of("plugin", "pgoutput"));
        SlotContinuity.broken(epoch, name, there, SourceIncarnation.of(source.address()))
                .or(there.get()::lost)
                .ifPresent(reason -> fields.put(Resource.MISSING_CHANGES, reason));
        return Optional.of(new Resource(Kind.SLOT, name, fields));
    }

    /** What no engine holds as it was declared. */
    private Optional<Resource> remembered(Kind kind, String pipeline, String name) {
        return Lanes.applied(blueprint.home(), pipeline).stream()
                .flatMap(applied -> applied.resources().stream())
                .filter(resource -> resource.id().equals(new Resource.Id(kind, name)))
                .findFirst();
    }

    private Optional<Resource> view(String name) {
        return new HybridViews(blueprint).has(GoldFields.pipeline(name), GoldFields.view(name))
                ? Optional.of(new Resource(Kind.HYBRID_VIEW, name, Map.of()))
                : Optional.empty();
    }

    private List<Resource> topics(List<String> names) {
        try (var topics = new Topics(blueprint.addresses().kafka())) {
            return topics.describe(names).stream().map(PipelineTarget::resource).toList();
        }
    }

    private List<Resource> pinotTables(Collection<Resource.Id> objects) {
        var deployment =
                new PinotTableDeployment(new JsonRest(blueprint.addresses().pinotController()));
        var names = new TreeSet<>(names(objects, Kind.PINOT_TABLE));
        names.addAll(names(objects, Kind.PINOT_SCHEMA));
        return names.stream()
                .flatMap(name -> PipelineTarget.resources(deployment.find(name)).stream())
                .toList();
    }

    private List<Resource> connectors(List<String> names) throws IOException {
        var connectors = new Connectors(blueprint.addresses().connect());
        var found = new ArrayList<Resource>();
        for (var name : names) {
            connectors
                    .configuration(name)
                    .ifPresent(configuration -> found.add(new Resource(Kind.CONNECTOR, name, configuration)));
        }
        return found;
    }

    private List<Resource> jobs(List<String> names) throws IOException {
        var jobs = new FlinkJobs(blueprint.addresses().flink());
        var found = new ArrayList<Resource>();
        for (var name : names) {
            var job = jobs.alive(name);
            if (job.isPresent()) {
                var spec = jobs.specification(job.get().id()).orElse("");
                found.add(new Resource(Kind.FLINK_JOB, name, JobFields.of(spec)));
            }
        }
        return found;
    }

    private static void each(
            Collection<Resource.Id> objects,
            Kind kind,
            Function<String, Optional<Resource>> find,
            List<Resource> found) {
        names(objects, kind).forEach(name -> find.apply(name).ifPresent(found::add));
    }

    private static List<String> names(Collection<Resource.Id> objects, Kind kind) {
        return objects.stream()
                .filter(object -> object.kind() == kind)
                .map(Resource.Id::name)
                .distinct()
                .toList();
    }
}
