package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.StoreDeclaration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The names that pipelines have taken, which no other may have: their own, and those of their stores. */
final class TakenNames {
    private final Map<String, String> pipelines = new HashMap<>();
    private final Map<String, String> pinot = new HashMap<>();
    private final Map<String, String> lake = new HashMap<>();

    /**
     * Takes those of a pipeline.
     *
     * @return those that are somebody else's, each with its place and what to do
     */
    List<String> take(DeclaredPipeline declared) {
        var clashes = new ArrayList<String>();
        var pipeline = declared.pipeline();
        take(pipelines, pipeline.name(), declared, "name", "pipeline", clashes);
        var namespace = pipeline.lake().namespace() + ".";
        take(lake, namespace + pipeline.lake().checkpointTable(), declared, "lake.checkpoint", "lake table", clashes);
        for (int i = 0; i < pipeline.tables().size(); i++) {
            var table = pipeline.tables().get(i);
            var at = "tables[" + i + "]";
            take(pinot, "", table.current(), declared, at + ".current.name", "Pinot table", clashes);
            take(pinot, "", table.history(), declared, at + ".history.name", "Pinot table", clashes);
            take(lake, namespace, table.lake(), declared, at + ".lake.name", "lake table", clashes);
        }
        return clashes;
    }

    private static void take(
            Map<String, String> taken,
            String prefix,
            StoreDeclaration store,
            DeclaredPipeline declared,
            String path,
            String what,
            List<String> clashes) {
        if (store.enabled()) {
            take(taken, prefix + store.name(), declared, path, what, clashes);
        }
    }

    private static void take(
            Map<String, String> taken,
            String name,
            DeclaredPipeline declared,
            String path,
            String what,
            List<String> clashes) {
        var place = declared.place("").at(path);
        var holder = taken.putIfAbsent(name.toLowerCase(Locale.ROOT), place);
        if (holder != null) {
            clashes.add(place + ": the " + what + " \"" + name + "\" is already that of " + holder
                    + ": give one of them another name");
        }
    }
}
