package io.lakehouse.platform.cli;

import io.lakehouse.contract.declaration.Source;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.lanes.PipelinePreflight;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.source.CaptureFinding;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code preflight [PIPELINE] [--json]}. Exit code 0 when nothing is refused, 1 otherwise. */
@Command(
        name = "preflight",
        description = "Asks the sources for everything that stands in the way of a complete capture; changes nothing.")
final class Preflight extends Verb implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "PIPELINE", description = "Only this pipeline (default: all that are on).")
    private @Nullable String pipeline;

    @Option(names = "--json", description = "As JSON, whose fields stay.")
    private boolean json;

    /** What {@code preflight --json} prints for each finding. Fields are only ever added. */
    record Report(String pipeline, String severity, String place, String table, String reason, String sql) {}

    @Override
    public Integer call() throws IOException {
        var blueprint = session().blueprint(Selection.ALL);
        var findings = new ArrayList<Report>();
        for (var one : session().declared(blueprint, pipeline)) {
            if (one.pipeline().source() instanceof Source.Embedded) {
                session().running();
            }
            PipelinePreflight.of(blueprint, one).stream()
                    .map(finding -> report(one.pipeline().name(), finding))
                    .forEach(findings::add);
        }
        if (json) {
            out().println(JsonRest.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(findings));
        } else {
            print(findings, out());
        }
        out().flush();
        return findings.stream().anyMatch(finding -> finding.severity().equals("refused")) ? 1 : 0;
    }

    private static Report report(String pipeline, CaptureFinding finding) {
        return new Report(
                pipeline,
                finding.severity().name().toLowerCase(Locale.ROOT),
                finding.place(),
                finding.table(),
                finding.reason(),
                finding.sql());
    }

    private static void print(List<Report> findings, PrintWriter out) {
        for (var finding : findings) {
            out.printf("%-8s %s: %s%n", finding.severity(), finding.place(), finding.reason());
            if (!finding.sql().isEmpty()) {
                out.printf("%-8s   %s;%n", "", finding.sql());
            }
        }
        var refused = findings.stream()
                .filter(finding -> finding.severity().equals("refused"))
                .count();
        out.println(refused == 0 ? "nothing stands in the way" : refused + " findings have to be mended first");
    }
}
