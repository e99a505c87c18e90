package io.lakehouse.platform.cli;

import io.lakehouse.contract.declaration.Source;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.lanes.PinotTableSetup;
import io.lakehouse.platform.lanes.Proposal;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.PinotSetupScript;
import io.lakehouse.platform.plan.PinotTableFiles;
import io.lakehouse.platform.realtime.PinotRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code tables generate | deploy}. */
@Command(
        name = "tables",
        description = "The Pinot tables of the declared pipelines.",
        subcommands = {TablesCommand.Generate.class, TablesCommand.Deploy.class})
final class TablesCommand extends Verb implements Runnable {
    @Override
    public void run() {
        throw new ParameterException(spec().commandLine(), "which of the verbs of tables?");
    }

    /** Writes files. */
    @Command(
            name = "generate",
            description = "Writes <table>_schema.json and <table>_table.json of every current and history table, and "
                    + PinotSetupScript.FILE_NAME
                    + ", which sets them up with the topics that they read, for a Pinot of your own. Asks the source"
                    + " for the columns.")
    static final class Generate extends Verb implements Callable<Integer> {
        @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "Name of the pipeline (default: all).")
        private @Nullable String pipeline;

        @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the files.")
        private Path out = Path.of("");

        @Option(
                names = "--pinot-version",
                paramLabel = "VERSION",
                description = "Version of the Pinot that they are for, as 1.5.1. Default: what the Pinot of"
                        + " lakehouse.yaml answers, or else that of the platform.")
        private @Nullable String version;

        @Override
        public Integer call() throws IOException {
            var blueprint = session().declaredPlatform();
            var release = release(blueprint);
            var all = new ArrayList<PinotTableFiles>();
            for (var declared : session().declared(blueprint, pipeline)) {
                if (declared.pipeline().source() instanceof Source.Embedded) {
                    // The columns stand in the platform's own database.
                    session().running();
                }
                all.add(new PinotTableSetup(blueprint, declared).files(release));
            }
            if (all.stream().allMatch(files -> files.tables().isEmpty())) {
                throw new Failure("no table is declared to be in Pinot; enable current or history of one");
            }
            Files.createDirectories(out);
            for (var files : all) {
                for (var file : files.json().entrySet()) {
                    write(file.getKey(), file.getValue());
                }
            }
            var addresses = blueprint.addresses();
            var script = write(
                    PinotSetupScript.FILE_NAME,
                    PinotSetupScript.of(
                            release,
                            all,
                            addresses.pinotController().url(),
                            addresses.kafka().bootstrap()));
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            out().println("for Pinot " + release);
            out().flush();
            return 0;
        }

        private PinotRelease release(Blueprint blueprint) {
            if (version != null) {
                try {
                    return PinotRelease.of(version);
                } catch (IllegalArgumentException e) {
                    throw new ParameterException(spec().commandLine(), "--pinot-version: " + e.getMessage(), e);
                }
            }
            try {
                return PinotTableSetup.release(blueprint);
            } catch (Failure e) {
                throw new Failure(e.getMessage() + "; --pinot-version tells it without asking", e);
            }
        }

        private Path write(String name, String text) throws IOException {
            var file = Files.writeString(out.resolve(name), text);
            out().println(file);
            return file;
        }
    }

    /** Registers. */
    @Command(
            name = "deploy",
            description = "Makes Pinot have the tables, and Kafka the topics that they read. Twice is a no-op.")
    static final class Deploy extends Verb implements Callable<Integer> {
        @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "Name of the pipeline (default: all).")
        private @Nullable String pipeline;

        @Override
        public Integer call() throws IOException {
            var blueprint = session().running(pipeline);
            session().asking("pinot", "kafka");
            var each = new EachPipeline<Proposal>(
                    session().declared(blueprint, pipeline),
                    declared -> new PinotTableSetup(blueprint, declared).deploy());
            new ProposalPrinter(out(), false).print(each.done(), "nothing to do");
            each.requireAll();
            return 0;
        }
    }
}
