package io.lakehouse.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The platform as a stranger gets it: a copy of the sources without anything built, raised by the first command of the
 * README, with a port offset of its own.
 */
final class Lakehouse {
    /** What every port is moved by. */
    /** Every port stays below those that the kernel gives to whoever asks for any. */
    static final int PORT_OFFSET = 13_000;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> NOT_COPIED = Set.of("target", ".git", ".lakehouse", "installs");
    private static final Path SOURCES =
            Path.of(System.getProperty("lakehouse.sources")).normalize();
    private static final Path WORK = Path.of(System.getProperty("lakehouse.work"));

    private final Path checkout = WORK.resolve("checkout");
    /** What every command is given behind its own arguments. */
    private final List<String> more;

    /**
     * What a command printed.
     *
     * @param exitCode its exit code
     * @param output standard output and standard error
     */
    record Result(int exitCode, String output) {
        Result succeeded() {
            assertThat(exitCode).as(output).isZero();
            return this;
        }
    }

    private String demoOutput = "";

    private Lakehouse(List<String> more) {
        this.more = List.copyOf(more);
    }

    /** Raises the platform by the first command of the README; what a start that failed left behind is taken down. */
    static Lakehouse raise() {
        var lakehouse = new Lakehouse(List.of());
        try {
            lakehouse.copySources();
        } catch (IOException e) {
            throw new IllegalStateException("cannot copy the sources to " + lakehouse.checkout, e);
        }
        var demo = lakehouse.run(Duration.ofMinutes(25), "demo", "--port-offset", Integer.toString(PORT_OFFSET));
        if (demo.exitCode() != 0) {
            lakehouse.run(Duration.ofMinutes(4), "down");
            throw new AssertionError("./lakehouse demo ended with " + demo.exitCode() + ":\n" + demo.output());
        }
        lakehouse.demoOutput = demo.output();
        return lakehouse;
    }

    /** The same platform, whose commands take the declarations of another folder. */
    Lakehouse declaredIn(Path pipelines) {
        return new Lakehouse(List.of("--pipelines", pipelines.toString()));
    }

    /** What the first command of the README printed. */
    String demoOutput() {
        return demoOutput;
    }

    /** Runs {@code ./lakehouse} with these arguments to its end. */
    Result run(Duration limit, String... arguments) {
        try {
            var output = Files.createTempFile(WORK, "output", ".txt");
            var process = start(output, arguments);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError("lakehouse " + String.join(" ", arguments) + " took longer than " + limit
                        + ":\n" + Files.readString(output));
            }
            var text = Files.readString(output);
            Files.delete(output);
            return new Result(process.exitValue(), text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts {@code ./lakehouse} with these arguments and does not wait. */
    Process start(Path output, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("./lakehouse"));
        command.addAll(List.of(arguments));
        command.addAll(more);
        return new ProcessBuilder(command)
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    /** A folder for a journey's own files. */
    Path work() {
        return WORK;
    }

    /** The rows that an engine answers with. */
    JsonNode query(String engine, String sql, String... options) {
        var arguments = new ArrayList<>(List.of("query", engine, sql, "--format", "json"));
        arguments.addAll(List.of(options));
        try {
            return JSON.readTree(run(Duration.ofMinutes(2), arguments.toArray(String[]::new))
                    .succeeded()
                    .output());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes to the source. */
    void change(String sql) {
        run(Duration.ofMinutes(1), "query", "source", sql).succeeded();
    }

    /** What {@code status --json} prints. */
    JsonNode status() {
        try {
            return JSON.readTree(run(Duration.ofMinutes(1), "status", "--json").output());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The engine of a name in {@code status --json}. */
    JsonNode engine(String name) {
        for (var engine : status().path("engines")) {
            if (engine.path("name").asText().equals(name)) {
                return engine;
            }
        }
        throw new AssertionError("status knows no engine " + name);
    }

    /** Command lines of all processes that belong to the checkout. */
    List<String> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(checkout.toString()))
                .toList();
    }

    private void copySources() throws IOException {
        Files.createDirectories(checkout);
        Files.walkFileTree(SOURCES, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (NOT_COPIED.contains(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(checkout.resolve(SOURCES.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(
                        file,
                        checkout.resolve(SOURCES.relativize(file)),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
