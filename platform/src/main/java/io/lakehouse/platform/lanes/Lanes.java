package io.lakehouse.platform.lanes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PipelinePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The applied pipelines of a home: what each became when it was last applied. */
public final class Lanes {
    private Lanes() {}

    /**
     * What a pipeline was applied as.
     *
     * @throws Failure when it is not declared or has not been applied
     */
    public static PipelinePlan plan(Blueprint blueprint, String name) {
        var declared = blueprint.pipelines().named(name);
        var file = file(blueprint, name);
        if (!Files.exists(file)) {
            throw new Failure("pipeline " + name + " has not been applied in "
                    + blueprint.home().root() + "; bring the platform up first");
        }
        try {
            return new PipelinePlan(
                    declared.pipeline(),
                    JsonRest.JSON.readValue(Files.readString(file), new TypeReference<List<TableRoute>>() {}));
        } catch (IOException e) {
            throw new Failure("cannot read " + file + ": " + e.getMessage() + "; bring the platform down and up", e);
        }
    }

    static void remember(Blueprint blueprint, PipelinePlan plan) {
        try {
            ConfigurationFile.write(
                    file(blueprint, plan.pipeline().name()), JsonRest.JSON.writeValueAsString(plan.routes()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("routes are made of texts", e);
        }
    }

    private static Path file(Blueprint blueprint, String name) {
        return blueprint.home().data("pipelines").resolve(name + ".json");
    }
}
