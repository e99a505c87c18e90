package io.lakehouse.platform.lanes;

import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.RestException;
import io.lakehouse.platform.lake.LakeCatalogue;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.HybridNames;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.query.TrinoSql;
import io.lakehouse.platform.query.live.HybridView;
import io.lakehouse.platform.query.live.LakeState;
import io.lakehouse.platform.query.live.RawTopicTables;
import io.lakehouse.platform.query.live.TailBound;
import io.lakehouse.platform.query.live.Views;
import io.lakehouse.platform.stream.RawTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The views of a pipeline over the lake and what is not in it yet (docs/reference/hybrid.md): made when the pipeline is
 * applied, made again after each run, so that they read as little of the raw topics as they can, and dropped with it.
 * A view that is older than the lake is as right, only slower.
 */
public final class HybridViews {
    private final Blueprint blueprint;
    private final TrinoSql trino;

    /** The views on the engines of a blueprint. */
    public HybridViews(Blueprint blueprint) {
        this.blueprint = blueprint;
        this.trino = new TrinoSql(blueprint.addresses().trino());
    }

    /**
     * Makes the views of an applied pipeline, or makes them again from the newest published position.
     *
     * @return names of the views; none when the platform has no lake or does not run Trino itself
     * @throws Failure when an engine does not answer; the views that are there stay right
     */
    public List<String> replace(String pipeline) {
        return replace(Lanes.plan(blueprint, pipeline));
    }

    List<String> replace(PipelinePlan plan) {
        var names = HybridNames.stems(plan);
        var routes = List.copyOf(names.keySet());
        if (!areMade() || routes.isEmpty()) {
            return List.of();
        }
        var pipeline = plan.pipeline();
        var views = new Views(trino);
        ensureCatalog(views, pipeline.name(), routes);
        var state = new LakeState(trino, pipeline.lake().namespace());
        var positions = hasCheckpoints(plan)
                ? state.positions(
                        pipeline.lake().checkpointTable(),
                        pipeline.name(),
                        CaptureEpoch.of(blueprint.home(), pipeline.name()).number())
                : Map.<String, Map<Integer, Long>>of();
        var columns = state.columns(routes.stream().map(TableRoute::silverTable).toList());
        var made = new ArrayList<String>();
        try (var tail = new RawTail(blueprint.addresses().kafka())) {
            for (var entry : names.entrySet()) {
                var route = entry.getKey();
                var bounds = bounds(
                        tail,
                        route.rawTopic(),
                        positions.getOrDefault(route.shape().qualifiedName(), Map.of()));
                var view = new HybridView(
                        route.shape(),
                        new HybridView.LakeSide(
                                "nessie",
                                pipeline.lake().namespace(),
                                route.silverTable(),
                                columns.getOrDefault(route.silverTable(), List.of())),
                        HybridView.TailSide.of(pipeline.name(), route, bounds));
                made.add(views.replace(pipeline.name(), entry.getValue() + HybridNames.VERSIONS, view.versions()));
                made.add(views.replace(pipeline.name(), entry.getValue() + HybridNames.NOW, view.now()));
            }
        }
        return made;
    }

    /**
     * Makes the views again after a run has published, and the declared ones with them.
     *
     * @return what kept them from it, for people, a sentence each; the run is published either way, and the views stay right
     */
    public List<String> replaceAfterRun(String pipeline) {
        try {
            var plan = Lanes.plan(blueprint, pipeline);
            replace(plan);
            return new GoldViews(blueprint).replace(plan);
        } catch (Failure e) {
            return List.of("the views of " + pipeline + " read more than they have to until they are made again: "
                    + e.getMessage());
        }
    }

    /** Why tables of a pipeline have no views, a sentence each. */
    static List<String> refused(PipelinePlan plan) {
        return plan.routes().stream()
                .filter(route -> !route.silverTable().isEmpty())
                .flatMap(route -> HybridView.refusal(route.shape()).stream())
                .toList();
    }

    /** Whether the platform makes views. */
    boolean areMade() {
        return blueprint.hasViews();
    }

    /** Whether a view or a table is there. */
    boolean has(String namespace, String name) {
        try {
            return new LakeCatalogue(
                            blueprint.addresses().nessie(), blueprint.lake().reference())
                    .has(namespace, name);
        } catch (RestException e) {
            throw new Failure("nessie: " + e.getMessage(), e);
        }
    }

    /** Drops a view. */
    void drop(String pipeline, String view) {
        new Views(trino).drop(pipeline, view);
    }

    /** Whether the catalogue of a pipeline's raw topics is there. */
    boolean hasCatalog(String pipeline) {
        return new Views(trino).hasCatalog(RawTopicTables.catalog(pipeline));
    }

    /** Drops the catalogue of a pipeline's raw topics. */
    void dropCatalog(String pipeline) {
        new Views(trino).dropCatalog(RawTopicTables.catalog(pipeline));
    }

    /** Whether a run of the pipeline has published. */
    boolean hasCheckpoints(PipelinePlan plan) {
        var lake = plan.pipeline().lake();
        return has(lake.namespace(), lake.checkpointTable());
    }

    private static List<TailBound> bounds(RawTail tail, String topic, Map<Integer, Long> positions) {
        Optional<Duration> retention = tail.retention(topic);
        return tail.starts(topic, positions).stream()
                .map(start -> bound(start, positions.getOrDefault(start.partition(), 0L), retention))
                .toList();
    }

    /** What is lost already must stay so for the view: it is not believed that the tail begins where Kafka does. */
    private static TailBound bound(RawTail.Start start, long published, Optional<Duration> retention) {
        return start.isWhole()
                ? new TailBound(
                        start.partition(),
                        published,
                        start.from(),
                        retention.map(start.oldest()::plus).orElse(Instant.MAX))
                : new TailBound(start.partition(), published, published, Instant.EPOCH);
    }

    /** Made again only when its topics are others: whoever reads it meanwhile fails. */
    private void ensureCatalog(Views views, String pipeline, List<TableRoute> routes) {
        var folder = folder().resolve(pipeline);
        var descriptions = RawTopicTables.descriptions(routes);
        var client = ConfigurationFile.writeProperties(folder().resolve("client.properties"), RawTopicTables.CLIENT);
        var kafka = blueprint.addresses().kafka();
        var clients = kafka.clientFile().isEmpty() ? client.toString() : kafka.clientFile() + "," + client;
        var properties = RawTopicTables.properties(kafka.bootstrap(), folder.toString(), clients, routes);
        var catalog = RawTopicTables.catalog(pipeline);
        var made = folder.resolve("made");
        var wanted = properties + "\n" + new TreeMap<>(RawTopicTables.CLIENT) + "\n" + descriptions + "\n";
        var isThere = views.hasCatalog(catalog);
        if (isThere && wanted.equals(read(made))) {
            return;
        }
        views.dropCatalog(catalog);
        descriptions.forEach((name, text) -> ConfigurationFile.write(folder.resolve(name), text));
        views.createCatalog(catalog, "kafka", properties);
        ConfigurationFile.write(made, wanted);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new Failure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private Path folder() {
        return blueprint.home().configuration("trino").resolve("raw");
    }
}
