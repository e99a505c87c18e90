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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what the source does to the tables of an applied pipeline: brings the stores up to a table's new shape, then
 * tells the running jobs. Until it has, the real-time job holds back what does not fit, so nothing is written that a
 * store would not take.
 */
final class TableKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(TableKeeper.class);

    private final Blueprint blueprint;
    private final AppliedPipeline applied;
    private final SourceDatabase source;

    TableKeeper(Blueprint blueprint, AppliedPipeline applied) {
        this.blueprint = blueprint;
        this.applied = applied;
        this.source = new SourceDatabase(Lanes.source(blueprint, applied));
    }

    /** Looks once, follows what can be followed, and tells the rest, one sentence each. */
    List<String> keep() {
        var problems = new ArrayList<String>();
        var declared = declared();
        if (declared.isEmpty()) {
            return problems;
        }
        var tables = declared.get().pipeline().tables();
        var routes = new ArrayList<TableRoute>();
        for (var index = 0; index < tables.size(); index++) {
            keepIdentity(tables.get(index), problems);
            routes.add(followed(applied.routes().get(index), tables.get(index), problems));
        }
        if (!routes.equals(applied.routes())) {
            evolve(declared.get(), routes);
        }
        return problems;
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

    private void evolve(DeclaredPipeline declared, List<TableRoute> routes) {
        var plan = new PipelinePlan(declared.pipeline(), routes);
        var target = PipelineTarget.of(
                blueprint,
                plan,
                new ConnectorSource(blueprint, source.address()).address(applied.name()),
                CaptureEpoch.of(blueprint.home(), applied.name()).number(),
                () -> PinotTableSetup.release(blueprint));
        var changed = new ArrayList<TableRoute>(routes);
        changed.removeAll(applied.routes());
        if (blueprint.selection().hasRealtime()) {
            var deployment =
                    new PinotTableDeployment(new JsonRest(blueprint.addresses().pinotController()));
            target.pinotTables().stream()
                    .filter(table -> changed.stream()
                            .anyMatch(route -> table.name().equals(route.currentTopic())
                                    || table.name().equals(route.historyTopic())))
                    .forEach(deployment::apply);
        }
        new RouteChannel(blueprint.addresses().kafka()).publish(applied.name(), changed);
        var resources = new LinkedHashMap<Resource.Id, Resource>();
        applied.resources().forEach(resource -> resources.put(resource.id(), resource));
        target.resources().forEach(resource -> resources.put(resource.id(), resource));
        Lanes.remember(blueprint.home(), AppliedPipeline.of(declared, target, List.copyOf(resources.values())));
        changed.forEach(route -> LOG.info(
                "table followed pipeline={} table={} columns={} unfollowed={}",
                applied.name(),
                route.shape().qualifiedName(),
                route.shape().columns().size(),
                route.unfollowed()));
    }
}
