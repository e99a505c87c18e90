package io.lakehouse.platform.realtime;

import static io.lakehouse.platform.realtime.Shapes.EVERY_TYPE;
import static io.lakehouse.platform.realtime.Shapes.SALES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.realtime.PinotTableDeployment.Change;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What the real-time tables promise, on real Kafka and real Pinot. Each test has tables of its own. */
class PinotIT {
    private static final String REVENUE =
            "SELECT category, SUM(price * quantity) AS revenue FROM default.sales_current_3 WHERE is_deleted = false"
                    + " GROUP BY category ORDER BY revenue DESC";
    private static final String HISTORY =
            "SELECT op_description, after_price, before_price, event_timestamp FROM default.sales_history_3"
                    + " WHERE record_id = 5042 ORDER BY event_timestamp ASC";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private static RealtimeLane lane;

    @BeforeAll
    static void start() {
        lane = RealtimeLane.start(folder);
    }

    @AfterAll
    static void end() {
        lane.close();
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
    void theLatestRowByOrderKeyWinsHoweverChangesArrive() throws Exception {
        lane.current(SALES, "upserts");
        var newer = new Sales(1, "u", 20, "new", "2.00", 2);
        produceCurrent("upserts", newer);
        produceCurrent("upserts", new Sales(1, "c", 10, "old", "1.00", 1));
        produceCurrent("upserts", newer);
        lane.awaitConsumed("upserts");
        lane.commitSegments("upserts");
        produceCurrent("upserts", new Sales(1, "u", 15, "late", "9.00", 9));
        lane.awaitConsumed("upserts");

        var rows = lane.rows("SELECT id, category, price, quantity FROM upserts");

        assertThat(rows).containsExactly(row("1", "new", "2.00", "2"));
    }

    @Test
    void aDeletedRowStaysMarkedUntilItIsInsertedAgain() {
        lane.current(SALES, "deletions");
        produceCurrent("deletions", new Sales(1, "c", 1, "a", "1.00", 1));
        produceCurrent("deletions", new Sales(2, "c", 2, "b", "1.00", 1));
        produceCurrent("deletions", new Sales(1, "d", 3, "a", "1.00", 1));
        produceCurrent("deletions", new Sales(2, "d", 4, "b", "1.00", 1));
        produceCurrent("deletions", new Sales(2, "c", 5, "b again", "1.00", 1));
        lane.awaitConsumed("deletions");

        var rows = lane.rows("SELECT id, is_deleted, op FROM deletions ORDER BY id");

        assertThat(rows).containsExactly(row("1", "true", "d"), row("2", "false", "c"));
    }

    @Test
    void aReplayedEventStandsInTheHistoryOnce() throws Exception {
        lane.history(SALES, "replays");
        var first = new Sales(1, "c", 1, "a", "1.00", 1);
        var second = new Sales(1, "u", 2, "b", "1.00", 1);
        lane.produce("replays", first.key(), first.history(null));
        lane.produce("replays", second.key(), second.history(first));
        lane.produce("replays", first.key(), first.history(null));
        lane.awaitConsumed("replays");
        lane.commitSegments("replays");
        lane.produce("replays", second.key(), second.history(first));
        lane.awaitConsumed("replays");

        var rows = lane.rows("SELECT event_id, after_category FROM replays ORDER BY order_key");

        assertThat(rows).containsExactly(row(first.eventId(), "a"), row(second.eventId(), "b"));
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
        values.put("c_timestamp", -62_135_596_799_999_999L);
        values.put("c_timestamptz", 1_767_225_600_123_456L);
        values.put("c_json", "{\"a\": [1, 2.50, null], \"b\": {}}");
        values.put("c_bytea", "AP8=");
        produceEveryType("full", 1, values);
        var empty = new LinkedHashMap<>(values);
        empty.replaceAll((name, value) -> value instanceof String && !name.equals("c_numeric") ? "" : value);
        produceEveryType("empty", 2, empty);
        var nulls = new LinkedHashMap<>(values);
        nulls.replaceAll((name, value) -> null);
        produceEveryType("null", 3, nulls);
        lane.awaitConsumed("every_type");
        var sql = "SELECT " + String.join(", ", values.keySet()) + " FROM every_type ORDER BY code";

        var inMemory = lane.rows(sql);

        assertThat(inMemory).containsExactly(texts(values), texts(empty), texts(nulls));
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
    void whatIsConsumedIsToldToTheMessage() {
        lane.current(SALES, "positions");
        for (var i = 1; i <= 50; i++) {
            produceCurrent("positions", new Sales(i, "c", i, "a", "1.00", 1));
        }
        lane.produceText("positions", new Sales(1, "c", 1, "a", "1.00", 1).key(), null);
        var ends = lane.endOffsets("positions");
        var beyond = new HashMap<>(ends);
        beyond.replaceAll((partition, end) -> end + 1);

        lane.awaitConsumed("positions");

        assertThat(lane.consumption.offsets("positions")).isEqualTo(ends);
        assertThat(lane.consumption.hasConsumed("positions", beyond)).isFalse();
        assertThat(lane.consumption.hasConsumed("positions", Map.of(0, 0L, 7, 0L)))
                .as("an empty partition has nothing to consume")
                .isTrue();
        assertThat(lane.rows("SELECT COUNT(*) FROM positions")).containsExactly(row("50"));
    }

    @Test
    void everyRowThatCountsAsConsumedIsSeenByTheNextQuery() {
        lane.current(SALES, "visibility");
        for (var i = 1; i <= 30; i++) {
            produceCurrent("visibility", new Sales(i, "c", i, "a", "1.00", 1));
            lane.awaitConsumed("visibility");

            var rows = lane.rows("SELECT COUNT(*) FROM visibility");

            assertThat(rows).containsExactly(row(Integer.toString(i)));
        }
    }

    @Test
    void applyingATableAgainChangesNothing() {
        var table = lane.current(SALES, "applied");

        var change = lane.deployment.apply(table);

        assertThat(change).isEqualTo(Change.UNCHANGED);
        assertThat(lane.deployment.list()).contains("applied");
    }

    @Test
    void anAddedColumnHoldsWhatIsProducedAfterItWasApplied() {
        lane.current(SALES, "evolved");
        produceCurrent("evolved", new Sales(1, "c", 1, "a", "1.00", 1));
        lane.awaitConsumed("evolved");
        var columns = new ArrayList<>(SALES.columns());
        columns.add(Shapes.optional("note", TypeName.TEXT));
        var wider = lane.currentAgain(new TableShape("public", "sales", columns, SALES.key()), "evolved");

        var change = lane.deployment.apply(wider);

        assertThat(change).isEqualTo(Change.UPDATED);
        var message = new Sales(2, "c", 2, "a", "1.00", 1).current();
        message.put("note", "new");
        lane.produce("evolved", "1:2", message);
        lane.awaitConsumed("evolved");
        lane.awaitQueryable("evolved");
        assertThat(lane.rows("SELECT id, note FROM evolved WHERE id = 2")).containsExactly(row("2", "new"));
        assertThat(lane.deployment.apply(wider)).isEqualTo(Change.UNCHANGED);
    }

    @Test
    void aDeletedTableCanBeMadeAgainFromItsTopic() {
        var table = lane.current(SALES, "remade");
        produceCurrent("remade", new Sales(1, "c", 1, "a", "1.00", 1));
        lane.awaitConsumed("remade");

        lane.deployment.delete("remade");

        assertThat(lane.deployment.list()).doesNotContain("remade");
        lane.apply(table);
        lane.awaitConsumed("remade");
        assertThat(lane.rows("SELECT id FROM remade")).containsExactly(row("1"));
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

    @Test
    void everyPortIsBoundToLoopback() {
        assertThat(ListeningSockets.of(lane.pinotProcess.pid()))
                .hasSameSizeAs(lane.pinot.ports().values())
                .allMatch(socket -> socket.address().isLoopbackAddress())
                .extracting(ListeningSockets.Socket::port)
                .containsExactlyInAnyOrderElementsOf(lane.pinot.ports().values());
    }

    @Test
    void whatWasConsumedIsThereAfterAKillAndAfterAStop() throws Exception {
        lane.current(SALES, "survivors");
        lane.history(SALES, "survivors_history");
        for (var i = 1; i <= 200; i++) {
            var sale = new Sales(i, "c", i, "a", "1.00", 1);
            produceCurrent("survivors", sale);
            lane.produce("survivors_history", sale.key(), sale.history(null));
            if (i == 100) {
                lane.awaitConsumed("survivors");
                lane.awaitConsumed("survivors_history");
                lane.commitSegments("survivors");
                lane.commitSegments("survivors_history");
            }
        }
        lane.awaitConsumed("survivors");
        lane.awaitConsumed("survivors_history");

        lane.pinotProcess.killHard();

        var killed = System.nanoTime();
        lane.pinotProcess.startAgain();
        report("ready after kill -9", killed);
        assertAllSurvived();
        var stopping = System.nanoTime();
        lane.pinotProcess.stop(Duration.ofSeconds(15));
        report("stop", stopping);
        var stopped = System.nanoTime();
        lane.pinotProcess.startAgain();
        report("ready after a stop", stopped);
        assertAllSurvived();
    }

    @Test
    void aChangeIsQueryableWithinAMoment() {
        lane.current(SALES, "latencies");
        var millis = new ArrayList<Double>();
        for (var i = 1; i <= 200; i++) {
            var sale = new Sales(i, "c", i, "a", "1.00", 1);
            var sent = System.nanoTime();
            produceCurrent("latencies", sale);
            while (lane.rows("SELECT id FROM latencies WHERE id = " + i).isEmpty()) {
                Thread.onSpinWait();
            }
            millis.add((System.nanoTime() - sent) / 1e6);
        }

        millis.sort(null);

        System.out.printf(
                "produce to queryable: p50 %.1f ms, p95 %.1f ms, max %.1f ms%n",
                millis.get(100), millis.get(190), millis.get(199));
        assertThat(millis.get(100)).as("p50 in ms").isLessThan(500);
    }

    private static void assertAllSurvived() {
        lane.awaitConsumed("survivors");
        lane.awaitConsumed("survivors_history");
        assertThat(lane.rows("SELECT COUNT(*), SUM(quantity) FROM survivors")).containsExactly(row("200", "200.0"));
        assertThat(lane.rows("SELECT COUNT(*), MIN(record_id), MAX(record_id) FROM survivors_history"))
                .containsExactly(row("200", "1.0", "200.0"));
    }

    private static void produceCurrent(String topic, Sales sale) {
        lane.produce(topic, sale.key(), sale.current());
    }

    private static void produceEveryType(String name, int code, Map<String, @Nullable Object> values) {
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

    private static List<@Nullable String> texts(Map<String, @Nullable Object> values) {
        var texts = new ArrayList<@Nullable String>();
        values.values().forEach(value -> texts.add(value == null ? null : value.toString()));
        return texts;
    }

    private static List<@Nullable String> row(@Nullable String... values) {
        return new ArrayList<>(java.util.Arrays.asList(values));
    }

    private static void report(String what, long since) {
        System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - since) / 1e9);
    }
}
