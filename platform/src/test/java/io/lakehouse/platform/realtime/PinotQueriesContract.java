package io.lakehouse.platform.realtime;

import static io.lakehouse.platform.realtime.Shapes.EVERY_TYPE;
import static io.lakehouse.platform.realtime.Shapes.SALES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.platform.engine.Coordinates;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.artifact.PublishedClassPath;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What queries answer. Each test has tables of its own. */
abstract class PinotQueriesContract extends OnRealtimeLane {
    private static final String REVENUE =
            "SELECT category, SUM(price * quantity) AS revenue FROM default.sales_current_3 WHERE is_deleted = false"
                    + " GROUP BY category ORDER BY revenue DESC";
    private static final String HISTORY =
            "SELECT op_description, after_price, before_price, event_timestamp FROM default.sales_history_3"
                    + " WHERE record_id = 5042 ORDER BY event_timestamp ASC";

    PinotQueriesContract(RealtimeLane lane, Path folder) {
        super(lane, folder);
    }

    @Test
    void theRevenueByCategoryIsAnsweredAsTyped() {
        lane.current(SALES, "sales_current_3");
        produceCurrent("sales_current_3", new Sales(1, "c", 1, "books", "10.10", 3));
        produceCurrent("sales_current_3", new Sales(2, "c", 2, "games", "59.99", 2));
        produceCurrent("sales_current_3", new Sales(3, "c", 3, "books", "0.05", 1));
        produceCurrent("sales_current_3", new Sales(4, "c", 4, "games", "1000.00", 9));
        produceCurrent("sales_current_3", new Sales(4, "d", 5, "games", "1000.00", 9));
        for (var i = 0; i < 20; i++) {
            produceCurrent("sales_current_3", new Sales(100 + i, "c", 10 + i, "category " + i, "1.00", 1));
        }
        lane.awaitConsumed("sales_current_3");

        var answer = lane.query.run(REVENUE);

        assertThat(answer.columns())
                .containsExactly(
                        new PinotAnswer.Column("category", "STRING"), new PinotAnswer.Column("revenue", "DOUBLE"));
        assertThat(answer.rows()).startsWith(List.of("games", "119.98"), List.of("books", "30.35"));
        assertThat(answer.rows()).as("more rows than Pinot's own limit").hasSize(22);
    }

    @Test
    void theHistoryOfARecordIsAnsweredAsTyped() {
        lane.history(SALES, "sales_history_3");
        var inserted = new Sales(5042, "c", 1, "books", "19.90", 1);
        var updated = new Sales(5042, "u", 2, "books", "24.00", 1);
        var deleted = new Sales(5042, "d", 3, "books", "24.00", 1);
        lane.produce("sales_history_3", inserted.key(), inserted.history(null));
        lane.produce("sales_history_3", updated.key(), updated.history(inserted));
        lane.produce("sales_history_3", deleted.key(), deleted.history(updated));
        var another = new Sales(5043, "c", 4, "books", "1.00", 1);
        lane.produce("sales_history_3", another.key(), another.history(null));
        lane.awaitConsumed("sales_history_3");

        var answer = lane.query.run(HISTORY);

        assertThat(answer.columns())
                .extracting(PinotAnswer.Column::type)
                .containsExactly("STRING", "BIG_DECIMAL", "BIG_DECIMAL", "LONG");
        assertThat(answer.rows())
                .containsExactly(
                        row("INSERT", "19.90", null, Long.toString(Sales.EPOCH_MICROS + 1)),
                        row("UPDATE", "24.00", "19.90", Long.toString(Sales.EPOCH_MICROS + 2)),
                        row("DELETE", null, "24.00", Long.toString(Sales.EPOCH_MICROS + 3)));
    }

    @Test
    void everyValueIsWhatItWasInMemoryAndCommitted() throws Exception {
        lane.current(EVERY_TYPE, "every_type");
        var values = new LinkedHashMap<String, @Nullable Object>();
        values.put("c_smallint", -32768);
        values.put("c_integer", Integer.MAX_VALUE);
        values.put("c_bigint", Long.MAX_VALUE);
        values.put("c_numeric", "12345678901234567890.123456789012345678900");
        values.put("c_real", 0.1f);
        values.put("c_double", 1e-300);
        values.put("c_boolean", false);
        values.put("c_text", "ünï ☃ 𝄞 \"quoted\" \\ \n" + "x".repeat(100_000));
        values.put("c_uuid", "7f0c4f3e-0b7f-4f0e-9d58-0242ac130002");
        values.put("c_date", "0044-03-15");
        values.put("c_time", "24:00:00");
        values.put("c_timetz", "04:05:06.789+02");
        values.put("c_interval", "P1Y2M-3DT4H5M6.789S");
        values.put("c_inet", "10.1.2.3/8");
        values.put("c_macaddr", "08:00:2b:01:02:03");
        values.put("c_array", "[[\"a\",null],[\"b\",\"\"]]");
        values.put("special_values", "{\"c_numeric\":\"NaN\"}");
        values.put("c_timestamp", -62_135_596_799_999_999L);
        values.put("c_timestamptz", 1_767_225_600_123_456L);
        values.put("c_json", "{\"a\": [1, 2.50, null], \"b\": {}}");
        values.put("c_bytea", "AP8=");
        produceEveryType("full", 1, values);
        var empty = new LinkedHashMap<>(values);
        empty.replaceAll((name, value) -> value instanceof String && !name.equals("c_numeric") ? "" : value);
        produceEveryType("empty", 2, empty);
        var odd = new LinkedHashMap<>(values);
        odd.put("c_real", "NaN");
        odd.put("c_double", "-Infinity");
        produceEveryType("odd", 3, odd);
        var odder = new LinkedHashMap<>(values);
        odder.put("c_real", 1.4e-45f);
        odder.put("c_double", -0.0);
        produceEveryType("odder", 4, odder);
        // Pinot knows one zero.
        odder.put("c_double", 0.0);
        var nulls = new LinkedHashMap<>(values);
        nulls.replaceAll((name, value) -> null);
        produceEveryType("null", 5, nulls);
        lane.awaitConsumed("every_type");
        var sql = "SELECT " + String.join(", ", values.keySet()) + " FROM every_type ORDER BY code";

        var inMemory = lane.rows(sql);

        assertThat(inMemory).containsExactly(texts(values), texts(empty), texts(odd), texts(odder), texts(nulls));
        lane.commitSegments("every_type");
        assertThat(lane.rows(sql)).as("committed").isEqualTo(inMemory);
    }

