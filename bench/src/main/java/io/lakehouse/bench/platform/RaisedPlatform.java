package io.lakehouse.bench.platform;

import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.config.PlatformSettings;
import io.lakehouse.platform.engine.Catalogue;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.HomeFolder;
import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.lanes.Sync;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.supervise.PlatformState;
import io.lakehouse.platform.supervise.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A platform with declarations of its own, raised by {@code ./lakehouse up}. Whatever happens, an interrupt too, it is
 * taken down again and its home is removed.
 */
public final class RaisedPlatform implements AutoCloseable {
    private static final Duration UP = Duration.ofMinutes(10);
    private static final Duration DOWN = Duration.ofMinutes(4);

    private final Path root;
    private final Home home;
    private final Path declarations;
    private final Thread hook = new Thread(this::purge, "purge");
    private final Blueprint blueprint;

    private RaisedPlatform(Path root, Home home, Path declarations, Selection selection) {
        this.root = root;
        this.home = home;
        this.declarations = declarations;
        this.blueprint = new Blueprint(
                root,
                home,
                Catalogue.load(root.resolve("engines.yaml")),
                PlatformSettings.none(),
                Pipelines.read(declarations),
                selection);
    }

    /**
     * Raises it, and returns when every lane works.
     *
     * @param declarations content of the files beside the home, by name
     * @throws Failure when the home is that of another platform, or it does not come up; what the launcher printed is in
     *     the message
     */
    public static RaisedPlatform up(Path root, Home home, Map<String, String> declarations, Selection selection)
            throws IOException, InterruptedException {
        var folder = home.root().resolveSibling(home.root().getFileName() + "-pipelines");
        if (HomeFolder.isHome(home.root()) && !Files.isDirectory(folder)) {
            throw new Failure(
                    home.root() + " is the home of a platform that no measure has raised, and a measure removes"
                            + " its home: give another --home");
        }
        if (Files.isDirectory(folder)) {
            // Those of a run that was killed, perhaps of another measure.
            remove(folder);
        }
        Files.createDirectories(folder);
        for (var file : declarations.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        var raised = new RaisedPlatform(root, home, folder, selection);
        // What a run that was killed has left would be measured too.
        raised.lakehouse(UP, "down", "--purge");
        Runtime.getRuntime().addShutdownHook(raised.hook);
        try {
            raised.lakehouse(UP, "up", "--only", selection.name().toLowerCase(Locale.ROOT));
            return raised;
        } catch (Failure | IOException | InterruptedException e) {
            raised.close();
            throw e;
        }
    }

    /** What it consists of. */
    public Blueprint blueprint() {
        return blueprint;
    }

    /** The source of a pipeline. */
    public DatabaseAddress source(String pipeline) {
        return new SourceAccess(blueprint).source(blueprint.pipelines().named(pipeline));
    }

    /** Waits until what was committed before is in Pinot, or in bronze. */
    public Sync sync(String pipeline, Duration limit) {
        return new Sync(blueprint, Lanes.plan(blueprint, pipeline), limit);
    }

    /** What the supervisor published last: the engines with their processes. */
    public PlatformState state() {
        return new StateFile(home.run())
                .read()
                .orElseThrow(() -> new Failure("the supervisor of " + home.root() + " has published no state"));
    }

    /**
     * Runs the launcher on this platform to its end.
     *
     * @throws Failure when it ends with another code than 0, or not in time
     */
    public void lakehouse(Duration limit, String... verb) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(root.resolve("lakehouse").toString()));
        command.addAll(List.of(verb));
        command.addAll(List.of(
                "--home", home.root().toString(),
                "--port-offset", Integer.toString(home.portOffset()),
                "--pipelines", declarations.toString()));
        var output = Files.createTempFile("lakehouse-bench", ".txt");
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
                throw new Failure("lakehouse " + verb[0] + " took longer than " + limit.toSeconds() + " s: "
                        + Files.readString(output).strip());
            }
            if (process.exitValue() != 0) {
                throw new Failure("lakehouse " + verb[0] + " ended with " + process.exitValue() + ": "
                        + Files.readString(output).strip());
            }
        } finally {
            Files.delete(output);
        }
    }

    /** Takes it down and removes its home. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, and the hook does it.
            return;
        }
        purge();
    }

    private void purge() {
        try {
            lakehouse(DOWN, "down", "--purge");
            remove(declarations);
        } catch (IOException e) {
            throw new Failure("the platform in " + home.root() + " could not be removed: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void remove(Path declarations) throws IOException {
        try (var files = Files.list(declarations)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(declarations);
    }
}
