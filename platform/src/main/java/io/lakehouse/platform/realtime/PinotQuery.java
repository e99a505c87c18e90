package io.lakehouse.platform.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.engine.rest.RestException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks Pinot's broker by SQL, as it was typed. NULL is NULL: without the option that is set here, Pinot answers a
 * type's default value instead.
 */
public final class PinotQuery {
    /** Pinot's error code of an answer that lacks segments. */
    private static final int SEGMENTS_UNAVAILABLE = 305;

    private static final Duration ROUTING = Duration.ofSeconds(3);

    private final JsonRest broker;

    /** Asks the broker at this address, {@code http://host:port}. */
    public PinotQuery(JsonRest broker) {
        this.broker = broker;
    }

    /**
     * Runs one query.
     *
     * @throws Failure when Pinot does not answer, answers with an exception, or answers in part
     */
    public PinotAnswer run(String sql) {
        var answer = askUntilRouted(sql);
        var exceptions = exceptions(answer);
        if (!exceptions.isEmpty()) {
            throw new Failure("Pinot: " + exceptions + "; in: " + oneLine(sql));
        }
        if (answer.path("numGroupsLimitReached").asBoolean()) {
            throw new Failure("Pinot: the query has more groups than the server keeps, so its answer would lack some;"
                    + " group by fewer columns or narrow the WHERE");
        }
        var table = answer.path("resultTable");
        var schema = table.path("dataSchema");
        var columns = new ArrayList<PinotAnswer.Column>();
        for (var i = 0; i < schema.path("columnNames").size(); i++) {
            columns.add(new PinotAnswer.Column(
                    schema.path("columnNames").path(i).asText(),
                    schema.path("columnDataTypes").path(i).asText()));
        }
        var rows = new ArrayList<List<@Nullable String>>();
        for (var row : table.path("rows")) {
            var values = new ArrayList<@Nullable String>();
            for (var i = 0; i < row.size(); i++) {
                values.add(text(columns.get(i).type(), row.get(i)));
            }
            rows.add(values);
        }
        return new PinotAnswer(columns, rows);
    }

    /** While a segment is committed, the broker does not know for a moment where it is, and would answer in part. */
    private JsonNode askUntilRouted(String sql) {
        var end = System.nanoTime() + ROUTING.toNanos();
        var answer = ask(sql);
        while (isUnrouted(answer) && System.nanoTime() < end) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return answer;
            }
            answer = ask(sql);
        }
        return answer;
    }

    private static boolean isUnrouted(JsonNode answer) {
        var exceptions = answer.path("exceptions");
        for (var exception : exceptions) {
            if (exception.path("errorCode").asInt() != SEGMENTS_UNAVAILABLE) {
                return false;
            }
        }
        return !exceptions.isEmpty();
    }

    private JsonNode ask(String sql) {
        try {
            return broker.post("/query/sql", Map.of("sql", sql, "queryOptions", "enableNullHandling=true"));
        } catch (RestException e) {
            throw new Failure("Pinot's broker at " + broker.base() + " does not answer (" + e.getMessage()
                    + "); is the platform up?");
        }
    }

    private static String exceptions(JsonNode answer) {
        var lines = new ArrayList<String>();
        answer.path("exceptions")
                .forEach(exception ->
                        lines.add("error " + exception.path("errorCode").asText() + ", "
                                + oneLine(exception.path("message").asText())));
        return String.join("; ", lines);
    }

    /** Pinot's message without its stack trace. */
    private static String oneLine(String message) {
        return message.lines()
                .filter(line -> !line.startsWith("\tat ") && !line.startsWith("\t... "))
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static @Nullable String text(String type, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        if (value.isContainerNode()) {
            return value.toString();
        }
        if (value.isBigDecimal()) {
            return type.equals("BIG_DECIMAL")
                    ? value.decimalValue().toPlainString()
                    : Double.toString(value.doubleValue());
        }
        return value.asText();
    }
}
