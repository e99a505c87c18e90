package io.lakehouse.platform.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.lakehouse.platform.engine.Answer;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.stream.DeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Dead letters counted by pipeline, lane, topic and reason. Reasons that differ in the values that they quote are one: a
 * column that does not fit would otherwise make a group of each row.
 */
final class DeadLetterCounts {
    private static final Pattern VALUE = Pattern.compile("'[^']*'");

    private final Map<List<String>, Count> counts = new TreeMap<>((one, other) -> {
        for (var index = 0; index < one.size(); index++) {
            var compared = one.get(index).compareTo(other.get(index));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    });

    private static final class Count {
        private final String first;
        private boolean alike = true;
        private long letters;
        private long replayed;
        private Instant since = Instant.MAX;
        private Instant until = Instant.MIN;

        Count(String first) {
            this.first = first;
        }

        void take(DeadLetter letter, boolean isReplayed) {
            alike &= letter.reason().equals(first);
            letters++;
            replayed += isReplayed ? 1 : 0;
            since = since.isBefore(letter.at()) ? since : letter.at();
            until = until.isAfter(letter.at()) ? until : letter.at();
        }

        /** With its values while they are one and the same. */
        String reason() {
            return alike ? first : common(first);
        }
    }

    private static String common(String reason) {
        return VALUE.matcher(reason).replaceAll("'...'");
    }

    /** Counts one of a pipeline. */
    void take(String pipeline, DeadLetter letter, boolean isReplayed) {
        counts.computeIfAbsent(
                        List.of(pipeline, letter.lane(), letter.topic(), common(letter.reason())),
                        key -> new Count(letter.reason()))
                .take(letter, isReplayed);
    }

    /** As rows for people. */
    Answer rows() {
        var rows = new ArrayList<List<String>>();
        counts.forEach((key, count) -> rows.add(List.of(
                key.get(0),
                key.get(1),
                key.get(2),
                count.reason(),
                Long.toString(count.letters),
                Long.toString(count.replayed),
                count.since.toString(),
                count.until.toString())));
        return Answer.rows(
                List.of("pipeline", "lane", "topic", "reason", "letters", "replayed", "first", "last"),
                List.copyOf(rows));
    }

    /** As objects with the same names, in which counts are numbers. */
    ArrayNode json() {
        var groups = JsonRest.JSON.createArrayNode();
        counts.forEach((key, count) -> groups.addObject()
                .put("pipeline", key.get(0))
                .put("lane", key.get(1))
                .put("topic", key.get(2))
                .put("reason", count.reason())
                .put("letters", count.letters)
                .put("replayed", count.replayed)
                .put("first", count.since.toString())
                .put("last", count.until.toString()));
        return groups;
    }
}
