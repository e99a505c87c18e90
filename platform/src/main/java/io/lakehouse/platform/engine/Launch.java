package io.lakehouse.platform.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How the process of an engine is started and stopped.
 *
 * @param command program and arguments; no secret stands in it, since every user may read it
 * @param environment variables beside the inherited ones; read by the process's own user only
 * @param directory working directory
 * @param yields whether it lets others go first where the processor is short
 * @param unprivileged whether it must not run as root: under root it is started as another user
 * @param stopSignal name of the signal that asks it to end, {@code TERM} or {@code INT}
 * @param stopGrace how long it may take to end before it is killed
 */
public record Launch(
        List<String> command,
        Map<String, String> environment,
        Path directory,
        boolean yields,
        boolean unprivileged,
        String stopSignal,
        Duration stopGrace) {
    /** Keeps its own copies. */
    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** A process that ends on TERM within twenty seconds. */
    public static Launch of(List<String> command, Path directory) {
        return new Launch(command, Map.of(), directory, false, false, "TERM", Duration.ofSeconds(20));
    }

    /** The same with these variables in its environment. */
    public Launch withEnvironment(Map<String, String> variables) {
        return new Launch(command, variables, directory, yields, unprivileged, stopSignal, stopGrace);
    }

    /** The same with this time to end. */
    public Launch withStopGrace(Duration grace) {
        return new Launch(command, environment, directory, yields, unprivileged, stopSignal, grace);
    }

    /** The same, that lets others go first. */
    public Launch yielding() {
        return new Launch(command, environment, directory, true, unprivileged, stopSignal, stopGrace);
    }
}
