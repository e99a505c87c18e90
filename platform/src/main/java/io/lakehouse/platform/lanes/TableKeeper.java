package io.lakehouse.platform.lanes;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.PipelineTarget;
import io.lakehouse.platform.plan.TableEvolution;
import io.lakehouse.platform.plan.diff.Resource;
import io.lakehouse.platform.realtime.PinotTableDeployment;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.stream.RouteChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what the source does to the tables of an applied pipeline: brings the stores up to a table's new shape, then
 * tells the running jobs. Until it has, the real-time job holds back what does not fit, so nothing is written that a
 * store would not take.
 */
final class TableKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(TableKeeper.class);

    /** How long Pinot is waited for in one turn; what is not done then goes on in a later one. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    private static final Duration RETRY = Duration.ofSeconds(10);

    private final Blueprint blueprint;
    private final AppliedPipeline applied;
    private final SourceDatabase source;
    private final Map<String, Refusal> refusals = new LinkedHashMap<>();

    /**
     * A table that could not be followed.
     *
     * @param problem what is told of it
     * @param nanos when, as of {@link System#nanoTime}
     */
    private record Refusal(String problem, long nanos) {}

    TableKeeper(Blueprint blueprint, AppliedPipeline applied) {
        this.blueprint = blueprint;
        this.applied = applied;
        this.source = new SourceDatabase(Lanes.source(blueprint, applied));
    }

    /**
     * Looks once, follows what can be followed, table by table, and tells the rest, one sentence each. A table that a
     * store refuses keeps its route, and no other table waits for it.
     */
    List<String> keep() {
        var problems = new ArrayList<String>();
        var declared = declared();
        if (declared.isEmpty()) {
            return problems;
        }
        var routes = new ArrayList<>(applied.routes());
        for (var index : turns()) {
            var table = declared.get().pipeline().tables().get(index);
            try {
                keepIdentity(table, problems);
                var route = followed(routes.get(index), table, problems);
                if (route.equals(routes.get(index))) {
                    refusals.remove(table.qualifiedName());
                } else if (isDue(table)) {
                    evolve(declared.get(), routes, index, route);
                    refusals.remove(table.qualifiedName());
                }
            } catch (RuntimeException e) {
                refuse(table, e);
            }
        }
        refusals.values().forEach(refusal -> problems.add(refusal.problem()));
        return problems;
    }

    /** The tables by index: one that was refused has its next turn after all others, since Pinot may take its time. */
    private List<Integer> turns() {
        return IntStream.range(0, applied.routes().size())
                .boxed()
                .sorted(Comparator.comparing(index ->
                        refusals.containsKey(applied.routes().get(index).shape().qualifiedName())))
                .toList();
    }

    private boolean isDue(TableDeclaration table) {
        var refusal = refusals.get(table.qualifiedName());
        return refusal == null || System.nanoTime() - refusal.nanos() > RETRY.toNanos();
    }

    private void refuse(TableDeclaration table, RuntimeException reason) {
        var problem = "table " + table.qualifiedName() + " has changed and cannot be followed: " + reason.getMessage()
                + "; mend that, or leave the column out with columns.exclude and apply. Changes that do not fit are dead"
                + " letters until then, to be replayed";
        var before = refusals.put(table.qualifiedName(), new Refusal(problem, System.nanoTime()));
        if (before == null || !before.problem().equals(problem)) {
            LOG.warn("pipeline={} {}", applied.name(), problem, reason);
        }
    }

    /** The declaration, unless it declares other tables than were applied: then somebody is about to apply it. */
    private Optional<DeclaredPipeline> declared() {
        if (!Files.exists(applied.declaration())) {
            return Optional.empty();
        }
        var declared = Pipelines.read(applied.declaration()).named(applied.name());
        var names = declared.pipeline().tables().stream()
                .map(TableDeclaration::qualifiedName)
                .toList();
        return names.equals(applied.routes().stream()
                        .map(route -> route.shape().qualifiedName())
                        .toList())
                ? Optional.of(declared)
                : Optional.empty();
    }

    private void keepIdentity(TableDeclaration table, List<String> problems) {
        var identity = source.replicaIdentity(table);
        if (identity.isPresent() && !identity.get().equals(SourceDatabase.FULL)) {
            source.captureFully(table);
            var problem = "the replica identity of " + table.qualifiedName() + " was " + identity.get()
                    + " and is FULL again: changes of the meantime lack the row before, or are dead letters";
            LOG.warn("pipeline={} {}", applied.name(), problem);
            problems.add(problem);
        }
    }

    private TableRoute followed(TableRoute route, TableDeclaration table, List<String> problems) {
        var seen = source.seen(table);
        if (seen.isEmpty()) {
            problems.add("table " + table.qualifiedName() + " is not in the source any more");
            return route;
        }
        var evolved = TableEvolution.of(route, seen.get(), table);
        problems.addAll(evolved.notes());
        return route.withShape(evolved.shape(), evolved.unfollowed());
    }

    /** Brings the stores up to one table's new route, then tells the jobs, and notes the route among the others. */
    private void evolve(DeclaredPipeline declared, List<TableRoute> routes, int index, TableRoute route) {
        var next = new ArrayList<>(routes);
        next.set(index, route);
        var target = PipelineTarget.of(
                blueprint,
                new PipelinePlan(declared.pipeline(), next),
                new ConnectorSource(blueprint, source.address()).address(applied.name()),
                CaptureEpoch.of(blueprint.home(), applied.name()).number(),
                () -> PinotTableSetup.release(blueprint));
        if (blueprint.selection().hasRealtime()) {
            var deployment =
                    new PinotTableDeployment(new JsonRest(blueprint.addresses().pinotController()), SETTLING);
            target.pinotTables().stream()
                    .filter(table -> table.name().equals(route.currentTopic())
                            || table.name().equals(route.historyTopic()))
                    .forEach(deployment::apply);
        }
        new RouteChannel(blueprint.addresses().kafka()).publish(applied.name(), List.of(route));
        routes.set(index, route);
        var resources = new LinkedHashMap<Resource.Id, Resource>();
        applied.resources().forEach(resource -> resources.put(resource.id(), resource));
        target.resources().forEach(resource -> resources.put(resource.id(), resource));
        Lanes.remember(blueprint.home(), AppliedPipeline.of(declared, target, List.copyOf(resources.values())));
        LOG.info(
                "table followed pipeline={} table={} columns={} unfollowed={}",
                applied.name(),
                route.shape().qualifiedName(),
                route.shape().columns().size(),
                route.unfollowed());
    }
}
