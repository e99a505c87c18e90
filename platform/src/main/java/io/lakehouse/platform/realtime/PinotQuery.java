package io.lakehouse.platform.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.engine.rest.RestException;
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
        var answer = ask(sql);
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
            row.forEach(value -> values.add(text(value)));
            rows.add(values);
        }
        return new PinotAnswer(columns, rows);
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

    private static @Nullable String text(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        if (value.isBigDecimal()) {
            // Only FLOAT and DOUBLE are numbers with a point in JSON; a BIG_DECIMAL is a text.
            return Double.toString(value.doubleValue());
        }
        return value.isContainerNode() ? value.toString() : value.asText();
    }
}
