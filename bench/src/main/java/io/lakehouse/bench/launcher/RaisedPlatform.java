package io.lakehouse.bench.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.config.PlatformSettings;
import io.lakehouse.platform.engine.Catalogue;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.realtime.PinotQuery;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.supervise.EngineState;
import io.lakehouse.platform.supervise.StateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A platform with the bench's own pipeline, up until it is closed. */
public final class RaisedPlatform implements AutoCloseable {
    /** The pipeline that it runs. */
    public static final String PIPELINE = "freshness";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path root;
    private final Home home;
    private final Selection lanes;

    private RaisedPlatform(Path root, Home home, Selection lanes) {
        this.root = root;
        this.home = home;
        this.lanes = lanes;
    }

    /**
     * Raises one.
     *
     * @throws Failure when it does not come up, with what the launcher printed; nothing of it runs then
     */
    public static RaisedPlatform up(Path root, Home home, Selection lanes) {
        var raised = new RaisedPlatform(root, home, lanes);
        try {
            var command = new ArrayList<>(List.of("up"));
            if (lanes != Selection.ALL) {
                command.addAll(List.of("--only", lanes.name().toLowerCase(Locale.ROOT)));
            }
            raised.run(command);
            return raised;
        } catch (Failure e) {
            raised.close();
            throw e;
        }
    }

    /** The source. */
    public DatabaseAddress source() {
        var blueprint = blueprint();
        return new SourceAccess(blueprint).source(blueprint.pipelines().named(PIPELINE));
    }

    /** Pinot's broker. */
    public PinotQuery pinot() {
        return new PinotQuery(new JsonRest(blueprint().addresses().pinotBroker()));
    }

    /** Waits until every lane has what was committed before. */
    public void sync() {
        run(List.of("sync", PIPELINE));
    }

    /** The processes of its engines: name to id. */
    public Map<String, Long> processes() {
        return new StateFile(home.run())
                .read().stream()
                        .flatMap(state -> state.engines().stream())
                        .filter(engine -> engine.pid() > 0)
                        .collect(Collectors.toMap(EngineState::name, EngineState::pid));
    }

    /** What {@code query} answers, as an array of rows. */
    public JsonNode query(String engine, String sql) {
        try {
            return JSON.readTree(run(List.of("query", engine, sql, "--format", "json")));
        } catch (IOException e) {
            throw new Failure("lakehouse query " + engine + " printed no JSON", e);
        }
    }

    @Override
    public void close() {
        run(List.of("down"));
    }

    private Blueprint blueprint() {
        return new Blueprint(
                root,
                home,
                Catalogue.load(root.resolve("engines.yaml")),
                PlatformSettings.none(),
                Pipelines.read(pipelines()),
                lanes);
    }

    private Path pipelines() {
        return root.resolve("bench/pipelines");
    }

    private String run(List<String> arguments) {
        var command = new ArrayList<>(List.of(
                root.resolve("lakehouse").toString(),
                "--home",
                home.root().toString(),
                "--port-offset",
                Integer.toString(home.portOffset()),
                "--pipelines",
                pipelines().toString()));
        command.addAll(arguments);
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new Failure("lakehouse " + String.join(" ", arguments) + " ended with " + process.exitValue()
                        + ": " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new Failure("cannot run " + command.get(0), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted: lakehouse " + String.join(" ", arguments), e);
        }
    }
}
