package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logs ENGINE [-f]}. */
@Command(name = "logs", description = "Shows the log of an engine or of the supervisor.")
final class Logs extends Verb implements Callable<Integer> {
    @Parameters(paramLabel = "ENGINE", description = "Whose log: an engine's name, or supervisor.")
    private String engine = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on as the log grows, until interrupted.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "200",
            converter = Counts.class,
            description = "How many of the last lines (default: ${DEFAULT-VALUE}).")
    private int lines = 200;

    @Override
    public Integer call() throws Exception {
        var home = session().home();
        var log = home.log(engine);
        if (!Files.isRegularFile(log)) {
            throw new Failure("there is no log of " + engine + " in "
                    + home.root().resolve("logs") + "; there are " + names(log.getParent()));
        }
        LogTail.print(log, lines, follow, out());
        return 0;
    }

    private static String names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".log"))
                    .map(name -> name.substring(0, name.length() - ".log".length()))
                    .sorted()
                    .collect(Collectors.joining(", "));
        }
    }
}
