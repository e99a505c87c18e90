package io.lakehouse.platform.lanes;

import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.source.SourceDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What the pipelines of a home hold in databases of somebody else, which do not go with it: a replication slot would keep
 * the log of such a server for ever.
 */
public final class PurgedSources {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private PurgedSources() {}

    /**
     * What became of it.
     *
     * @param dropped what is gone, one line each
     * @param left what could not be dropped, one line each with the SQL that drops it
     */
    public record Result(List<String> dropped, List<String> left) {}

    /**
     * Drops the slots and publications of the applied pipelines of a home whose engines are stopped.
     *
     * @param blueprint the declared platform, with which their passwords are found; it may fail
     */
    public static Result drop(Home home, Supplier<Blueprint> blueprint) {
        var result = new Result(new ArrayList<>(), new ArrayList<>());
        for (var name : Lanes.names(home)) {
            AppliedPipeline applied;
            try {
                applied = Lanes.applied(home, name).orElseThrow();
            } catch (Failure e) {
                result.left().add("pipeline " + name + ": " + e.getMessage());
                continue;
            }
            try {
                var platform = blueprint.get();
                if (!applied.source().host().isEmpty() || platform.settings().postgres() != null) {
                    drop(platform, applied);
                    result.dropped().add("slot and publication of pipeline " + name + " in " + where(applied));
                }
            } catch (Failure | IOException e) {
                if (!applied.source().host().isEmpty()) {
                    result.left().add(remedy(applied) + " (" + e.getMessage() + ")");
                }
            }
        }
        return result;
    }

    private static void drop(Blueprint blueprint, AppliedPipeline applied) throws IOException {
        if (blueprint.settings().connect() != null) {
            // It lives on there, and would make the slot again.
            var connectors = new Connectors(blueprint.addresses().connect());
            new LateSnapshots(blueprint.home(), applied.name()).abandon(connectors, new Deadline(LIMIT));
            var connector = Connector.name(applied.name());
            if (connectors.state(connector).isPresent()) {
                connectors.delete(connector);
            }
        }
        var source = new SourceDatabase(Lanes.source(blueprint, applied));
        var pipeline = applied.plan().pipeline();
        if (source.slot(pipeline.slot()).isPresent()) {
            new Deadline(LIMIT).await("the replication slot " + pipeline.slot() + " can be dropped", () -> {
                source.endReader(pipeline.slot());
                source.dropSlot(pipeline.slot());
                return true;
            });
        }
        source.dropPublication(pipeline.publication());
    }

    private static String remedy(AppliedPipeline applied) {
        var pipeline = applied.plan().pipeline();
        return "pipeline " + applied.name() + " is left in " + where(applied) + "; run there: SELECT"
                + " pg_drop_replication_slot('" + pipeline.slot() + "'); DROP PUBLICATION \""
                + pipeline.publication() + "\";";
    }

    private static String where(AppliedPipeline applied) {
        var source = applied.source();
        return source.host().isEmpty()
                ? "database " + source.database()
                : "database " + source.database() + " of " + source.host() + ":" + source.port();
    }
}
