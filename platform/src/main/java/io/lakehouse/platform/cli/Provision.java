package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.Jdks;
import io.lakehouse.platform.engine.Sites;
import io.lakehouse.platform.engine.artifact.InstallProgress;
import io.lakehouse.platform.engine.artifact.Installer;
import io.lakehouse.platform.engine.artifact.Lock;
import io.lakehouse.platform.engine.artifact.MavenSettings;
import io.lakehouse.platform.plan.Blueprint;
import java.util.Map;

/** Brings what a blueprint needs to this machine. */
final class Provision {
    private Provision() {}

    /** The sites of a blueprint whose artifacts are all installed. */
    static Sites install(Blueprint blueprint, boolean offline, InstallProgress progress) {
        var installed = installer(blueprint, offline).install(blueprint.bundles(), progress);
        var jdks = Jdks.ofMachine();
        return new Sites(
                blueprint.catalogue(),
                blueprint.home(),
                installed,
                jdks::require,
                blueprint.settings().ca());
    }

    /** The installer of a blueprint. */
    static Installer installer(Blueprint blueprint, boolean offline) {
        return new Installer(
                blueprint.catalogue(),
                Lock.load(blueprint.root().resolve(Lock.FILE)),
                MavenSettings.ofUser(),
                blueprint.home(),
                offline);
    }

    /** The sites of a blueprint to plan with; nothing is installed or looked for. */
    static Sites planned(Blueprint blueprint) {
        return new Sites(
                blueprint.catalogue(), blueprint.home(), Map.of(), release -> java.nio.file.Path.of("jdk-" + release));
    }
}
