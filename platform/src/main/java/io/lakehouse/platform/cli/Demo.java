package io.lakehouse.platform.cli;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.lakehouse.platform.engine.Answer;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.lanes.FreshnessProbe;
import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.source.simulation.SimulationLoad;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** {@code demo}: up, a load, and what can be asked then; the script is {@code demo.yaml}. */
@Command(
        name = "demo",
        description = "Raises the whole lakehouse, streams half a minute of changes, and asks both lanes about them.")
final class Demo extends Verb implements Callable<Integer> {
    private static final Duration SYNC_LIMIT = Duration.ofMinutes(5);
    private static final String MOMENT = "{between-batches}";
    private static final DateTimeFormatter SQL_TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    /** The script of the demo. */
    record Script(String pipeline, String duration, List<Question> questions) {}

    /** One question; {@code rows} limits what is shown of its answer, not what is asked. */
    record Question(String title, Query.Target ask, String sql, @Nullable Integer rows) {}

    @Override
    public Integer call() throws IOException {
        var script = script();
        var session = session();
        var blueprint = session.blueprint(Selection.ALL);
        Up.up(blueprint, session, out());

        headline("What the source holds already becomes the first batch");
        Sync.sync(session, blueprint, true, SYNC_LIMIT, out());
        var moment = SQL_TIMESTAMP.format(Instant.now());

        headline("Changes: " + script.duration() + " of inserts, updates and deletes");
        stream(blueprint, script);

        headline("They become the second batch");
        Sync.sync(session, blueprint, true, SYNC_LIMIT, out());

        for (var question : script.questions()) {
            ask(blueprint, question, question.sql().replace(MOMENT, moment));
        }
        next();
        return 0;
    }

    private Script script() {
        var file = session().root().resolve("demo.yaml");
        try {
            return YAMLMapper.builder()
                    .enable(com.fasterxml.jackson.databind.MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .build()
                    .readValue(file.toFile(), Script.class);
        } catch (IOException e) {
            throw new Failure("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private void stream(Blueprint blueprint, Script script) {
        var plan = Lanes.plan(blueprint, script.pipeline());
        var load = SimulationLoad.of(plan.pipeline().simulation(), new Durations().convert(script.duration()));
        try (var probe = new FreshnessProbe(blueprint, plan, new Simulate.Progress(out()))) {
            Simulate.run(blueprint, script.pipeline(), load, probe, out());
            probe.result().ifPresent(found -> out().printf(
                            Locale.ROOT,
                            "commit -> visible in Pinot, %d inserts followed: p50 %.0f ms, p99 %.0f ms, longest %.0f ms,"
                                    + " %d not found%n",
                            found.samples(),
                            found.p50(),
                            found.p99(),
                            found.max(),
                            found.lost()));
        }
        out().flush();
    }

    private void ask(Blueprint blueprint, Question question, String sql) throws IOException {
        headline(question.title());
        out().println(question.ask().name().toLowerCase(Locale.ROOT) + "> " + sql);
        out().println();
        var started = System.nanoTime();
        var answer = Query.ask(blueprint, question.ask(), sql, null);
        var millis = (System.nanoTime() - started) / 1_000_000;
        var limit = question.rows();
        AnswerPrinter.TABLE.print(limit == null ? answer : first(answer, limit, out()), out());
        out().println(millis + " ms");
        out().flush();
    }

    private static Answer first(Answer answer, int rows, PrintWriter out) {
        if (answer.rows().size() <= rows) {
            return answer;
        }
        out.println("the first " + rows + " of " + answer.rows().size() + " rows:");
        return Answer.rows(answer.columns(), answer.rows().subList(0, rows));
    }

    private void headline(String text) {
        out().println();
        out().println("== " + text);
        out().flush();
    }

    private void next() {
        headline("What to try next");
        out().println(
                        "  ./lakehouse status                                        every engine, both lanes, their lag");
        out().println("  ./lakehouse query source \"UPDATE sales SET price = 1.23 WHERE id = 5042\"");
        out().println(
                        "  ./lakehouse sync --lake                                   that change, in Pinot and in Iceberg");
        out().println("  ./lakehouse simulate sales --rate 500 --duration 1m       more changes");
        out().println("  ./lakehouse down                                          stop; the data stays");
        out().flush();
    }
}
