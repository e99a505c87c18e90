package io.lakehouse.bench;

import io.lakehouse.bench.report.Results;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.HomeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every measure takes: where its engines live and where its results go. */
public final class BenchOptions {
    @Option(names = "--home", description = "Folder of the engines' state (default: bench/target/<measure>).")
    private @Nullable Path home;

    @Option(names = "--port-offset", description = "What every port is moved by (default: ${DEFAULT-VALUE}).")
    private int portOffset = 28_000;

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

    /** The home without what an earlier run stored in it; what is installed stays. */
    public Home freshHome() throws IOException {
        var folder = home();
        for (var name : new String[] {"data", "run", "conf", "secrets"}) {
            delete(folder.root().resolve(name));
        }
        return folder;
    }

    /** The folder of results. */
    public Results results() {
        return new Results(results == null ? root().resolve("bench/results") : results);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
