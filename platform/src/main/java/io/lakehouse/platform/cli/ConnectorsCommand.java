package io.lakehouse.platform.cli;

import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.lanes.DeclaredConnectors;
import io.lakehouse.platform.lanes.PipelineApplication;
import io.lakehouse.platform.lanes.Proposal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code connectors validate | deploy | status | pause | resume | restart | delete}. */
@Command(
        name = "connectors",
        description = "The connectors of the declared pipelines. NAME is that of a pipeline or of its connector.",
        subcommands = {
            Validate.class,
            ConnectorsCommand.Deploy.class,
            ConnectorsCommand.StatusVerb.class,
            ConnectorsCommand.Pause.class,
            ConnectorsCommand.Resume.class,
            ConnectorsCommand.Restart.class,
            ConnectorsCommand.Delete.class
        })
final class ConnectorsCommand extends Verb implements Runnable {
    @Override
    public void run() {
        throw new ParameterException(spec().commandLine(), "which of the verbs of connectors?");
    }

    /** A verb over all connectors, or one. */
    @Command
    abstract static class OverConnectors extends Verb {
        @Parameters(paramLabel = "NAME", arity = "0..1", description = "Default: all that are on.")
        private @Nullable String name;

        final List<DeclaredPipeline> named(DeclaredConnectors connectors) {
            return connectors.named(name);
        }

        /** Whether it is over one, and that one of these. */
        final boolean isOverOneOf(DeclaredConnectors connectors) {
            return name != null && connectors.has(name);
        }

        final boolean isOverAll() {
            return name == null;
        }
    }

    /** Creates or updates. */
    @Command(name = "deploy", description = "Creates or updates the connectors of applied pipelines.")
    static final class Deploy extends OverConnectors implements Callable<Integer> {
        @Override
        public Integer call() throws IOException {
            var blueprint = session().declaredPlatform();
            var chosen = named(new DeclaredConnectors(blueprint));
            session().requireUp(blueprint);
            var each = new EachPipeline<Proposal>(
                    chosen, declared -> new PipelineApplication(blueprint, declared).deployConnector());
            new ProposalPrinter(out(), false).print(each.done(), "nothing to do");
            each.requireAll();
            return 0;
        }
    }

    /** States and lag. */
    @Command(
            name = "status",
            description =
                    "States of the connectors and their tasks, why one failed, and how far it is behind. Exit code"
                            + " 0: all run; 1: one does not.")
    static final class StatusVerb extends OverConnectors implements Callable<Integer> {
        @Option(names = "--json", description = "As JSON, whose fields stay.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            var blueprint = session().declaredPlatform();
            var connectors = new DeclaredConnectors(blueprint);
            var chosen = named(connectors);
            session().requireUp(blueprint);
            var states = new ArrayList<DeclaredConnectors.Status>();
            for (var declared : chosen) {
                states.add(connectors.status(declared));
            }
            if (json) {
                out().println(JsonRest.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(states));
            } else {
                out().printf("%-28s %-10s %-14s %14s %10s%n", "CONNECTOR", "STATE", "TASKS", "LAG", "AGE");
                states.forEach(state -> out().printf(
                                "%-28s %-10s %-14s %14s %10s  %s%n",
                                state.connector(),
                                state.state(),
                                state.tasks().isEmpty() ? "none" : String.join(",", state.tasks()),
                                state.lagBytes() < 0 ? "unknown" : state.lagBytes() + " bytes",
                                state.lagMillis() < 0 ? "unknown" : state.lagMillis() + " ms",
                                state.reason()));
            }
            out().flush();
            return states.stream().allMatch(DeclaredConnectors.Status::isRunning) ? 0 : 1;
        }
    }

    /** A verb that does one thing to one connector of Connect. */
    @Command
    abstract static class OnOne extends Verb implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "The pipeline, or its connector.")
        private String name = "";

        abstract void act(Connectors connectors, String connector) throws IOException;

        abstract String done();

        /** Whether it lets a capture go on. */
        boolean goesOn() {
            return false;
        }

        @Override
        public final Integer call() throws IOException {
            var blueprint = session().declaredPlatform();
            var declarations = new DeclaredConnectors(blueprint);
            var chosen = declarations.named(name);
            session().requireUp(blueprint);
            var connectors = new Connectors(blueprint.addresses().connect());
            for (var declared : chosen) {
                if (goesOn()) {
                    declarations.requireWhole(declared);
                }
                var connector = DeclaredConnectors.name(declared);
                if (connectors.state(connector).isEmpty()) {
                    throw new Failure("Connect has no connector " + connector + "; lakehouse connectors deploy " + name
                            + " makes it");
                }
                act(connectors, connector);
                out().println("connector " + connector + " " + done());
            }
            out().flush();
            return 0;
        }
    }

    /** Pauses. */
    @Command(
            name = "pause",
            description = "Lets a connector rest; the platform leaves it so. Its slot holds log meanwhile.")
    static final class Pause extends OnOne {
        @Override
        void act(Connectors connectors, String connector) throws IOException {
            connectors.pause(connector);
        }

        @Override
        String done() {
            return "is paused; its slot keeps log until it is resumed";
        }
    }

    /** Resumes. */
    @Command(name = "resume", description = "Lets a paused connector go on.")
    static final class Resume extends OnOne {
        @Override
        void act(Connectors connectors, String connector) throws IOException {
            connectors.resume(connector);
        }

        @Override
        boolean goesOn() {
            return true;
        }

        @Override
        String done() {
            return "goes on";
        }
    }

    /** Restarts. */
    @Command(name = "restart", description = "Starts a connector and its tasks again.")
    static final class Restart extends OnOne {
        @Override
        void act(Connectors connectors, String connector) throws IOException {
            connectors.restartAll(connector);
        }

        @Override
        boolean goesOn() {
            return true;
        }

        @Override
        String done() {
            return "is started again";
        }
    }

    /** Deletes. */
    @Command(
            name = "delete",
            description =
                    "Removes a connector; slot, publication and offsets stay, so that deploy goes on where it was.")
    static final class Delete extends OnOne {
        @Override
        void act(Connectors connectors, String connector) throws IOException {
            connectors.delete(connector);
        }

        @Override
        String done() {
            return "is removed; its slot keeps log until connectors deploy makes it again, or destroy removes the pipeline";
        }
    }
}
