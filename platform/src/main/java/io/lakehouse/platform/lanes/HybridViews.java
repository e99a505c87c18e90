package io.lakehouse.platform.lanes;

import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.rest.RestException;
import io.lakehouse.platform.lake.LakeCatalogue;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.HybridNames;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.query.TrinoSql;
import io.lakehouse.platform.query.live.HybridView;
import io.lakehouse.platform.query.live.LakeState;
import io.lakehouse.platform.query.live.TailBound;
import io.lakehouse.platform.query.live.Views;
import io.lakehouse.platform.stream.RawTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The views of a pipeline over the lake and what is not in it yet (docs/reference/hybrid.md): made when the pipeline is
 * applied, made again after runs, so that they read little of the raw topics that is published, and dropped with it.
 * A view that is older than the lake is as right, only slower.
 */
public final class HybridViews {
    /** How long a run waits for who looks after its pipeline, or applies it and makes the views then. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Blueprint blueprint;
    private final TrinoSql trino;
    private final RawTopicCatalog topics;

    /** The views on the engines of a blueprint. */
    public HybridViews(Blueprint blueprint) {
        this.blueprint = blueprint;
        this.trino = new TrinoSql(blueprint.addresses().trino());
        this.topics = new RawTopicCatalog(blueprint);
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
        return make(plan, MadeViews.NONE);
    }

    /** Makes those again that are worth it by what was made before, and remembers it. */
    private List<String> make(PipelinePlan plan, MadeViews before) {
        var names = HybridNames.stems(plan);
        if (!areMade() || names.isEmpty()) {
            return List.of();
        }
        var pipeline = plan.pipeline();
        var epoch = CaptureEpoch.of(blueprint.home(), pipeline.name()).number();
        var known = before.epoch() == epoch ? before : MadeViews.NONE;
        var state = new LakeState(trino, pipeline.lake().namespace());
        var columns = columns(plan, state, known);
        var tables = new HashMap<>(known.tables());
        var made = new ArrayList<String>();
        try (var tail = new RawTail(blueprint.addresses().kafka())) {
            var due = names.entrySet().stream()
                    .filter(entry -> isDue(plan, entry.getKey(), entry.getValue(), columns, known, tail))
                    .toList();
            if (!due.isEmpty()) {
                var views = new Views(trino);
                topics.ensure(pipeline.name(), List.copyOf(names.keySet()));
                views.ensureSchema(pipeline.name());
                var checkpoints = pipeline.lake().checkpointTable();
                var positions = columns.getOrDefault(checkpoints, Map.of()).containsKey(LakeState.POSITIONS)
                        ? state.positions(checkpoints, pipeline.name(), epoch)
                        : Map.<String, Map<Integer, Long>>of();
                for (var entry : due) {
                    var route = entry.getKey();
                    var now = Instant.now();
                    var bounds = bounds(
                            tail,
                            route.rawTopic(),
                            positions.getOrDefault(route.shape().qualifiedName(), Map.of()));
                    var view = view(plan, route, columns, bounds);
                    made.add(views.replace(pipeline.name(), entry.getValue() + HybridNames.VERSIONS, view.versions()));
                    made.add(views.replace(pipeline.name(), entry.getValue() + HybridNames.NOW, view.now()));
                    tables.put(entry.getValue(), MadeViews.OfTable.of(text(view), now, bounds));
                }
            }
        }
        var gold = columns.equals(known.columns()) ? known.gold() : Map.<String, String>of();
        new MadeViews(epoch, columns, tables, gold).write(remembered(pipeline.name()));
        return made;
    }

    /** Columns change by a run that follows a changed declaration: until all are there as declared, Trino is asked. */
    private Map<String, Map<String, String>> columns(PipelinePlan plan, LakeState state, MadeViews known) {
        var columns = new TreeMap<>(known.columns());
        var unsure = new ArrayList<String>();
        plan.routes().stream()
                .filter(route -> !route.silverTable().isEmpty()
                        && !HybridView.isWhole(route.shape(), columns.getOrDefault(route.silverTable(), Map.of())))
                .map(TableRoute::silverTable)
                .forEach(unsure::add);
        var checkpoints = plan.pipeline().lake().checkpointTable();
        if (!columns.getOrDefault(checkpoints, Map.of()).containsKey(LakeState.POSITIONS)) {
            unsure.add(checkpoints);
        }
        columns.putAll(state.columns(unsure));
        return columns;
    }

    private boolean isDue(
            PipelinePlan plan,
            TableRoute route,
            String stem,
            Map<String, Map<String, String>> columns,
            MadeViews known,
            RawTail tail) {
        var made = known.tables().get(stem);
        var pipeline = plan.pipeline().name();
        return made == null
                || !made.text().equals(text(view(plan, route, columns, made.tailBounds())))
                || !made.isNearEnough(tail.ranges(route.rawTopic()), Instant.now())
                || !has(pipeline, stem + HybridNames.VERSIONS)
                || !has(pipeline, stem + HybridNames.NOW);
    }

    private static HybridView view(
            PipelinePlan plan, TableRoute route, Map<String, Map<String, String>> columns, List<TailBound> bounds) {
        return new HybridView(
                route.shape(),
                new HybridView.LakeSide(
                        "nessie",
                        plan.pipeline().lake().namespace(),
                        route.silverTable(),
                        List.copyOf(columns.getOrDefault(route.silverTable(), Map.of())
                                .keySet())),
                HybridView.TailSide.of(plan.pipeline().name(), route, bounds));
    }

    private static String text(HybridView view) {
        return view.versions() + "\n" + view.now();
    }

    /**
     * Makes those of the views again, after a run has published, that are worth it, and the declared ones whose text or
     * tables have changed.
     *
     * @return what kept them from it, for people, a sentence each; the run is published either way, and the views stay right
     */
    public List<String> replaceAfterRun(String pipeline) {
        // Behind a destruction that is under way there is nothing left to make them for.
        try (var lock = PipelineLock.acquire(blueprint.home(), pipeline, new Deadline(PATIENCE))) {
            if (!Lanes.names(blueprint.home()).contains(pipeline)) {
                return List.of();
            }
            var plan = Lanes.plan(blueprint, pipeline);
            make(plan, MadeViews.read(remembered(pipeline)));
            return new GoldViews(blueprint).replaceChanged(plan, remembered(pipeline));
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

    /** Removes what a home remembers of a pipeline's views. */
    static void forget(Home home, String pipeline) {
        var file = remembered(home, pipeline);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new Failure("cannot remove " + file + ": " + e.getMessage(), e);
        }
    }

    private Path remembered(String pipeline) {
        return remembered(blueprint.home(), pipeline);
    }

    /** Beside the folder of the topics' descriptions: there Trino takes every such file for one. */
    private static Path remembered(Home home, String pipeline) {
        return home.configuration("trino").resolve("views").resolve(pipeline + ".json");
    }
}
