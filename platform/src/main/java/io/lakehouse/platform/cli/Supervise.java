package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.Sites;
import io.lakehouse.platform.engine.artifact.InstallProgress;
import io.lakehouse.platform.lanes.PipelineKeeper;
import io.lakehouse.platform.lanes.batch.BatchService;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Engines;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.source.Databases;
import io.lakehouse.platform.supervise.Supervisor;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code supervise}: the supervisor itself, in the foreground; {@code up} starts it in the background. */
@Command(name = "supervise", hidden = true, description = "Runs the supervisor in the foreground.")
final class Supervise extends Verb implements Callable<Integer> {
    @Option(names = "--only", description = "Only one lane: ${COMPLETION-CANDIDATES}.")
    private Selection only = Selection.ALL;

    @Override
    public Integer call() {
        return run(session().blueprint(only), session().offline());
    }

    /** Runs the platform of a blueprint until this process is asked to end. */
    static int run(Blueprint blueprint, boolean offline) {
        Session.logInto(blueprint.home(), "supervisor");
        var sites = Provision.install(blueprint, offline, InstallProgress.SILENT);
        var engines = new Engines(blueprint, sites);
        createExternalDatabases(blueprint, engines);
        var supervisor = new Supervisor(
                blueprint.home(),
                engines.started(),
                List.copyOf(blueprint.external()),
                new PipelineKeeper(blueprint, schedule(blueprint, sites)));
        Runtime.getRuntime().addShutdownHook(new Thread(supervisor::close, "stop"));
        return supervisor.run();
    }

    /** Without the lane to the lake there are no batches. */
    private static PipelineKeeper.Schedule schedule(Blueprint blueprint, Sites sites) {
        return blueprint.selection().hasLake()
                ? new BatchService(blueprint, sites.of("spark"))
                : PipelineKeeper.Schedule.NONE;
    }

    /** The platform's own PostgreSQL makes its databases when it starts; in somebody else's they are made here. */
    private static void createExternalDatabases(Blueprint blueprint, Engines engines) {
        if (blueprint.external().contains("postgres")) {
            var server = new SourceAccess(blueprint).platformDatabase("postgres");
            engines.databases().forEach(database -> Databases.create(server, database));
        }
    }
}
