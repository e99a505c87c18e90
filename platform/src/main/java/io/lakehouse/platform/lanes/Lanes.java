package io.lakehouse.platform.lanes;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.source.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The applied pipelines of a home: what each became when it was last applied. The supervisor reads it anew before it
 * looks after a pipeline, so whoever applies one has told it by remembering.
 */
public final class Lanes {
    private static final String SUFFIX = ".json";

    private Lanes() {}

    /**
     * What a pipeline was applied as.
     *
     * @throws Failure when it has not been applied
     */
    public static PipelinePlan plan(Blueprint blueprint, String name) {
        return applied(blueprint.home(), name)
                .map(AppliedPipeline::plan)
                .orElseThrow(() -> new Failure("pipeline " + name + " has not been applied in "
                        + blueprint.home().root() + "; applied are " + names(blueprint.home())
                        + "; bring the platform up, or apply it"));
    }

    /** Names of the applied pipelines, sorted. */
    public static List<String> names(Home home) {
        return names(home, SUFFIX);
    }

    /** Names of the pipelines of which the home remembers something in a file with this suffix, sorted. */
    static List<String> names(Home home, String suffix) {
        var folder = folder(home);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(suffix))
                    .map(file -> file.substring(0, file.length() - suffix.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new Failure("cannot read the folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /** The declared pipelines that are on: those that are enabled, and those that were applied by their name. */
    public static List<DeclaredPipeline> active(Blueprint blueprint) {
        var applied = names(blueprint.home());
        return blueprint.pipelines().all().stream()
                .filter(declared -> declared.pipeline().enabled()
                        || applied.contains(declared.pipeline().name()))
                .toList();
    }

    /** Whether the platform was brought up with every lane that something of a pipeline was made in. */
    public static boolean areUp(Blueprint blueprint, String name) {
        return applied(blueprint.home(), name).stream().allMatch(applied -> applied.resources().stream()
                .allMatch(resource -> SelectedLanes.have(blueprint.selection(), applied.plan(), resource)));
    }

    /** Names of the applied pipelines that no declaration has any more: they go on until they are destroyed. */
    public static List<String> undeclared(Blueprint blueprint) {
        return names(blueprint.home()).stream()
                .filter(name -> blueprint.pipelines().all().stream()
                        .noneMatch(declared -> declared.pipeline().name().equals(name)))
                .toList();
    }

    /** What a home remembers of a pipeline; empty when it was never applied, or was destroyed. */
    static Optional<AppliedPipeline> applied(Home home, String name) {
        var file = file(home, name);
        try {
            return Files.exists(file)
                    ? Optional.of(JsonRest.JSON.readValue(Files.readString(file), AppliedPipeline.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new Failure(
                    "cannot read what was applied of pipeline " + name + " in " + file + ": " + e.getMessage()
                            + "; bring the platform down and up",
                    e);
        }
    }

    static void remember(Home home, AppliedPipeline pipeline) {
        try {
            ConfigurationFile.write(file(home, pipeline.name()), JsonRest.JSON.writeValueAsString(pipeline));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is remembered is made of texts", e);
        }
    }

    static void forget(Home home, String name) {
        try {
            Files.deleteIfExists(file(home, name));
        } catch (IOException e) {
            throw new Failure("cannot forget pipeline " + name + ": " + e.getMessage(), e);
        }
    }

    /** The source of an applied pipeline. */
    static DatabaseAddress source(Blueprint blueprint, AppliedPipeline pipeline) {
        return new SourceAccess(blueprint).source(pipeline.source().toSource(), pipeline.declaration());
    }

    /** The source of an applied pipeline. */
    static DatabaseAddress source(Blueprint blueprint, String name) {
        return source(
                blueprint,
                applied(blueprint.home(), name)
                        .orElseThrow(() -> new Failure("pipeline " + name + " has not been applied")));
    }

    static Path folder(Home home) {
        return home.data("pipelines");
    }

    private static Path file(Home home, String name) {
        return folder(home).resolve(name + SUFFIX);
    }
}
