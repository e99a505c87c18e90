package io.lakehouse.platform.cli;

import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.lanes.batch.BatchSchedule;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verb that tells when batches are due. */
final class BatchDue {
    private BatchDue() {}

    /** Tells what is due. */
    @Command(
            name = "status",
            description =
                    "When the next batch of each pipeline is due, and what keeps it from starting. Exit code 1 when"
                            + " PostgreSQL, which keeps that, does not answer.")
    static final class StatusVerb extends Verb implements Callable<Integer> {
        @Parameters(arity = "0..1", paramLabel = "PIPELINE", description = "Only this pipeline.")
        private @Nullable String pipeline;

        @Option(names = "--json", description = "As JSON: an array of the fields of schedules in status --json.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            var schedules = BatchSchedule.of(session().declaredPlatform(), Batch.names(session(), pipeline));
            if (json) {
                out().println(JsonRest.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schedules));
            } else {
                print(schedules, out());
            }
            out().flush();
            return schedules.stream().allMatch(BatchSchedule::isKnown) ? 0 : 1;
        }
    }

    static void print(List<BatchSchedule> schedules, PrintWriter out) {
        if (schedules.isEmpty()) {
            return;
        }
        out.printf("%-12s %-10s %-26s %-10s %s%n", "PIPELINE", "EVERY", "NEXT RUN", "FAILURES", "DETAIL");
        for (var schedule : schedules) {
            out.printf(
                    "%-12s %-10s %-26s %-10d %s%n",
                    schedule.pipeline(),
                    schedule.everySeconds() == 0 ? "-" : schedule.everySeconds() + " s",
                    schedule.nextRun().isEmpty() ? "-" : schedule.nextRun(),
                    schedule.failuresInARow(),
                    detail(schedule));
        }
    }

    /** A pause counts also while nothing is scheduled: it is there when a schedule is declared. */
    private static String detail(BatchSchedule schedule) {
        var words = new ArrayList<String>();
        if (!schedule.running().isEmpty()) {
            words.add("run " + schedule.running() + " is under way");
        }
        if (!schedule.detail().isEmpty()) {
            words.add(schedule.detail());
        } else if (!schedule.pausedSince().isEmpty()) {
            words.add("paused since " + schedule.pausedSince());
        }
        return String.join("; ", words);
    }
}
