package io.lakehouse.platform.cli;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options of every verb; they may stand before it or after it. */
final class GlobalOptions {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "State folder of the platform (default: .lakehouse beside the launcher).")
    private @Nullable Path home;

    @Option(
            names = "--port-offset",
            paramLabel = "N",
            converter = PortOffset.class,
            scope = ScopeType.INHERIT,
            description = "Moves every port by N; a home remembers it.")
    private @Nullable Integer portOffset;

    @Option(
            names = "--pipelines",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Folder of the declarations (default: pipelines beside the launcher).")
    private @Nullable Path pipelines;

    @Option(
            names = "--offline",
            scope = ScopeType.INHERIT,
            description = "Uses only artifacts that are in the Maven cache already.")
    private boolean offline;

    @Nullable
    Path home() {
        return home;
    }

    OptionalInt portOffset() {
        return portOffset == null ? OptionalInt.empty() : OptionalInt.of(portOffset);
    }

    @Nullable
    Path pipelines() {
        return pipelines;
    }

    boolean offline() {
        return offline;
    }
}
