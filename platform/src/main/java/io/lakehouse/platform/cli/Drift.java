package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.lanes.PipelineDrift;
import io.lakehouse.platform.plan.diff.Change;
import io.lakehouse.platform.plan.diff.Change.Action;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code drift [PIPELINE] [--json]}. Exit code 0 when everything is as it was applied, 3 when not, 1 on failure. */
@Command(
        name = "drift",
        description =
                "Tells what was changed behind the platform's back: objects that are gone or others than they were"
                        + " applied, field by field. Changes nothing. Exit code 0: none; 3: some.")
final class Drift extends Verb implements Callable<Integer> {
    @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "Name of the pipeline (default: all applied).")
    private @Nullable String pipeline;

    @Option(names = "--json", description = "As JSON, whose fields stay.")
    private boolean json;

    /** What {@code --json} prints of a pipeline. Fields are only ever added. */
    record Report(String pipeline, List<Difference> differences) {}

    /** An object that is {@code gone} or {@code changed}. */
    record Difference(String kind, String name, String state, List<Field> fields) {}

    /** A field as it was applied and as it was found. */
    record Field(String field, String applied, String found) {}

    @Override
    public Integer call() throws IOException {
        var blueprint = session().running();
        var reports = new ArrayList<Report>();
        for (var name : pipeline == null ? Lanes.names(blueprint.home()) : List.of(pipeline)) {
            var changes = PipelineDrift.of(blueprint, name).plan().changes();
            reports.add(new Report(name, changes.stream().map(Drift::difference).toList()));
        }
        if (json) {
            out().println(JsonRest.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(reports));
        } else {
            reports.forEach(this::print);
        }
        out().flush();
        return reports.stream().allMatch(report -> report.differences().isEmpty()) ? 0 : Plan.DIFFERENT;
    }

    private static Difference difference(Change change) {
        return new Difference(
                change.kind().label(),
                change.name(),
                change.action() == Action.DELETE ? "gone" : "changed",
                change.fields().stream()
                        .map(field -> new Field(field.field(), field.before(), field.after()))
                        .toList());
    }

    private void print(Report report) {
        var count = report.differences().size();
        out().println("pipeline " + report.pipeline() + ": "
                + (count == 0 ? "as it was applied" : count + (count == 1 ? " difference" : " differences")));
        for (var difference : report.differences()) {
            out().println("  " + difference.kind() + " " + difference.name() + " is "
                    + (difference.state().equals("gone") ? "gone" : "another"));
            difference.fields().forEach(field -> out().println("      " + field.field() + ": applied "
                    + shown(field.applied()) + ", found " + shown(field.found())));
        }
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(none)" : value;
    }
}
