package io.lakehouse.stream.message;

import static io.lakehouse.stream.raw.Envelopes.change;
import static io.lakehouse.stream.raw.Envelopes.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.stream.raw.ChangeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every type and its odd values: what Pinot is sent for the raw rows that PostgreSQL 18, Debezium and our converter
 * wrote. Rows 1 to 99 are a snapshot's, their copies, 1001 to 1099, the log's; each type has a golden file.
 */
class TypesGoldenTest {
    private static final Path RESOURCES = Path.of("src/test/resources");
    /** What the copy of a row has more in its id. */
    private static final long COPY = 1000;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TableShape CARRIED = shape(
            """
            id bigint, smallint smallint, integer integer, bigint bigint, numeric_10_2 numeric, numeric_38_10 numeric,
            numeric numeric, real real, double double, boolean boolean, text text, varchar_5 text, char_5 text,
            mood text, percent numeric, uuid uuid, date date, time time, timetz timetz, timestamp timestamp,
            timestamptz timestamptz, interval interval, inet inet, cidr inet, macaddr macaddr, macaddr8 macaddr,
            json json, jsonb json, bytea bytea, smallints smallint[], integers integer[], bigints bigint[],
            numerics numeric[], reals real[], doubles double[], booleans boolean[], texts text[], varchars text[],
            chars text[], moods text[], tags text[], uuids uuid[], dates date[], times time[], timetzs timetz[],
            timestamps timestamp[], timestamptzs timestamptz[], intervals interval[], inets inet[], cidrs inet[],
            macaddrs macaddr[], jsons json[], jsonbs json[], byteas bytea[]
            """);

    static Stream<String> columns() {
        return CARRIED.columns().stream().skip(1).map(Column::name);
    }

    @ParameterizedTest
    @MethodSource("columns")
    void a_type_has_one_encoding(String column) throws IOException {
        var raw = new TreeMap<Long, JsonNode>();
        var sent = new TreeMap<Long, JsonNode>();
        for (var line : Files.readAllLines(RESOURCES.resolve("types/carried.jsonl"))) {
            var row = JSON.readTree(line);
            raw.put(row.path("id").asLong(), row);
            sent.put(row.path("id").asLong(), sent(line));
        }

        var found = golden(column, raw, sent);

        var actual = Files.createDirectories(Path.of("target/golden/types")).resolve(column + ".txt");
        Files.writeString(actual, found);
        assertThat(actual)
                .hasSameTextualContentAs(RESOURCES.resolve("golden/types").resolve(column + ".txt"));
    }

    private static JsonNode sent(String row) throws IOException {
        var message = change(CARRIED, "c", 7, "null", row);
        var event = new ChangeReader(List.of(route(CARRIED))).read(message).event();
        return JSON.readTree(
                ChangeMessages.of(route(CARRIED), event, message.key()).get(0).value());
    }

    private static String golden(String column, Map<Long, JsonNode> raw, Map<Long, JsonNode> sent) {
        var text = new StringBuilder();
        raw.forEach((id, row) -> {
            if (id < COPY && row.has(column)) {
                text.append("raw       ").append(row.get(column)).append('\n');
                if (!raw.get(id + COPY).get(column).equals(row.get(column))) {
                    text.append("  log     ")
                            .append(raw.get(id + COPY).get(column))
                            .append('\n');
                }
                text.append("Pinot     ").append(cell(column, sent.get(id))).append("\n\n");
                assertThat(cell(column, sent.get(id + COPY)))
                        .as("from the log as from the snapshot")
                        .isEqualTo(cell(column, sent.get(id)));
            }
        });
        return text.toString();
    }

    private static String cell(String column, JsonNode message) {
        try {
            var special = message.has("special_values")
                    ? JSON.readTree(message.get("special_values").asText())
                    : JSON.createObjectNode();
            return message.get(column) + (special.has(column) ? "  special_values " + special.get(column) : "");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TableShape shape(String columns) {
        return new TableShape(
                "public",
                "carried",
                Arrays.stream(columns.strip().split(",\\s+"))
                        .map(column -> column.split(" "))
                        .map(column -> new Column(column[0], type(column[1]), true))
                        .toList(),
                List.of("id"));
    }

    private static ColumnType type(String text) {
        var name = ColumnType.of(TypeName.valueOf(text.replace("[]", "").toUpperCase(Locale.ROOT)));
        return text.endsWith("[]") ? ColumnType.arrayOf(name) : name;
    }
}
