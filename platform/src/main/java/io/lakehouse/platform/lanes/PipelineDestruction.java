package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.GoldView;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.HybridNames;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.plan.diff.Kind;
import io.lakehouse.platform.plan.diff.Resource;
import io.lakehouse.platform.realtime.PinotTableDeployment;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.stream.FlinkJobs;
import io.lakehouse.platform.stream.Topics;
import io.lakehouse.platform.stream.Topics.Topic;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Removes a pipeline wholly: whatever was made for it, on every engine and in the home, but never a table of the source.
 * It knows a pipeline from what the home remembers, or, when that is nothing, from its declaration.
 */
public final class PipelineDestruction {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Blueprint blueprint;
    private final PipelinePlan plan;
    private final List<Resource> resources;
    private final SourceDatabase source;
    private final boolean keepLake;
    private final Deadline deadline = new Deadline(LIMIT);

    private PipelineDestruction(
            Blueprint blueprint, PipelinePlan plan, List<Resource> resources, SourceDatabase source, boolean keepLake) {
        this.blueprint = blueprint;
        this.plan = plan;
        this.resources = resources;
        this.source = source;
        this.keepLake = keepLake;
    }

    /**
     * The removal of a pipeline.
     *
     * @param keepLake whether its bronze, SCD2 and checkpoint tables stay
     * @throws Failure when the pipeline is neither remembered nor declared
     */
    public static PipelineDestruction of(Blueprint blueprint, String name, boolean keepLake) {
        var applied = Lanes.applied(blueprint.home(), name);
        if (applied.isPresent()) {
            return new PipelineDestruction(
                    blueprint,
                    applied.get().plan(),
                    applied.get().resources(),
                    new SourceDatabase(Lanes.source(blueprint, applied.get())),
                    keepLake);
        }
        var declared = blueprint.pipelines().named(name);
        return new PipelineDestruction(
                blueprint,
                undescribed(declared),
                List.of(),
                new SourceDatabase(new SourceAccess(blueprint).source(declared)),
                keepLake);
    }

    /** The names of everything follow from the declaration alone. */
    private static PipelinePlan undescribed(DeclaredPipeline declared) {
        return PipelinePlan.of(
                declared.pipeline(),
                declared.pipeline().tables().stream()
                        .map(table -> new TableShape(table.schema(), table.table(), List.of(), List.of()))
                        .toList());
    }

    /**
     * What was found.
     *
     * @param objects what is to be removed or was, in its order
     * @param failures what could not be looked at or removed, each with its reason
     */
    public record Result(List<String> objects, List<String> failures) {}

    /** What would be removed; removes nothing. */
    public Result found() {
        return each(step -> {});
    }

    /**
     * Removes everything that is there. What cannot be removed does not keep the rest; the pipeline is forgotten once
     * nothing is left.
     *
     * @param progress told each object before it is removed
     */
    public Result destroy(Consumer<String> progress) {
        try (var lock = PipelineLock.acquire(blueprint.home(), name(), deadline)) {
            var result = each(step -> {
                progress.accept(step.what());
                step.removal().run();
            });
            if (result.failures().isEmpty()) {
                forget();
            }
            return result;
        }
    }

    private interface Visit {
        void take(DestructionStep step) throws Exception;
    }

    private Result each(Visit visit) {
        var objects = new ArrayList<String>();
        var failures = new ArrayList<String>();
        for (var step : steps()) {
            try {
                if (step.isThere().holds()) {
                    visit.take(step);
                    objects.add(step.what());
                }
            } catch (Exception e) {
                failures.add(step.what() + ": " + e.getMessage());
            }
        }
        return new Result(objects, failures);
    }

    private List<DestructionStep> steps() {
        var steps = new ArrayList<DestructionStep>();
        var connectors = new Connectors(blueprint.addresses().connect());
        var rows = new LateSnapshots(blueprint.home(), name());
        rows.all()
                .forEach(snapshot -> steps.add(new DestructionStep(
                        "the reading of " + snapshot.words(), () -> true, () -> rows.removal(connectors, snapshot)
                                .await(deadline))));
        steps.add(connector(connectors));
        names(Kind.FLINK_JOB, Stream.of(plan.realtimeJobName(), plan.bronzeJobName()))
                .forEach(name -> {
                    steps.add(job(name));
                    steps.add(checkpoints(name));
                });
        steps.add(slot());
        steps.add(new DestructionStep(
                "publication " + plan.pipeline().publication(),
                () -> source.publication(plan.pipeline().publication()).isPresent(),
                () -> source.dropPublication(plan.pipeline().publication())));
        steps.addAll(views());
        if (blueprint.selection().hasRealtime()) {
            names(Kind.PINOT_TABLE, pinotTables()).forEach(name -> steps.add(pinotTable(name)));
        }
        names(Kind.TOPIC, topics()).forEach(name -> steps.add(topic(name)));
        Stream.of(plan.realtimeJobName(), plan.bronzeJobName())
                .map(PipelinePlan::group)
                .forEach(group -> steps.add(group(group)));
        if (blueprint.selection().hasLake() && !keepLake) {
            steps.addAll(new LakeDestruction(blueprint, plan).steps());
        }
        return steps;
    }

