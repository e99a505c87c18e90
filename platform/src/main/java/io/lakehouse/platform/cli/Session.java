package io.lakehouse.platform.cli;

import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.config.PlatformSettings;
import io.lakehouse.platform.config.Reading;
import io.lakehouse.platform.engine.Catalogue;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.HomeFolder;
import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.supervise.Daemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the global options of one call name: the project, the home, and what is declared. */
final class Session {
    /** System property that the log configuration takes the path of the verb's own log from. */
    static final String LOG_PROPERTY = "lakehouse.log";

    private final Path root;
    private final Home home;
    private final Path pipelinesFolder;
    private final boolean offline;

    private Session(Path root, Home home, Path pipelinesFolder, boolean offline) {
        this.root = root;
        this.home = home;
        this.pipelinesFolder = pipelinesFolder;
        this.offline = offline;
    }

    static Session of(GlobalOptions options) {
        var root = Path.of(System.getProperty("lakehouse.root", "."))
                .toAbsolutePath()
                .normalize();
        var folder = options.home();
        var home = HomeFolder.open(folder == null ? root.resolve(".lakehouse") : folder, options.portOffset());
        logInto(home, "lakehouse");
        var pipelines = options.pipelines();
        return new Session(
                root,
                home,
                pipelines == null ? root.resolve("pipelines") : pipelines.toAbsolutePath(),
                options.offline());
    }

    /** Lets this process log into a home; a folder that is no home yet is left as it is. */
    static void logInto(Home home, String name) {
        if (HomeFolder.isHome(home.root())) {
            System.setProperty(LOG_PROPERTY, home.log(name).toString());
        }
    }

    Path root() {
        return root;
    }

    Home home() {
        return home;
    }

    Path pipelinesFolder() {
        return pipelinesFolder;
    }

    boolean offline() {
        return offline;
    }

    Catalogue catalogue() {
        return Catalogue.load(root.resolve("engines.yaml"));
    }

    Blueprint blueprint(Selection selection) {
        requireDeclarations();
        return blueprint(Pipelines.read(pipelinesFolder), selection);
    }

    private Blueprint blueprint(Pipelines pipelines, Selection selection) {
        var settings = PlatformSettings.read(List.of(home.root(), pipelinesFolder.getParent()));
        return new Blueprint(root, home, catalogue(), settings, pipelines, selection);
    }

    private void requireDeclarations() {
        if (!Files.exists(pipelinesFolder)) {
            throw new Failure(
                    "there is no folder " + pipelinesFolder + " with declarations; name one with --pipelines");
        }
    }

    /** Every declaration, those with mistakes too. */
    List<Reading> declarations() {
        requireDeclarations();
        return Pipelines.examine(pipelinesFolder);
    }

    /** The blueprint of what is declared, with the lanes of the platform that is up in the home, if one is. */
    Blueprint declaredPlatform() throws IOException {
        return blueprint(declaredSelection());
    }

    /** Likewise, of those declarations that have no mistakes. */
    Blueprint declaredPlatform(List<Reading> declarations) throws IOException {
        var sound = declarations.stream()
                .flatMap(reading -> reading.pipeline().stream())
                .toList();
        return blueprint(new Pipelines(sound), declaredSelection());
    }

    private Selection declaredSelection() throws IOException {
        return HomeFolder.isHome(home.root()) ? Up.runningSelection(home) : Selection.ALL;
    }

    /**
     * The blueprint of the platform that is up in the home.
     *
     * @throws Failure when it is down
     */
    Blueprint running() throws IOException {
        return requireUp(declaredPlatform());
    }

    /** Likewise, once it is known that a pipeline of this name is declared: bringing the platform up would not help. */
    Blueprint running(@Nullable String pipeline) throws IOException {
        var blueprint = declaredPlatform();
        declared(blueprint, pipeline);
        return requireUp(blueprint);
    }

    /**
     * The blueprint, once it is known that its platform is up.
     *
     * @throws Failure when it is down
     */
    Blueprint requireUp(Blueprint blueprint) {
        var isUp = HomeFolder.isHome(home.root()) && new Daemon(home).isAlive();
        if (!blueprint.started().isEmpty() && !isUp) {
            throw new Failure("the platform in " + home.root() + " is down; bring it up first: lakehouse up");
        }
        return blueprint;
    }

    /**
     * The blueprint of what is declared, once it is known that some engines can be asked.
     *
     * @throws Failure when one of them is the platform's own, and the platform is down or was brought up without it
     */
    Blueprint asking(String... engines) throws IOException {
        var blueprint = declaredPlatform();
        for (var engine : engines) {
            if (blueprint.settings().external().contains(engine)) {
                continue;
            }
            requireUp(blueprint);
            if (!blueprint.selection().engines().contains(engine)) {
                throw new Failure("the platform in " + home.root() + " was brought up without " + engine
                        + "; take it down and bring all of it up");
            }
        }
        return blueprint;
    }

    /** The declared pipeline of that name, or all that are on. */
    List<DeclaredPipeline> declared(Blueprint blueprint, @Nullable String name) {
        return name == null
                ? Lanes.active(blueprint)
                : List.of(blueprint.pipelines().named(name));
    }

    /** The declared pipeline of that name. */
    DeclaredPipeline pipeline(Blueprint blueprint, String name) {
        return blueprint.pipelines().named(name);
    }
}
