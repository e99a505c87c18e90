package io.lakehouse.platform.plan;

import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.config.PlatformSettings;
import io.lakehouse.platform.engine.Checkout;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Installation;
import io.lakehouse.platform.engine.Sites;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Blueprints of the example pipeline, in a home that nothing has touched. */
final class Blueprints {
    static final int OFFSET = 21_000;

    private Blueprints() {}

    /** A platform in {@code <folder>/home} that runs everything itself. */
    static Blueprint of(Path folder, Selection selection) {
        return of(folder, selection, PlatformSettings.none());
    }

    /** Likewise, with the engines that {@code external} names, YAML, being somebody else's. */
    static Blueprint withExternal(Path folder, Selection selection, String external) throws IOException {
        var settings = Files.createDirectories(folder.resolve("settings"));
        Files.writeString(settings.resolve("lakehouse.yaml"), "external:\n" + external.indent(2));
        return of(folder, selection, PlatformSettings.read(List.of(settings)));
    }

    /** Sites on which nothing is installed, as planning uses them. */
    static Sites planned(Blueprint blueprint) {
        return new Sites(blueprint.catalogue(), blueprint.home(), Map.of(), release -> Path.of("jdk-" + release));
    }

    /** Sites on which every bundle is installed, without a file in it. */
    static Sites empty(Blueprint blueprint, Path installs) {
        var installations = new LinkedHashMap<String, Installation>();
        blueprint
                .catalogue()
                .bundles()
                .keySet()
                .forEach(name -> installations.put(name, new Installation(name, Map.of(), installs.resolve(name))));
        return new Sites(
                blueprint.catalogue(), blueprint.home(), installations, release -> Path.of("/jdks/" + release));
    }

    private static Blueprint of(Path folder, Selection selection, PlatformSettings settings) {
        return new Blueprint(
                folder,
                new Home(folder.resolve("home"), OFFSET),
                Checkout.catalogue(),
                settings,
                Pipelines.read(Checkout.root().resolve("pipelines")),
                selection);
    }
}
