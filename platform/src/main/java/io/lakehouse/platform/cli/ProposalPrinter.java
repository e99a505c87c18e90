package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.lanes.Proposal;
import io.lakehouse.platform.plan.diff.Change;
import io.lakehouse.platform.plan.diff.Change.Action;
import io.lakehouse.platform.plan.diff.Change.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;

/** Prints changes, object by object and field by field. */
final class ProposalPrinter {
    private final PrintWriter out;
    private final boolean json;

    ProposalPrinter(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** What {@code --json} prints of a pipeline. Fields are only ever added. */
    record Report(String pipeline, List<Change> changes, List<String> notes) {}

    /**
     * Prints what concerns each pipeline.
     *
     * @param nothing what to say of one without changes
     */
    void print(List<Proposal> proposals, String nothing) throws IOException {
        if (json) {
            var reports = proposals.stream()
                    .map(proposal ->
                            new Report(proposal.pipeline(), proposal.plan().changes(), proposal.notes()))
                    .toList();
            out.println(JsonRest.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(reports));
        } else {
            proposals.forEach(proposal -> print(proposal, nothing));
        }
        out.flush();
    }

    /** Tells of pipelines that run without a declaration: applying takes none of them away. */
    void printUndeclared(List<String> pipelines) {
        if (!json) {
            pipelines.forEach(name -> out.println("pipeline " + name
                    + ": declared no more, and goes on as it was applied; lakehouse destroy " + name
                    + " tells what would be removed"));
            out.flush();
        }
    }

    private void print(Proposal proposal, String nothing) {
        var changes = proposal.plan().changes();
        out.println("pipeline " + proposal.pipeline() + ": "
                + (changes.isEmpty() ? nothing : changes.size() + (changes.size() == 1 ? " change" : " changes")));
        changes.forEach(this::print);
        proposal.notes().forEach(note -> out.println("  note: " + note));
    }

    private void print(Change change) {
        var mark = change.verdict() == Verdict.SAFE ? "" : "   " + change.verdict() + ": " + change.reason();
        out.println("  " + sign(change.action()) + " " + change.title() + mark);
        if (change.action() == Action.UPDATE) {
            change.fields().forEach(field -> out.println("      " + field));
        }
    }

    private static String sign(Action action) {
        return switch (action) {
            case CREATE -> "+";
            case UPDATE -> "~";
            case DELETE -> "-";
        };
    }
}
