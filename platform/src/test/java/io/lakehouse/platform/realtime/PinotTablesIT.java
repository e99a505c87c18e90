package io.lakehouse.platform.realtime;

import static io.lakehouse.platform.realtime.Shapes.SALES;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.PinotIndexes;
import io.lakehouse.contract.declaration.PinotTableDeclaration;
import io.lakehouse.contract.declaration.PinotTableOptions;
import io.lakehouse.contract.declaration.StoreColumns;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.plan.PinotSetupScript;
import io.lakehouse.platform.plan.PinotTableFiles;
import io.lakehouse.platform.realtime.PinotTableDeployment.Change;
import io.lakehouse.platform.stream.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What the real-time tables keep, on real Kafka and real Pinot. Each test has tables of its own. */
class PinotTablesIT {
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

    /** What the declaration's own check lets through, Pinot takes, and commits segments with. */
    @Test
    void everyDeclaredIndexIsTakenByPinot() throws Exception {
        var indexes = new PinotIndexes(
                List.of("category", "op", "is_deleted"),
                List.of("quantity", "event_timestamp"),
                List.of(),
                List.of("id", "category"),
                "quantity");
        var options = PinotTableOptions.DEFAULTS.withIndexes(indexes);
        StoreColumns.check(declaration(options), SALES);
        lane.current(SALES, "indexed", options);
        for (var i = 1; i <= 20; i++) {
            produceCurrent("indexed", new Sales(i, "c", i, i % 2 == 0 ? "even" : "odd", "1.00", i));
        }
        lane.awaitConsumed("indexed");
        lane.commitSegments("indexed");

        var rows = lane.rows("SELECT COUNT(*) FROM indexed WHERE category = 'even' AND quantity > 10");

        assertThat(rows).containsExactly(row("5"));
    }

    @Test
    void aJsonIndexIsAskedByJsonMatch() throws Exception {
        var shape = new TableShape(
                "public",
                "documents",
                List.of(Shapes.required("id", TypeName.BIGINT), Shapes.optional("body", TypeName.JSON)),
                List.of("id"));
        var indexes = new PinotIndexes(List.of(), List.of(), List.of("body"), List.of(), "");
        lane.current(shape, "documents", PinotTableOptions.DEFAULTS.withIndexes(indexes));
        for (var i = 1; i <= 4; i++) {
            var body = i == 4 ? "null" : "\"{\\\"kind\\\":\\\"" + (i % 2) + "\\\"}\"";
            lane.produceText(
                    "documents",
                    Integer.toString(i),
                    "{\"id\":" + i + ",\"body\":" + body + ",\"is_deleted\":false,\"op\":\"c\",\"event_timestamp\":" + i
                            + ",\"order_key\":\"" + i + "\",\"event_id\":\"" + i + "\"}");
        }
        lane.awaitConsumed("documents");
        lane.commitSegments("documents");

        var rows = lane.rows("SELECT id FROM documents WHERE JSON_MATCH(body, '\"$.kind\"=''1''') ORDER BY id");

        assertThat(rows).containsExactly(row("1"), row("3"));
    }

    private static TableDeclaration declaration(PinotTableOptions options) {
        var usual = TableDeclaration.of("public", "sales");
        return new TableDeclaration(
                "public",
                "sales",
                usual.columns(),
                usual.key(),
                new PinotTableDeclaration(true, "indexed", options),
                usual.history(),
                usual.lake(),
                usual.simulation());
    }