    private DestructionStep connector(Connectors connectors) {
        var removal = ConnectorRemoval.of(connectors, name(), resources);
        return new DestructionStep(
                "connector " + removal.name() + " with its offsets", removal::isDue, () -> removal.await(deadline));
    }

    private DestructionStep job(String name) {
        var jobs = new FlinkJobs(blueprint.addresses().flink());
        return new DestructionStep("flink job " + name, () -> jobs.alive(name).isPresent(), () -> {
            jobs.cancel(jobs.alive(name).orElseThrow().id());
            deadline.await("the Flink job " + name + " has ended", () -> jobs.alive(name)
                    .isEmpty());
        });
    }

    private DestructionStep checkpoints(String name) {
        var folder = blueprint.checkpoints(name);
        return new DestructionStep(
                "checkpoints of " + name, () -> Files.isDirectory(folder), () -> FlinkJobs.forget(folder));
    }

    /** Its reader may still be on the way out, or be somebody's whom nobody stopped. */
    private DestructionStep slot() {
        var slot = plan.pipeline().slot();
        return new DestructionStep(
                "replication slot " + slot,
                () -> source.slot(slot).isPresent(),
                () -> deadline.await("the replication slot " + slot + " can be dropped", () -> {
                    source.endReader(slot);
                    source.dropSlot(slot);
                    return true;
                }));
    }

    /** Before the topics that they read. */
    private List<DestructionStep> views() {
        var views = new HybridViews(blueprint);
        var steps = new ArrayList<DestructionStep>();
        if (views.areMade()) {
            Stream.concat(plan.pipeline().gold().stream().map(GoldView::name), HybridNames.of(plan).stream())
                    .forEach(view -> steps.add(new DestructionStep(
                            "view " + name() + "." + view,
                            () -> views.has(name(), view),
                            () -> views.drop(name(), view))));
            var topics = new RawTopicCatalog(blueprint);
            steps.add(new DestructionStep(
                    "trino catalogue of its raw topics", () -> topics.isThere(name()), () -> topics.drop(name())));
            var federated = new FederatedSource(blueprint, name());
            steps.add(new DestructionStep("trino catalogue of its source", federated::isThere, federated::drop));
        }
        return steps;
    }

    private DestructionStep pinotTable(String name) {
        var pinot = new PinotTableDeployment(new JsonRest(blueprint.addresses().pinotController()));
        return new DestructionStep(
                "pinot table " + name + " with its schema",
                () -> {
                    var there = pinot.find(name);
                    return !there.schema().isMissingNode() || !there.config().isMissingNode();
                },
                () -> pinot.delete(name));
    }

    private DestructionStep topic(String name) {
        return new DestructionStep(
                "topic " + name,
                () -> asked(topics -> topics.names().contains(name)),
                () -> asked(topics -> {
                    topics.delete(List.of(name));
                    return true;
                }));
    }

    private DestructionStep group(String group) {
        return new DestructionStep(
                "consumer group " + group,
                () -> asked(topics -> !topics.groups(List.of(group)).isEmpty()),
                () -> deadline.await(
                        "consumer group " + group + " can be deleted",
                        () -> asked(topics -> {
                            topics.deleteGroups(List.of(group));
                            return true;
                        })));
    }

    private boolean asked(Predicate<Topics> question) {
        try (var topics = new Topics(blueprint.addresses().kafka())) {
            return question.test(topics);
        }
    }

    private Stream<String> pinotTables() {
        return plan.routes().stream()
                .flatMap(route -> Stream.of(route.currentTopic(), route.historyTopic()))
                .filter(name -> !name.isEmpty());
    }

    private Stream<String> topics() {
        return Stream.concat(plan.topics().stream().map(Topic::name), Stream.of(name() + ".routes"));
    }

    /** Those that follow from the pipeline, and those that were made before it was declared otherwise. */
    private TreeSet<String> names(Kind kind, Stream<String> usual) {
        var names = new TreeSet<>(usual.toList());
        resources.stream()
                .filter(resource -> resource.kind() == kind)
                .map(Resource::name)
                .forEach(names::add);
        return names;
    }

    private void forget() {
        var home = blueprint.home();
        Lanes.forget(home, name());
        ApplicationFailure.forget(home, name());
        new LateSnapshots(home, name()).save(List.of());
        CaptureFailure.forget(home, name());
        if (keepLake) {
            // What the lake keeps was captured under this number; a slot that is made later has to count as later.
            CaptureEpoch.of(home, name()).next().save(home, name());
        } else {
            CaptureEpoch.forget(home, name());
        }
        ConnectorSource.forget(home, name());
        HybridViews.forget(home, name());
        RawTopicCatalog.forget(home, name());
    }

    private String name() {
        return plan.pipeline().name();
    }
}
