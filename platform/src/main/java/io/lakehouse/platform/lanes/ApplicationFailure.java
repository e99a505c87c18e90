package io.lakehouse.platform.lanes;

import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Why a pipeline could not be applied when the platform came up. The home remembers it until the pipeline is applied, by
 * whomever, so that {@code up} and {@code status} name it all the while (docs/decisions/0185).
 *
 * @param pipeline its name
 * @param declaration the file that declares it; without it there is nothing left to be applied
 * @param reason what kept it from being applied, one line
 */
public record ApplicationFailure(String pipeline, Path declaration, String reason) {
    private static final String SUFFIX = "-failure.properties";
    private static final String DECLARATION = "declaration";
    private static final String REASON = "reason";

    static ApplicationFailure of(DeclaredPipeline declared, Exception cause) {
        var reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new ApplicationFailure(
                declared.pipeline().name(), declared.file().toAbsolutePath(), reason.replaceAll("\\s*\\R\\s*", " "));
    }

    /** Those of all pipelines of a home that are still declared, sorted by name. */
    public static List<ApplicationFailure> all(Home home) {
        return Lanes.names(home, SUFFIX).stream()
                .flatMap(pipeline -> of(home, pipeline).stream())
                .toList();
    }

    /** That of a pipeline; empty when it was applied since, or is declared no more. */
    static Optional<ApplicationFailure> of(Home home, String pipeline) {
        var file = file(home, pipeline);
        var properties = new Properties();
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new Failure(
                        "cannot read why pipeline " + pipeline + " was not applied, in " + file + ": " + e.getMessage(),
                        e);
            }
        }
        return Optional.ofNullable(properties.getProperty(DECLARATION))
                .map(Path::of)
                .filter(Files::exists)
                .map(declaration -> new ApplicationFailure(pipeline, declaration, properties.getProperty(REASON, "")));
    }

    void save(Home home) {
        ConfigurationFile.writeProperties(
                file(home, pipeline), Map.of(DECLARATION, declaration.toString(), REASON, reason));
    }

    static void forget(Home home, String pipeline) {
        try {
            Files.deleteIfExists(file(home, pipeline));
        } catch (IOException e) {
            throw new Failure("cannot forget why pipeline " + pipeline + " was not applied: " + e.getMessage(), e);
        }
    }

    /** What people are told of a pipeline whose name they have read already. */
    public String message() {
        return "cannot be applied: " + reason + "; mend it, then lakehouse apply " + pipeline;
    }

    private static Path file(Home home, String name) {
        return Lanes.folder(home).resolve(name + SUFFIX);
    }
}
