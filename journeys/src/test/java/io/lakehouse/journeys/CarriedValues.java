package io.lakehouse.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** What each store holds of the table {@code carried}, as one text per column. */
final class CarriedValues {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** What the copy of a row, read from the log, has more in its id. */
    private static final long COPY = 1000;

    private final List<String> columns;
    private final Map<Long, JsonNode> source;
    private final Map<Long, JsonNode> raw;
    private final Map<Long, JsonNode> current;
    private final Map<Long, JsonNode> history;
    private final Map<Long, JsonNode> silver;

    private CarriedValues(
            List<String> columns,
            Map<Long, JsonNode> source,
            Map<Long, JsonNode> raw,
            Map<Long, JsonNode> current,
            Map<Long, JsonNode> history,
            Map<Long, JsonNode> silver) {
        this.columns = columns;
        this.source = source;
        this.raw = raw;
        this.current = current;
        this.history = history;
        this.silver = silver;
    }

    static CarriedValues read(Lakehouse lakehouse) throws IOException {
        var columns = StreamSupport.stream(
                        lakehouse
                                .query(
                                        "source",
                                        "SELECT attname FROM pg_attribute WHERE attrelid = 'carried'::regclass"
                                                + " AND attnum > 1 ORDER BY attnum")
                                .spliterator(),
                        false)
                .map(row -> row.path("attname").asText())
                .toList();
        var texts = columns.stream().map(name -> "\"" + name + "\"::text").toList();
        var images = new TreeMap<Long, JsonNode>();
        for (var change : lakehouse.query(
                "trino", "SELECT after FROM nessie.bronze.types WHERE source_table = 'carried' AND op IN ('c', 'r')")) {
            var image = JSON.readTree(change.path("after").asText());
            images.put(image.path("id").asLong(), image);
        }
        return new CarriedValues(
                columns,
                byId(lakehouse.query("source", "SELECT id, " + String.join(", ", texts) + " FROM carried"), ""),
                images,
                byId(lakehouse.query("pinot", "SELECT * FROM carried_current LIMIT 1000"), ""),
                byId(lakehouse.query("pinot", "SELECT * FROM carried_history LIMIT 1000"), "after_"),
                byId(lakehouse.query("trino", "SELECT * FROM nessie.\"default\".carried_scd2"), ""));
    }

    private static Map<Long, JsonNode> byId(JsonNode rows, String prefix) {
        var found = new TreeMap<Long, JsonNode>();
        for (var row : rows) {
            var plain = JSON.createObjectNode();
            row.fields().forEachRemaining(field -> {
                if (field.getKey().startsWith(prefix)) {
                    plain.set(field.getKey().substring(prefix.length()), field.getValue());
                }
            });
            assertThat(found.put(plain.path("id").asLong(), plain))
                    .as("a second row of " + plain.path("id"))
                    .isNull();
        }
        return found;
    }

    List<String> columns() {
        return columns;
    }

    /** The values of a column, one block each. */
    String golden(String column) {
        var text = new StringBuilder();
        source.forEach((id, row) -> {
            if (id < COPY && !row.path(column).isNull()) {
                var copy = id + COPY;
                assertThat(source.get(copy).path(column)).isEqualTo(row.path(column));
                text.append("PostgreSQL     ").append(line(row.path(column).asText()));
                append(text, "raw, snapshot  ", "raw, log       ", column, raw.get(id), raw.get(copy));
                append(text, "Pinot current  ", "  from the log ", column, current.get(id), current.get(copy));
                append(text, "Pinot history  ", "  from the log ", column, history.get(id), history.get(copy));
                append(text, "SCD2           ", "  from the log ", column, silver.get(id), silver.get(copy));
                text.append('\n');
            }
        });
        return text.toString();
    }

    private static void append(
            StringBuilder text, String label, String other, String column, JsonNode row, JsonNode copy) {
        text.append(label).append(cell(column, row));
        if (!cell(column, row).equals(cell(column, copy))) {
            text.append(other).append(cell(column, copy));
        }
    }

    /** A value as JSON, and what it is when its column does not hold it. */
    private static String cell(String column, JsonNode row) {
        var value = row.path(column.toLowerCase(java.util.Locale.ROOT));
        var special = row.path("special_values");
        try {
            var kept = special.isTextual() ? JSON.readTree(special.asText()) : JSON.createObjectNode();
            return line(value.toString() + (kept.has(column) ? ", special: " + ((ObjectNode) kept).get(column) : ""));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String line(String text) {
        return text.replace("\n", "\\n").replace("\r", "\\r") + "\n";
    }
}
