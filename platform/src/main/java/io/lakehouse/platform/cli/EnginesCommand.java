package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.artifact.LockWriter;
import io.lakehouse.platform.engine.artifact.MavenSettings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code engines lock}. */
@Command(
        name = "engines",
        description = "The catalogue of engines.",
        subcommands = EnginesCommand.LockVerb.class,
        synopsisSubcommandLabel = "lock")
final class EnginesCommand extends Verb implements Callable<Integer> {
    @Override
    public Integer call() {
        session().catalogue().bundles().forEach((name, bundle) -> out().println(name + " " + bundle.version()));
        return 0;
    }

    /** Writes the lock anew after the catalogue has changed. */
    @Command(name = "lock", description = "Resolves the catalogue and writes engines.lock anew.")
    static final class LockVerb extends Verb implements Callable<Integer> {
        @Override
        public Integer call() {
            out().println("wrote "
                    + LockWriter.write(
                            session().catalogue(),
                            MavenSettings.ofUser(),
                            session().root()));
            return 0;
        }
    }
}
