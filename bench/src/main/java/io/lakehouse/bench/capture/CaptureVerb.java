package io.lakehouse.bench.capture;

import io.lakehouse.bench.MeasureVerb;
import io.lakehouse.bench.machine.Machine;
import io.lakehouse.bench.report.BarChart;
import io.lakehouse.bench.report.TextTable;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.engine.rest.RestException;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.source.Databases;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench capture}. */
@Command(
        name = "capture",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "From PostgreSQL to the raw topics, against a bare reader of the same log: changes per second and"
                + " processor time.")
public final class CaptureVerb extends MeasureVerb {
    @Option(names = "--rows", split = ",", description = "Shapes of rows: narrow, wide (default: both).")
    private List<RowShape> rows = List.of(RowShape.values());

    @Option(names = "--lead", description = "Changes that only warm up (default: ${DEFAULT-VALUE}).")
    private int lead = 50_000;

    @Option(names = "--changes", description = "Changes that count (default: ${DEFAULT-VALUE}).")
    private int changes = 250_000;

    @Option(names = "--repeats", description = "How often each arm reads the log (default: ${DEFAULT-VALUE}).")
    private int repeats = 5;

    @Option(names = "--seed", description = "Of the changes, from -1 to 1 (default: ${DEFAULT-VALUE}).")
    private double seed = 0.42;

    @Option(
            names = "--variant",
            paramLabel = "NAME:KEY=VALUE;...",
            description = "One more arm: the connector with other settings. May be given again.")
    private List<String> variants = List.of();

    /** Picocli makes it. */
    public CaptureVerb() {}

    @Override
    public Integer call() throws Exception {
        var machine = Machine.here();
        var settings = new CaptureSettings(rows, lead, changes, repeats, seed, variants());
        var home = options().home();
        System.setProperty("lakehouse.log", home.log("bench").toString());
        List<CaptureMeasure.Arm> arms;
        var out = out();
        try (var engines = CaptureEngines.start(options().root(), home)) {
            var source = new SourceAccess(engines.blueprint()).platformDatabase("bench");
            Databases.create(source, source.database());
            removeLeftovers(new Connectors(engines.blueprint().addresses().connect()));
            arms = new CaptureMeasure(engines, source, settings, out).run();
        }
        var table = new TextTable("rows", "arm", "changes/s", "CPU-s per million", "of the reader's rate");
        arms.forEach(arm -> table.row(
                arm.rows(),
                arm.arm(),
                arm.changesPerSecond().text("%.0f"),
                arm.processorSecondsPerMillion().text("%.1f"),
                arm.rateOfReader().text("%.3f")));
        out.println();
        out.println(table);
        var chart = new BarChart("Capture: changes per second, median with least and most");
        arms.forEach(arm -> chart.bar(arm.rows() + " " + arm.arm(), arm.changesPerSecond()));
        write("capture", machine, settings, arms, chart.svg());
        return 0;
    }

    /** The connectors of a run that was killed. */
    private static void removeLeftovers(Connectors connectors) throws RestException {
        for (var name : connectors.names()) {
            connectors.delete(name);
        }
    }

    private Map<String, Map<String, String>> variants() {
        var parsed = new LinkedHashMap<String, Map<String, String>>();
        for (var variant : variants) {
            var colon = variant.indexOf(':');
            var settings = new LinkedHashMap<String, String>();
            for (var setting : variant.substring(colon + 1).split(";")) {
                var equals = setting.indexOf('=');
                if (colon <= 0 || equals <= 0) {
                    throw wrong("--variant '" + variant + "': expected NAME:KEY=VALUE;KEY=VALUE");
                }
                settings.put(setting.substring(0, equals), setting.substring(equals + 1));
            }
            parsed.put(variant.substring(0, colon), settings);
        }
        return parsed;
    }
}
