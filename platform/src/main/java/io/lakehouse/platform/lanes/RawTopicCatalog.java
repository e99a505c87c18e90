package io.lakehouse.platform.lanes;

import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.query.TrinoSql;
import io.lakehouse.platform.query.live.RawTopicTables;
import io.lakehouse.platform.query.live.Views;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** The catalogue of Trino that a pipeline's raw topics are in. */
final class RawTopicCatalog {
    private final Blueprint blueprint;
    private final Views views;

    RawTopicCatalog(Blueprint blueprint) {
        this.blueprint = blueprint;
        this.views = new Views(new TrinoSql(blueprint.addresses().trino()));
    }

    /** Made again only when its topics are others: whoever reads it meanwhile fails. */
    void ensure(String pipeline, List<TableRoute> routes) {
        var folder = folder(pipeline);
        var descriptions = RawTopicTables.descriptions(routes);
        var client =
                ConfigurationFile.writeProperties(folder.resolveSibling("client.properties"), RawTopicTables.CLIENT);
        var kafka = blueprint.addresses().kafka();
        var clients = kafka.clientFile().isEmpty() ? client.toString() : kafka.clientFile() + "," + client;
        var properties = RawTopicTables.properties(kafka.bootstrap(), folder.toString(), clients, routes);
        var catalog = RawTopicTables.catalog(pipeline);
        var made = folder.resolve("made");
        var wanted = properties + "\n" + new TreeMap<>(RawTopicTables.CLIENT) + "\n" + descriptions + "\n";
        if (isThere(pipeline) && wanted.equals(read(made))) {
            return;
        }
        views.dropCatalog(catalog);
        descriptions.forEach((name, text) -> ConfigurationFile.write(folder.resolve(name), text));
        views.createCatalog(catalog, "kafka", properties);
        ConfigurationFile.write(made, wanted);
    }

    /** Whether it is there. */
    boolean isThere(String pipeline) {
        return views.hasCatalog(RawTopicTables.catalog(pipeline));
    }

    /** Drops it. */
    void drop(String pipeline) {
        views.dropCatalog(RawTopicTables.catalog(pipeline));
    }

    /** Removes what a home keeps of it: the descriptions of its topics. */
    static void forget(Home home, String pipeline) {
        var folder = folder(home, pipeline);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new Failure("cannot remove " + folder + ": " + e.getMessage(), e);
        }
    }

    private Path folder(String pipeline) {
        return folder(blueprint.home(), pipeline);
    }

    private static Path folder(Home home, String pipeline) {
        return home.configuration("trino").resolve("raw").resolve(pipeline);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new Failure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
