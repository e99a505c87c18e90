package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code logs ENGINE [-f]}. */
@Command(name = "logs", description = "Shows the log of an engine, of the supervisor, or of a batch.")
final class Logs extends Verb implements Callable<Integer> {
    private static final int BLOCK_BYTES = 8192;
    private static final long POLL_MILLIS = 200;

    @Parameters(paramLabel = "ENGINE", description = "Whose log: an engine's name, supervisor, or batch-<pipeline>.")
    private String engine = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on as the log grows, until interrupted.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "200",
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
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(startOfLastLines(file, lines));
            var out = out();
            copy(file, out);
            while (follow) {
                Thread.sleep(POLL_MILLIS);
                if (file.length() < file.getFilePointer()) {
                    file.seek(0);
                }
                copy(file, out);
            }
        }
        return 0;
    }

    private static void copy(RandomAccessFile file, PrintWriter out) throws IOException {
        var block = new byte[BLOCK_BYTES];
        for (var read = file.read(block); read > 0; read = file.read(block)) {
            out.print(new String(block, 0, read, StandardCharsets.UTF_8));
        }
        out.flush();
    }

    private static long startOfLastLines(RandomAccessFile file, int lines) throws IOException {
        var position = file.length();
        var seen = 0;
        var block = new byte[BLOCK_BYTES];
        while (position > 0) {
            var size = (int) Math.min(BLOCK_BYTES, position);
            position -= size;
            file.seek(position);
            file.readFully(block, 0, size);
            for (var index = size - 1; index >= 0; index--) {
                if (block[index] == '\n' && ++seen > lines) {
                    return position + index + 1;
                }
            }
        }
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
