package io.lakehouse.platform.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end. */
public final class Command {
    private static final long LIMIT_MINUTES = 5;

    private Command() {}

    /**
     * Runs a program and waits for its end.
     *
     * @param command program and arguments
     * @param directory working directory
     * @param log file that takes its output
     * @throws Failure when it cannot be started, ends with another code than 0, or takes over five minutes
     */
    public static void run(List<String> command, Path directory, Path log) {
        try {
            Files.createDirectories(directory);
            var process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new Failure(command.get(0) + " did not end within " + LIMIT_MINUTES + " minutes", null, log);
            }
            if (process.exitValue() != 0) {
                throw new Failure(
                        command.get(0) + " ended with code " + process.exitValue() + ": " + lastLine(log), null, log);
            }
        } catch (IOException e) {
            throw new Failure("cannot run " + command.get(0) + ": " + e.getMessage(), e, log);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while running " + command.get(0), e, log);
        }
    }

    private static String lastLine(Path log) throws IOException {
        var lines =
                Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
        return lines.isEmpty() ? "no output" : lines.get(lines.size() - 1).strip();
    }
}
