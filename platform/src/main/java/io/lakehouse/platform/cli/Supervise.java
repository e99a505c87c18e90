package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.artifact.InstallProgress;
import io.lakehouse.platform.lanes.PipelineKeeper;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Engines;
import io.lakehouse.platform.plan.Selection;
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
        var sites = Provision.install(blueprint, offline, InstallProgress.SILENT);
        var supervisor = new Supervisor(
                blueprint.home(),
                new Engines(blueprint, sites).started(),
                List.copyOf(blueprint.external()),
                new PipelineKeeper(blueprint));
        Runtime.getRuntime().addShutdownHook(new Thread(supervisor::close, "stop"));
        return supervisor.run();
    }
}