    @Test
    void aggregatesSkipNullAndAddDecimalsExactly() throws Exception {
        lane.current(SALES, "aggregates");
        for (var i = 1; i <= 10; i++) {
            produceCurrent("aggregates", new Sales(i, "c", i, "priced", "0.10", i));
        }
        produceCurrent("aggregates", new Sales(11, "c", 11, "priced", null, null));
        produceCurrent("aggregates", new Sales(12, "c", 12, "free", null, null));
        lane.awaitConsumed("aggregates");
        var whole = "SELECT COUNT(*), COUNT(price), SUM(price), MIN(quantity), MAX(quantity), AVG(quantity)"
                + " FROM aggregates";
        var grouped = "SELECT category, SUM(price), MIN(price), MAX(quantity) FROM aggregates GROUP BY category"
                + " ORDER BY category";

        var inMemory = List.of(lane.rows(whole), lane.rows(grouped), lane.rows(whole + " WHERE id < 5"));

        assertThat(inMemory)
                .containsExactly(
                        List.of(row("12", "10", "1.0", "1.0", "10.0", "5.5")),
                        List.of(row("free", null, null, null), row("priced", "1.0", "0.1", "10.0")),
                        List.of(row("4", "4", "0.4", "1.0", "4.0", "2.5")));
        lane.commitSegments("aggregates");
        assertThat(List.of(lane.rows(whole), lane.rows(grouped), lane.rows(whole + " WHERE id < 5")))
                .as("committed")
                .isEqualTo(inMemory);
    }

    @Test
    void aComparisonSeesTheDefaultOfATypeInPlaceOfNull() {
        lane.current(SALES, "comparisons");
        produceCurrent("comparisons", new Sales(1, "c", 1, "a", null, null));
        produceCurrent("comparisons", new Sales(2, "c", 2, "a", "1.00", 1));
        lane.awaitConsumed("comparisons");

        var compared = lane.rows("SELECT id FROM comparisons WHERE quantity < 5 ORDER BY id");

        assertThat(compared).containsExactly(row("1"), row("2"));
        assertThat(lane.rows("SELECT id FROM comparisons WHERE quantity < 5 AND quantity IS NOT NULL"))
                .containsExactly(row("2"));
        assertThat(lane.rows("SELECT id FROM comparisons WHERE price IS NULL")).containsExactly(row("1"));
    }

    @Test
    void pinotsJdbcDriverReadsNullWhereThereIsNone() throws Exception {
        lane.history(SALES, "by_jdbc");
        var inserted = new Sales(1, "c", 1, "books", "19.90", 1);
        var emptied = new Sales(1, "u", 2, "", null, null);
        lane.produce("by_jdbc", inserted.key(), inserted.history(null));
        lane.produce("by_jdbc", emptied.key(), emptied.history(inserted));
        lane.awaitConsumed("by_jdbc");
        var sql = "SELECT before_category, after_category, before_price, after_price, before_quantity,"
                + " after_quantity FROM by_jdbc ORDER BY order_key LIMIT 10";
        var file = folder.resolve("answer.txt");
        var driver = PublishedClassPath.of(
                Coordinates.parse("org.apache.pinot:pinot-jdbc-client:0.11.0"),
                List.of("io.confluent:*", "org.slf4j:slf4j-log4j12", "log4j:log4j"));
        var client = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        driver + File.pathSeparator + Path.of("target/test-classes"),
                        JdbcClient.class.getName(),
                        "org.apache.pinot.client.PinotDriver",
                        "jdbc:pinot://" + lane.controller,
                        "SET enableNullHandling=true; " + sql,
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("client.log").toFile())
                .start();

        assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(client.exitValue())
                .as(Files.readString(folder.resolve("client.log")))
                .isZero();
        assertThat(Files.readAllLines(file))
                .extracting(value -> value.equals(JdbcClient.NULL) ? null : value)
                .containsExactly(null, "books", null, "19.9", null, "1", "books", "", "19.9", null, "1", null);
    }

    @Test
    void whatPinotRefusesIsOneLine() {
        assertThatThrownBy(() -> lane.query.run("SELECT nothing FROM nowhere"))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("Pinot: error ")
                .hasMessageContaining("nowhere")
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n")
                .doesNotContain("\tat ");
    }

    private void produceEveryType(String name, int code, Map<String, @Nullable Object> values) {
        var message = new LinkedHashMap<String, @Nullable Object>(values);
        message.put("tenant", name);
        message.put("code", code);
        message.put("is_deleted", false);
        message.put("op", "c");
        message.put("event_timestamp", Sales.EPOCH_MICROS);
        message.put("order_key", String.format("00000001-1-%016x", code));
        message.put("event_id", name);
        lane.produce("every_type", name, message);
    }

    private List<@Nullable String> texts(Map<String, @Nullable Object> values) {
        var texts = new ArrayList<@Nullable String>();
        values.values().forEach(value -> texts.add(value == null ? null : value.toString()));
        return texts;
    }
}
