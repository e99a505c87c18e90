package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Selection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sync [--lake] [--timeout D]}. */
@Command(
        name = "sync",
        description = "Returns when everything committed in the sources before the call is queryable in Pinot.")
final class Sync extends Verb implements Callable<Integer> {
    @Option(names = "--lake", description = "Also in the SCD2 tables; runs a batch when one is needed.")
    private boolean lake;

    @Option(
            names = "--timeout",
            paramLabel = "D",
            defaultValue = "3m",
            converter = Durations.class,
            description = "How long it may take, as 90s or 3m (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofMinutes(3);

    @Override
    public Integer call() throws IOException {
        var blueprint = session().declaredPlatform();
        if (lake) {
            requireLake(blueprint.selection(), session().home().root());
        } else {
            requireRealtime(blueprint.selection(), session().home().root());
        }
        sync(session(), blueprint, lake, timeout, out());
        return 0;
    }

    /** There would be nothing to wait for. */
    static void requireLake(Selection selection, Path home) {
        if (!selection.hasLake()) {
            throw new Failure(
                    "--lake: the platform in " + home
                            + " was brought up without the lake lane; leave --lake out, or take it down and bring all of it up");
        }
    }

    /** Likewise. */
    static void requireRealtime(Selection selection, Path home) {
        if (!selection.hasRealtime()) {
            throw new Failure(
                    "the platform in " + home
                            + " was brought up without the real-time lane, and so without Pinot: sync --lake waits for the lake");
        }
    }

    static void sync(Session session, Blueprint blueprint, boolean lake, Duration timeout, PrintWriter out)
            throws IOException {
        var unapplied = new ArrayList<String>();
        for (var declared : Lanes.active(blueprint)) {
            var name = declared.pipeline().name();
            if (!Lanes.names(blueprint.home()).contains(name)) {
                unapplied.add(name);
                continue;
            }
            var started = System.nanoTime();
            var plan = Lanes.plan(blueprint, name);
            var sync = new io.lakehouse.platform.lanes.Sync(blueprint, plan, timeout);
            if (plan.hasRealtime() && blueprint.selection().hasRealtime()) {
                sync.realtime();
                print(out, name, "Pinot", started);
            } else if (!lake) {
                out.println(name + ": has no table in Pinot; sync --lake waits for its lake");
            }
            if (lake && plan.hasLake()) {
                if (sync.bronze()) {
                    Batch.print(BatchStart.run(session, name), out);
                }
                print(out, name, "the lake", started);
            }
        }
        if (!unapplied.isEmpty()) {
            throw new Failure("not applied, and so in no store: " + String.join(", ", unapplied)
                    + "; lakehouse status says why, lakehouse apply mends it");
        }
    }

    private static void print(PrintWriter out, String pipeline, String store, long started) {
        out.printf(
                Locale.ROOT, "%s: %s is in sync after %.1f s%n", pipeline, store, (System.nanoTime() - started) / 1e9);
        out.flush();
    }
}
