package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.StoreDeclaration;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The pipelines that a user declares.
 *
 * @param all in the order of their files
 */
public record Pipelines(List<DeclaredPipeline> all) {
    /** Refuses pipelines of one name and stores that two of them would share. */
    public Pipelines {
        all = List.copyOf(all);
        var names = new HashMap<String, String>();
        var pinot = new HashMap<String, String>();
        var lake = new HashMap<String, String>();
        for (var declared : all) {
            var pipeline = declared.pipeline();
            unique(names, pipeline.name(), declared, "name", "pipeline");
            var namespace = pipeline.lake().namespace();
            unique(
                    lake,
                    namespace + "." + pipeline.lake().checkpointTable(),
                    declared,
                    "lake.checkpoint",
                    "lake table");
            for (int i = 0; i < pipeline.tables().size(); i++) {
                var table = pipeline.tables().get(i);
                var at = "tables[" + i + "]";
                uniqueStore(pinot, "", table.current(), declared, at + ".current.name", "Pinot table");
                uniqueStore(pinot, "", table.history(), declared, at + ".history.name", "Pinot table");
                uniqueStore(lake, namespace + ".", table.lake(), declared, at + ".lake.name", "lake table");
            }
        }
    }

    /**
     * Reads one file, or every {@code *.yaml} of a folder.
     *
     * @throws Failure when something is wrong: one line with file, line and path
     */
    public static Pipelines read(Path fileOrFolder) {
        return new Pipelines(
                files(fileOrFolder).stream().map(PipelineReader::read).toList());
    }

    /** Those that {@code up} applies by itself. */
    public List<DeclaredPipeline> enabled() {
        return all.stream().filter(declared -> declared.pipeline().enabled()).toList();
    }

    /**
     * The pipeline of a name, enabled or not.
     *
     * @throws Failure when there is none; it names those that there are
     */
    public DeclaredPipeline named(String name) {
        return all.stream()
                .filter(declared -> declared.pipeline().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Failure("no pipeline is named " + name + "; declared are "
                        + all.stream()
                                .map(declared -> declared.pipeline().name())
                                .toList()));
    }

    private static List<Path> files(Path fileOrFolder) {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try (var files = Files.list(fileOrFolder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Failure("the folder " + fileOrFolder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void uniqueStore(
            Map<String, String> taken,
            String prefix,
            StoreDeclaration store,
            DeclaredPipeline declared,
            String path,
            String what) {
        if (store.enabled()) {
            unique(taken, prefix + store.name(), declared, path, what);
        }
    }

    private static void unique(
            Map<String, String> taken, String name, DeclaredPipeline declared, String path, String what) {
        var place = declared.place("").at(path);
        var holder = taken.putIfAbsent(name.toLowerCase(Locale.ROOT), place);
        if (holder != null) {
            throw new Failure(place + ": the " + what + " \"" + name + "\" is already that of " + holder
                    + ": give one of them another name");
        }
    }
}
