package io.lakehouse.platform.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.lanes.Lanes;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.stream.DeadLetter;
import io.lakehouse.platform.stream.DeadLetterReplay;
import io.lakehouse.platform.stream.DeadLetterTopic;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code dead-letters list|show|replay}. */
@Command(
        name = "dead-letters",
        description = "The messages that a lane could not read.",
        subcommands = {DeadLetters.ListVerb.class, DeadLetters.ShowVerb.class, DeadLetters.ReplayVerb.class})
final class DeadLetters extends Verb implements Runnable {
    @Override
    public void run() {
        throw new ParameterException(spec().commandLine(), "which of the verbs of dead-letters?");
    }

    /** Which dead letters are meant. */
    static final class Filter {
        @Option(names = "--pipeline", paramLabel = "NAME", description = "Only those of this pipeline.")
        private @Nullable String pipeline;

        @Option(names = "--table", paramLabel = "SCHEMA.TABLE", description = "Only those of this source table.")
        private @Nullable String table;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Only those whose reason contains this.")
        private @Nullable String reason;

        @Option(names = "--lane", paramLabel = "LANE", description = "Only those of this lane: realtime or bronze.")
        private @Nullable Lane lane;

        /** Who could not read. */
        enum Lane {
            REALTIME,
            BRONZE
        }

        List<Pipeline> pipelines(Blueprint blueprint) {
            var all = pipeline == null
                    ? Lanes.active(blueprint)
                    : List.of(blueprint.pipelines().named(pipeline));
            return all.stream().map(DeclaredPipeline::pipeline).toList();
        }

        Predicate<DeadLetter> in(Pipeline of) {
            var topic = table == null ? null : topic(of);
            return letter -> (topic == null || letter.topic().equals(topic))
                    && (reason == null || letter.reason().contains(reason))
                    && (lane == null || letter.lane().equalsIgnoreCase(lane.name()));
        }

        /** A name that no letter has is a mistake, which is told before anything is shown or replayed. */
        void requireThere(Blueprint blueprint, List<String> ids) {
            var missing = new LinkedHashSet<>(ids);
            for (var pipeline : ids.isEmpty() ? List.<Pipeline>of() : pipelines(blueprint)) {
                var wanted = in(pipeline);
                letters(blueprint, pipeline).forEach(letter -> {
                    if (wanted.test(letter)) {
                        missing.remove(letter.id());
                    }
                });
            }
            if (!missing.isEmpty()) {
                throw new Failure("there is no dead letter " + String.join(", ", missing)
                        + " among those that are meant; see lakehouse dead-letters show --all");
            }
        }

        /** A table that is declared no more still has its letters, and a table of another pipeline has none here. */
        private String topic(Pipeline of) {
            return of.tables().stream()
                    .filter(candidate -> candidate.qualifiedName().equals(table))
                    .findFirst()
                    .map(of::rawTopic)
                    .orElse(of.name() + "." + table);
        }
    }

    static DeadLetterTopic letters(Blueprint blueprint, Pipeline pipeline) {
        return new DeadLetterTopic(blueprint.addresses().kafka(), pipeline.deadLetterTopic(), pipeline.replayedTopic());
    }

    /** Counts them. */
    @Command(name = "list", description = "Counts dead letters by pipeline, lane, topic and reason.")
    static final class ListVerb extends Verb implements Callable<Integer> {
        @Mixin
        private Filter filter = new Filter();

        @Option(
                names = "--format",
                defaultValue = "table",
                description = "table, csv or json (default: ${DEFAULT-VALUE}).")
        private AnswerPrinter format = AnswerPrinter.TABLE;

        @Override
        public Integer call() throws IOException {
            var blueprint = session().blueprint(Selection.ALL);
            var counts = new DeadLetterCounts();
            for (var pipeline : filter.pipelines(blueprint)) {
                var letters = letters(blueprint, pipeline);
                var replayed = letters.replayed();
                var wanted = filter.in(pipeline);
                letters.forEach(letter -> {
                    if (wanted.test(letter)) {
                        counts.take(pipeline.name(), letter, replayed.contains(letter.id()));
                    }
                });
            }
            if (format == AnswerPrinter.JSON) {
                out().println(JsonRest.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(counts.json()));
            } else {
                format.print(counts.rows(), out());
            }
            out().flush();
            return 0;
        }
    }

