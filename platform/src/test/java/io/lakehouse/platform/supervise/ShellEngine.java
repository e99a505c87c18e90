package io.lakehouse.platform.supervise;

import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Launch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A small real process: a shell that is ready once its file is there, and tells in a common diary when it is prepared,
 * ready, and asked to end.
 *
 * @param name its name
 * @param needs the engines that must be ready before
 * @param ports its ports
 * @param script what the shell runs
 * @param folder where the diary and the files are
 */
record ShellEngine(String name, Set<String> needs, Map<String, Integer> ports, String script, Path folder)
        implements Engine {
    private static final String DIARY = "diary";

    /** One that works until it is asked to end. */
    static ShellEngine working(String name, Path folder, String... needs) {
        return new ShellEngine(
                name,
                Set.of(needs),
                Map.of(),
                """
                trap 'echo "%1$s ends" >> %2$s; exit 0' TERM
                echo "%1$s is ready" >> %2$s
                touch %1$s.ready
                while :; do sleep 0.05; done
                """
                        .formatted(name, DIARY),
                folder);
    }

    /** One that starts another process while it ends, and leaves it. */
    static ShellEngine leaving(String name, Path folder) {
        return new ShellEngine(
                name,
                Set.of(),
                Map.of(),
                """
                trap 'sleep 100 & exit 0' TERM
                touch %s.ready
                while :; do sleep 0.05; done
                """
                        .formatted(name),
                folder);
    }

    /** One that writes a line and ends. */
    static ShellEngine ending(String name, Path folder, String line, int code) {
        return new ShellEngine(name, Set.of(), Map.of(), "echo '" + line + "'; exit " + code, folder);
    }

    /** One that runs but is never ready. */
    static ShellEngine deaf(String name, Path folder) {
        return new ShellEngine(name, Set.of(), Map.of(), "while :; do sleep 0.05; done", folder);
    }

    ShellEngine on(int port) {
        return new ShellEngine(name, needs, Map.of("rest", port), script, folder);
    }

    /** What was told so far, in order. */
    static List<String> diary(Path folder) throws java.io.IOException {
        var file = folder.resolve(DIARY);
        return Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : List.of();
    }

    @Override
    public List<Address> addresses() {
        return List.of();
    }

    @Override
    public Launch prepare() throws Exception {
        Files.deleteIfExists(folder.resolve(name + ".ready"));
        return Launch.of(List.of("sh", "-c", script), folder).withStopGrace(Duration.ofSeconds(10));
    }

    @Override
    public void probe() {
        if (!Files.exists(folder.resolve(name + ".ready"))) {
            throw new IllegalStateException(name + " does not answer");
        }
    }
}
