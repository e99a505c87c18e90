package io.lakehouse.platform.cli;

import io.lakehouse.contract.declaration.Source;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.Databases;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.source.tpch.ScaleFactor;
import io.lakehouse.platform.source.tpch.TpchLoad;
import io.lakehouse.platform.source.tpch.TpchLoad.Present;
import io.lakehouse.platform.source.tpch.TpchRefresh;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code load PIPELINE [--scale S] [--drop] [--seed N]}, then {@code load PIPELINE --refresh N [--seed N]}. */
@Command(
        name = "load",
        description = "Fills a pipeline with the tables of TPC-H from the published generator, in its source; then"
                + " runs pairs of TPC-H's refresh functions on them.")
final class Load extends Verb implements Callable<Integer> {
    private static final String USUAL_SCALE = "0.1";

    @Parameters(paramLabel = "PIPELINE", description = "Name of the pipeline, tpch; it may be off.")
    private String pipeline = "";

    @Option(
            names = "--scale",
            paramLabel = "S",
            converter = Scale.class,
            description = "Scale factor, 0.01 to 1000; 1 is about 8.7 million rows (default: " + USUAL_SCALE + ").")
    private @Nullable ScaleFactor scale;

    @Option(
            names = "--drop",
            description = "Truncates the tables first; without it, tables that hold rows are refused.")
    private boolean drop;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Start of the random sequence of updates (default: 1; of a refresh: that of its load).")
    private @Nullable Long seed;

    @Option(
            names = "--refresh",
            paramLabel = "N",
            description =
                    "Loads nothing: runs N pairs of RF1, which inserts 0.1 %% of the orders with their line items,"
                            + " and RF2, which deletes as many, each pair with as many updates.")
    private @Nullable Integer refresh;

    /** Reads a scale factor. */
    static final class Scale implements ITypeConverter<ScaleFactor> {
        @Override
        public ScaleFactor convert(String text) {
            try {
                return ScaleFactor.of(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is no number");
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "' is not possible: " + e.getMessage());
            }
        }
    }

    @Override
    public Integer call() {
        requireUsage();
        var blueprint = session().blueprint(Selection.ALL);
        var declared = blueprint.pipelines().named(pipeline);
        var address = new SourceAccess(blueprint).source(declared);
        if (refresh != null) {
            refresh(new TpchRefresh(address, declared.pipeline()), refresh);
            return 0;
        }
        var load = new TpchLoad(address, declared.pipeline());
        if (declared.pipeline().source() instanceof Source.Embedded) {
            Databases.create(address, address.database());
        }
        declared.setup().ifPresent(setup -> new SourceDatabase(address)
                .setUp(declared.pipeline().tables(), setup));
        load(load, address);
        return 0;
    }

    private void requireUsage() {
        if (refresh != null && (scale != null || drop)) {
            throw new CommandLine.ParameterException(
                    spec().commandLine(), "--refresh changes what is loaded: leave --scale and --drop out");
        }
        if (refresh != null && refresh < 1) {
            throw new CommandLine.ParameterException(
                    spec().commandLine(), "--refresh takes a number of pairs, 1 or more");
        }
    }

    private void load(TpchLoad load, DatabaseAddress address) {
        var chosen = scale == null ? ScaleFactor.of(USUAL_SCALE) : scale;
        var started = System.nanoTime();
        var rows = load.load(
                chosen, seed == null ? 1 : seed, drop ? Present.REPLACED : Present.KEPT, (table, sent, isComplete) -> {
                    out().printf(
                                    Locale.ROOT,
                                    "%8s  %-8s %,13d rows%s%n",
                                    seconds(started),
                                    table,
                                    sent,
                                    isComplete ? "" : " ...");
                    out().flush();
                });
        out().printf(
                        Locale.ROOT,
                        "TPC-H at scale factor %s is in %s: %,d rows in %s%n",
                        chosen,
                        address,
                        rows.values().stream().mapToLong(Long::longValue).sum(),
                        seconds(started));
        out().flush();
    }

    private void refresh(TpchRefresh refresh, int pairs) {
        for (int i = 0; i < pairs; i++) {
            var started = System.nanoTime();
            var done = refresh.next(seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
            out().printf(
                            Locale.ROOT,
                            "refresh %d: RF1 inserted %d orders with %d line items, RF2 deleted %d with %d, %d rows"
                                    + " updated, in %s%n",
                            done.number(),
                            done.insertedOrders(),
                            done.insertedLineItems(),
                            done.deletedOrders(),
                            done.deletedLineItems(),
                            done.updated(),
                            seconds(started));
            out().flush();
        }
    }

    private static String seconds(long started) {
        return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - started) / 1e9);
    }
}
