package io.lakehouse.bench;

import io.lakehouse.bench.report.Results;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.HomeFolder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every measure takes: where its engines live and where its results go. */
public final class BenchOptions {
    @Option(names = "--home", description = "Folder of the engines' state (default: below bench/target).")
    private @Nullable Path home;

    /** By default every port stays below those that Linux gives to clients (32768). */
    @Option(names = "--port-offset", description = "What every port is moved by (default: ${DEFAULT-VALUE}).")
    private int portOffset = 12_500;

    @Option(names = "--results", description = "Folder of the results (default: bench/results).")
    private @Nullable Path results;

    /** Picocli makes it. */
    public BenchOptions() {}

    /** The project's folder. */
    public Path root() {
        return Path.of(System.getProperty("lakehouse.root", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** The home, kept from one run to the next. */
    public Home home() {
        var folder = new Home(home == null ? root().resolve("bench/target/home") : home, portOffset);
        HomeFolder.remember(folder);
        return folder;
    }

    /** The home of a platform that lives as long as a run; nothing is written to it. */
    public Home platformHome() {
        return new Home(home == null ? root().resolve("bench/target/platform") : home.toAbsolutePath(), portOffset);
    }

    /** The folder of results. */
    public Results results() {
        return new Results(results == null ? root().resolve("bench/results") : results);
    }
}