    /** Shows them whole. */
    @Command(name = "show", description = "Shows dead letters whole: reason, place, key, headers and value.")
    static final class ShowVerb extends Verb implements Callable<Integer> {
        @Mixin
        private Filter filter = new Filter();

        @Parameters(paramLabel = "ID", arity = "0..*", description = "Names as topic/partition/offset/lane.")
        private List<String> ids = List.of();

        @Option(names = "--all", description = "All that the filters let through.")
        private boolean all;

        @Option(
                names = "--limit",
                defaultValue = "20",
                converter = Counts.class,
                description = "At most this many (default: ${DEFAULT-VALUE}).")
        private int limit = 20;

        @Option(names = "--json", description = "An array of objects.")
        private boolean json;

        @Override
        public Integer call() throws IOException {
            if (ids.isEmpty() == !all) {
                throw new ParameterException(spec().commandLine(), "name dead letters by ID, or all of them by --all");
            }
            var blueprint = session().blueprint(Selection.ALL);
            filter.requireThere(blueprint, ids);
            var objects = JsonRest.JSON.createArrayNode();
            var shown = new int[1];
            var more = new int[1];
            for (var pipeline : filter.pipelines(blueprint)) {
                var wanted = filter.in(pipeline);
                letters(blueprint, pipeline).forEach(letter -> {
                    if (wanted.test(letter) && (all || ids.contains(letter.id()))) {
                        if (shown[0] < limit) {
                            shown[0]++;
                            if (json) {
                                add(letter, objects.addObject());
                            } else {
                                print(letter);
                            }
                        } else {
                            more[0]++;
                        }
                    }
                });
            }
            if (json) {
                out().println(JsonRest.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(objects));
            }
            if (more[0] > 0) {
                (json ? spec().commandLine().getErr() : out()).println("and " + more[0] + " more: --limit");
            }
            out().flush();
            return 0;
        }

        private static void add(DeadLetter letter, ObjectNode to) {
            to.put("id", letter.id())
                    .put("lane", letter.lane())
                    .put("reason", letter.reason())
                    .put("at", letter.at().toString())
                    .put("topic", letter.topic())
                    .put("partition", letter.partition())
                    .put("offset", letter.offset());
            var headers = to.putArray("headers");
            letter.headers().forEach(header -> headers.addObject()
                    .put("name", header.key())
                    .put("value", DeadLetter.text(header.value())));
            to.put("key", DeadLetter.text(letter.key())).put("value", DeadLetter.text(letter.value()));
        }

        private void print(DeadLetter letter) {
            out().println(letter.id());
            out().println("  reason   " + letter.reason());
            out().println("  at       " + letter.at());
            letter.headers().forEach(header -> out().println(
                            "  header   " + header.key() + ": " + DeadLetter.text(header.value())));
            out().println("  key      " + DeadLetter.text(letter.key()));
            out().println("  value    "
                    + (letter.value() == null ? "none: a tombstone" : DeadLetter.text(letter.value())));
        }
    }

    /** Puts them back. */
    @Command(
            name = "replay",
            description =
                    "Puts dead letters back on their raw topics, for the lanes that could not read them; each at most once.")
    static final class ReplayVerb extends Verb implements Callable<Integer> {
        @Mixin
        private Filter filter = new Filter();

        @Parameters(paramLabel = "ID", arity = "0..*", description = "Names as topic/partition/offset/lane.")
        private List<String> ids = List.of();

        @Option(names = "--all", description = "All that the filters let through.")
        private boolean all;

        @Option(names = "--dry-run", description = "Says what would be replayed, and writes nothing.")
        private boolean dryRun;

        @Override
        public Integer call() {
            if (ids.isEmpty() == !all) {
                throw new ParameterException(spec().commandLine(), "name dead letters by ID, or all of them by --all");
            }
            var blueprint = session().blueprint(Selection.ALL);
            filter.requireThere(blueprint, ids);
            for (var pipeline : filter.pipelines(blueprint)) {
                Predicate<DeadLetter> named = letter -> all || ids.contains(letter.id());
                var replay = new DeadLetterReplay(letters(blueprint, pipeline), pipeline.name());
                var wanted = filter.in(pipeline).and(named);
                var done = dryRun ? replay.preview(wanted) : replay.replay(wanted);
                out().println(pipeline.name() + ": " + done.letters() + " dead letters "
                        + (dryRun ? "would be replayed" : "replayed") + " as " + done.messages() + " messages, "
                        + done.before() + " had been replayed before");
            }
            out().flush();
            return 0;
        }
    }
}
