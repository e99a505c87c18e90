package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.Failure;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 done, 1 failed, 2 used wrongly, 3 something differs. */
@Command(
        name = "lakehouse",
        description = "A hybrid real-time lakehouse on one machine: PostgreSQL changes in Pinot within a moment, and as"
                + " history in Iceberg.",
        mixinStandardHelpOptions = true,
        version = "lakehouse 0.1.0",
        sortOptions = false,
        subcommands = {
            Demo.class,
            Up.class,
            Down.class,
            Plan.class,
            Apply.class,
            Drift.class,
            Destroy.class,
            Recover.class,
            ConnectorsCommand.class,
            TablesCommand.class,
            Status.class,
            Logs.class,
            Doctor.class,
            Preflight.class,
            Query.class,
            Load.class,
            Simulate.class,
            Sync.class,
            Batch.class,
            DeadLetters.class,
            EnginesCommand.class,
            Supervise.class
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private GlobalOptions options;

    /** Fields are set by picocli. */
    Main() {
        this.spec = CommandSpec.create();
        this.options = new GlobalOptions();
    }

    GlobalOptions options() {
        return options;
    }

    /** Runs one verb and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    /** Runs one verb. */
    static int run(String... arguments) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::refuse)
                .setExecutionExceptionHandler(Main::report)
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "the verb is missing");
    }

    /** One line that says what is wrong and where the right usage stands. */
    private static int refuse(CommandLine.ParameterException e, String[] arguments) {
        var command = e.getCommandLine();
        var error = command.getErr();
        error.println("lakehouse: " + oneLine(e) + guess(e) + "; see "
                + command.getCommandSpec().qualifiedName() + " --help");
        error.flush();
        return CommandLine.ExitCode.USAGE;
    }

    /** The verb or option that was meant, where what was typed is near to one. */
    private static String guess(CommandLine.ParameterException e) {
        var near = e instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions()
                : List.<String>of();
        return near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?";
    }

    /** One line for the user; the story goes to the log, whose path is printed. */
    private static int report(Exception e, CommandLine command, CommandLine.ParseResult arguments) {
        var error = command.getErr();
        error.println("lakehouse: " + oneLine(e));
        LoggerFactory.getLogger(Main.class).error("the verb failed", e);
        var ownLog = System.getProperty(Session.LOG_PROPERTY);
        if (e instanceof Failure failure && failure.log().isPresent()) {
            error.println("log: " + failure.log().get());
        } else if (ownLog != null) {
            error.println("log: " + ownLog);
        }
        error.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static String oneLine(Exception e) {
        var message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
