package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.HomeFolder;
import io.lakehouse.platform.lanes.PurgedSources;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.supervise.Daemon;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code down [--purge]}. */
@Command(name = "down", description = "Stops every engine in reverse order; the data stays unless it is purged.")
final class Down extends Verb implements Callable<Integer> {
    @Option(
            names = "--purge",
            description =
                    "Also removes the home with all its data, and what its pipelines hold in databases of your own."
                            + " Exit code 1 when something could not be dropped there; its SQL is told.")
    private boolean purge;

    @Override
    public Integer call() throws IOException {
        var home = session().home();
        if (!HomeFolder.isHome(home.root())) {
            out().println("nothing to stop: " + home.root() + " is not the home of a platform");
            return 0;
        }
        var stopped = new Daemon(home).stop(new ProgressPrinter(out()));
        out().println(
                        stopped
                                ? "the platform in " + home.root() + " is down"
                                : "nothing was running in " + home.root());
        if (!purge) {
            return 0;
        }
        var sources = PurgedSources.drop(home, () -> session().blueprint(Selection.ALL));
        sources.dropped().forEach(line -> out().println("dropped " + line));
        remove(home.root());
        out().println("removed " + home.root());
        sources.left().forEach(line -> out().println("still there: " + line));
        return sources.left().isEmpty() ? 0 : 1;
    }

    private static void remove(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw new Failure("cannot remove " + folder + ": " + failure.getMessage(), failure);
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
