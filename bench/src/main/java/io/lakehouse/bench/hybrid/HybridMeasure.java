package io.lakehouse.bench.hybrid;

import io.lakehouse.bench.machine.ProcessorTime;
import io.lakehouse.bench.platform.RaisedPlatform;
import io.lakehouse.bench.report.Spread;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.query.TrinoSql;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Asks the lake alone and the views in turn, with more and more behind what is published, and holds the answers against the source's. */
final class HybridMeasure {
    static final String PIPELINE = "hybrid";
    static final String VERSIONS = "hybrid_scd2";

    private static final Duration PATIENCE = Duration.ofMinutes(9);
    private static final String LAKE = "nessie.\"default\"." + VERSIONS;
    private static final String VIEWS = "live." + PIPELINE + ".orders";

    private final RaisedPlatform platform;
    private final HybridSettings settings;
    private final PrintWriter out;
    private final TrinoSql trino;

    HybridMeasure(RaisedPlatform platform, HybridSettings settings, PrintWriter out) {
        this.platform = platform;
        this.settings = settings;
        this.out = out;
        this.trino = new TrinoSql(platform.blueprint().addresses().trino());
    }

    /**
     * One question with one tail.
     *
     * @param question for people
     * @param tail changes that are not published
     * @param lakeSeconds of the lake alone
     * @param viewSeconds of the views
     * @param ofLake the views' seconds to the lake's, pair by pair
     * @param lakeProcessorSeconds Trino's processor time of an answer of the lake
     * @param viewProcessorSeconds likewise of the views
     */
    record Found(
            String question,
            int tail,
            Spread lakeSeconds,
            Spread viewSeconds,
            Spread ofLake,
            double lakeProcessorSeconds,
            double viewProcessorSeconds) {}

    /**
     * What was found.
     *
     * @param smallRuns seconds of a small batch, from the command to its end: published, and the views made again
     * @param questions every question with every tail
     */
    record Result(Spread smallRuns, List<Found> questions) {}

    /**
     * Measures.
     *
     * @throws Failure when an answer is not the source's; nothing of the run counts then
     */
    Result run() throws SQLException, IOException, InterruptedException {
        try (var orders = new ChangedOrders(platform.source(PIPELINE), settings.rows(), settings.seed())) {
            platform.sync(PIPELINE, PATIENCE).bronze();
            platform.lakehouse(PATIENCE, "batch", "run", PIPELINE);
            say("published %d rows%n", settings.rows());
            var smallRuns = smallRuns(orders);
            var asked = ids(orders);
            var published = answers(orders, asked);
            var found = new ArrayList<Found>();
            var made = 0;
            for (var tail : settings.tails()) {
                orders.change(tail - made);
                made = tail;
                platform.sync(PIPELINE, PATIENCE).bronze();
                var now = answers(orders, asked);
                for (var question : Question.values()) {
                    found.add(ask(question, tail, asked, published, now));
                }
            }
            return new Result(smallRuns, found);
        }
    }

    /** Batches as somebody starts them at the command line, with the Spark that stays warmed up before. */
    private Spread smallRuns(ChangedOrders orders) throws SQLException, IOException, InterruptedException {
        var seconds = new ArrayList<Double>();
        for (var number = 0; number < settings.warmups() + settings.smallRuns(); number++) {
            orders.change(settings.smallChanges());
            platform.sync(PIPELINE, PATIENCE).bronze();
            var begin = System.nanoTime();
            platform.lakehouse(PATIENCE, "batch", "run", PIPELINE);
            seconds.add((System.nanoTime() - begin) / 1e9);
        }
        var counted = Spread.of(seconds.subList(settings.warmups(), seconds.size()));
        say("batch run with %d changes: %s s%n", settings.smallChanges(), counted.text("%.2f"));
        return counted;
    }

    private List<Long> ids(ChangedOrders orders) {
        var ids = new ArrayList<Long>();
        for (var number = 0; number < settings.warmups() + settings.repeats(); number++) {
            ids.add(orders.id());
        }
        return ids;
    }

    /** The source's answers, by question and number of the key. */
    private static List<List<List<String>>> answers(ChangedOrders orders, List<Long> ids) throws SQLException {
        var answers = new ArrayList<List<List<String>>>();
        for (var question : Question.values()) {
            var ofQuestion = new ArrayList<List<String>>();
            for (var id : ids) {
                ofQuestion.add(orders.answer(question.ofSource(id)));
            }
            answers.add(ofQuestion);
        }
        return answers;
    }

    private Found ask(
            Question question,
            int tail,
            List<Long> ids,
            List<List<List<String>>> published,
            List<List<List<String>>> now)
            throws SQLException {
        var lake = new ArrayList<Timed>();
        var views = new ArrayList<Timed>();
        for (var number = 0; number < ids.size(); number++) {
            var id = ids.get(number);
            var rightOfLake = published.get(question.ordinal()).get(number);
            var rightNow = now.get(question.ordinal()).get(number);
            // Every other pair the other way round, so that neither side always follows the same one.
            if (number % 2 == 0) {
                lake.add(timed(question.ofLake(LAKE, id), rightOfLake));
                views.add(timed(question.ofViews(VIEWS, id), rightNow));
            } else {
                views.add(timed(question.ofViews(VIEWS, id), rightNow));
                lake.add(timed(question.ofLake(LAKE, id), rightOfLake));
            }
        }
        var first = settings.warmups();
        var ratios = new ArrayList<Double>();
        for (var number = first; number < ids.size(); number++) {
            ratios.add(views.get(number).seconds() / lake.get(number).seconds());
        }
        var found = new Found(
                question.words(),
                tail,
                seconds(lake, first),
                seconds(views, first),
                Spread.of(ratios),
                processorSeconds(lake, first),
                processorSeconds(views, first));
        say(
                "%d changes behind, %s: lake %.3f s, views %.3f s%n",
                tail,
                question.words(),
                found.lakeSeconds().median(),
                found.viewSeconds().median());
        return found;
    }

    private record Timed(double seconds, double processorSeconds) {}

    private Timed timed(String sql, List<String> right) throws SQLException {
        var processorBefore = processor();
        var begin = System.nanoTime();
        var answer = trino.run(sql);
        var seconds = (System.nanoTime() - begin) / 1e9;
        var used = processor() - processorBefore;
        var rows = answer.rows().stream().map(Object::toString).toList();
        if (!rows.equals(right)) {
            throw new Failure("nothing of this run counts: Trino answers " + shortened(rows) + ", the source "
                    + shortened(right) + ": " + sql);
        }
        return new Timed(seconds, used);
    }

    private double processor() {
        var process = platform.state().engines().stream()
                .filter(engine -> engine.name().equals("trino"))
                .findFirst()
                .orElseThrow();
        return ProcessorTime.ofTree(process.pid(), Set.<Long>of()::contains);
    }

    private static Spread seconds(List<Timed> timed, int first) {
        return Spread.of(timed.stream().skip(first).map(Timed::seconds).toList());
    }

    private static double processorSeconds(List<Timed> timed, int first) {
        return timed.stream()
                .skip(first)
                .mapToDouble(Timed::processorSeconds)
                .average()
                .orElseThrow();
    }

    private static String shortened(List<String> rows) {
        return rows.size() + " rows, " + rows.stream().limit(3).toList();
    }

    private void say(String format, Object... values) {
        out.printf(Locale.ROOT, format, values);
        out.flush();
    }
}