    @Test
    void theGeneratedScriptSetsUpTablesThatWorkAndChangesOnlyWhatDiffers() throws Exception {
        var out = Files.createDirectories(folder.resolve("generated"));
        var large = Map.of("max.message.bytes", "33554432");
        generate(out, SALES, 2, large);

        assertThat(run(out)).contains("topic scripted: created", "table scripted: created");
        lane.awaitQueryable("scripted");
        produceCurrent("scripted", new Sales(1, "c", 1, "a", "1.00", 1));
        lane.awaitConsumed("scripted");
        assertThat(lane.rows("SELECT id, category FROM scripted")).containsExactly(row("1", "a"));
        assertThat(run(out)).contains("topic scripted: unchanged", "table scripted: unchanged");

        var columns = new ArrayList<>(SALES.columns());
        columns.add(Shapes.optional("discount", TypeName.INTEGER));
        generate(
                out,
                new TableShape("public", "sales", columns, List.of("id")),
                2,
                Map.of("max.message.bytes", "33554432", "cleanup.policy", "compact"));
        assertThat(run(out)).contains("topic scripted: set cleanup.policy=compact", "table scripted: schema changed");
        assertThat(lane.rows("SELECT id, discount FROM scripted")).containsExactly(row("1", null));

        generate(out, SALES, 3, large);
        assertThat(run(out)).contains("topic scripted has 2 partitions, not 3");
    }

    private static void generate(Path out, TableShape shape, int partitions, Map<String, String> settings)
            throws IOException {
        var table = PinotTables.current(
                shape, "scripted", "scripted", KafkaAddress.open(lane.bootstrapServers), PinotTableOptions.DEFAULTS);
        var files = new PinotTableFiles(
                "sales", List.of(table), List.of(new Topics.Topic("scripted", partitions, settings)));
        for (var file : files.json().entrySet()) {
            Files.writeString(out.resolve(file.getKey()), file.getValue());
        }
        var release = lane.deployment.release();
        assertThat(release).isEqualTo(PinotRelease.EMBEDDED);
        Files.writeString(
                out.resolve(PinotSetupScript.FILE_NAME),
                PinotSetupScript.of(release, List.of(files), "http://not.declared:1", lane.bootstrapServers));
    }

    /** What the script says, whether it succeeds or not. */
    private static String run(Path out) throws Exception {
        var process = new ProcessBuilder(
                        "bash", out.resolve(PinotSetupScript.FILE_NAME).toString())
                .redirectErrorStream(true);
        process.environment().put("PINOT_CONTROLLER", lane.pinot.controller().base());
        process.environment()
                .put(
                        "KAFKA_HOME",
                        KafkaScripts.write(out.resolve("kafka"), lane.kafkaClassPath)
                                .toString());
        var running = process.start();
        var said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        running.waitFor();
        return said;
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

    /** Pinot 0.11's limit, which realtime/README.md tells; a newer Pinot may do better. */
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
        assertThat(lane.rows("SELECT id, note FROM evolved WHERE id = 1")).containsExactly(row("1", null));
        assertThat(lane.rows("SELECT id FROM evolved WHERE note IS NULL")).containsExactly(row("1"));
        assertThat(lane.deployment.apply(wider)).isEqualTo(Change.UNCHANGED);
    }

    /** As when the platform is killed between the two: without the second, the open segment would lose the values. */
    @Test
    void aSchemaThatWasWrittenButNotTakenUpIsTakenUpByTheNextApply() throws Exception {
        lane.current(SALES, "interrupted");
        produceCurrent("interrupted", new Sales(1, "c", 1, "a", "1.00", 1));
        lane.awaitConsumed("interrupted");
        var columns = new ArrayList<>(SALES.columns());
        columns.add(Shapes.optional("note", TypeName.TEXT));
        var wider = lane.currentAgain(new TableShape("public", "sales", columns, SALES.key()), "interrupted");
        lane.pinot.controller().put("/schemas/interrupted", wider.schema());

        var change = lane.deployment.apply(wider);

        assertThat(change).isEqualTo(Change.UPDATED);
        var message = new Sales(2, "c", 2, "a", "1.00", 1).current();
        message.put("note", "new");
        lane.produce("interrupted", "1:2", message);
        lane.awaitConsumed("interrupted");
        lane.awaitQueryable("interrupted");
        assertThat(lane.rows("SELECT id, note FROM interrupted ORDER BY id"))
                .containsExactly(row("1", null), row("2", "new"));
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

    private static List<@Nullable String> row(@Nullable String... values) {
        return new ArrayList<>(java.util.Arrays.asList(values));
    }

    private static void report(String what, long since) {
        System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - since) / 1e9);
    }
}
