package io.lakehouse.platform.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.source.SourceDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What capture keeps while something is written, killed or too large, on a real PostgreSQL, Connect and Kafka. */
class CaptureFaultsIT {
    private static final Duration LONGEST = Duration.ofMinutes(4);

    @TempDir
    static Path folder;

    private static RunningCapture capture;

    @BeforeAll
    static void start() {
        capture = RunningCapture.in(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        capture.close();
    }

    @Test
    void aSnapshotWhileWritingAndATransactionAcrossItLoseAndDoubleNothing() throws Exception {
        var source = table("snapshot", 20_000);
        var pipeline = pipeline("snapshot", source, "t");
        try (var writer = Writer.over(source, "t", 20_000);
                var open = RunningCapture.connect(source);
                var statement = open.createStatement()) {
            open.setAutoCommit(false);
            capture.capture(pipeline, source, Map.of("snapshot.fetch.size", "500"));
            await("the slot is there").atMost(LONGEST).until(() -> source.slot(pipeline.slot()).isPresent());
            statement.execute("UPDATE t SET v = 'across' WHERE id <= 100; INSERT INTO t VALUES (30001, 'across')");
            await("snapshot rows arrive")
                    .atMost(LONGEST)
                    .until(() -> !capture.records("snapshot.public.t").isEmpty());
            await("the writer goes on").atMost(LONGEST).until(() -> writer.written() > 50);
            open.commit();
        }
        capture.awaitCaptured(pipeline, source);

        var messages = capture.records("snapshot.public.t");

        assertThat(Folded.rows(messages, "v")).isEqualTo(rows(source, "t"));
        assertThat(Folded.doubled(messages)).isZero();
        assertThat(messages).extracting(RunningCapture.Raw::op).contains("r", "u", "c", "d");
        assertThat(messages).noneMatch(message -> message.envelope().toString().contains("never"));
    }

    @Test
    void aTableAddedLaterGetsItsRowsWhileItIsWritten() throws Exception {
        var source = table("added", 10);
        capture.capture(pipeline("added", source, "t"), source, Map.of());
        source.query("CREATE TABLE \"later, on\" (id bigint PRIMARY KEY, v text);"
                + " INSERT INTO \"later, on\" SELECT i, 'old' || i FROM generate_series(1, 5000) i");
        var both = pipeline("added", source, "t", "later, on");
        var steps = new ArrayList<String>();
        try (var writer = Writer.over(source, "\"later, on\"", 5_000)) {
            capture.capture(both, source, Map.of());
            capture.awaitCaptured(both, source);
            assertThat(capture.records("added.public.later__on"))
                    .extracting(RunningCapture.Raw::op)
                    .doesNotContain("r");

            new IncrementalSnapshot(capture.kafka(), "added")
                    .read(
                            List.of(source.shape(both.tables().get(1), field -> field)),
                            source::emitMarker,
                            steps::add,
                            LONGEST);
            assertThat(writer.written()).isPositive();
        }
        capture.awaitCaptured(both, source);

        var messages = capture.records("added.public.later__on");
        assertThat(Folded.rows(messages, "v")).isEqualTo(rows(source, "\"later, on\""));
        assertThat(Folded.doubled(messages)).isZero();
        assertThat(messages.stream().filter(message -> message.op().equals("r"))).hasSizeBetween(1_000, 5_000);
        assertThat(steps).anyMatch(step -> step.startsWith("read public.later, on: "));
    }

    @Test
    void connectKilledInsideALargeTransactionDeliversEachChangeOnce() throws Exception {
        var rows = 200_000;
        var source = table("killed", 1);
        var pipeline = pipeline("killed", source, "t");
        capture.capture(pipeline, source, Map.of());
        capture.awaitCaptured(pipeline, source);

        source.query("BEGIN; INSERT INTO t VALUES (2, 'kept'); SAVEPOINT s; INSERT INTO t VALUES (3, 'undone');"
                + " ROLLBACK TO s; INSERT INTO t SELECT i, 'large' FROM generate_series(4, " + (rows + 3)
                + ") i; COMMIT");
        await("the transaction is under way")
                .atMost(LONGEST)
                .until(() -> capture.written("killed.public.t") > 5_000);
        capture.kill("connect");
        capture.awaitCaptured(pipeline, source);

        var messages = capture.records("killed.public.t");
        assertThat(messages).hasSize(rows + 2);
        assertThat(Folded.rows(messages, "v")).isEqualTo(rows(source, "t"));
        assertThat(Folded.doubled(messages)).isZero();
    }

    @Test
    void theSlotOfAnIdleDatabaseAdvancesBesideABusyOne() throws Exception {
        var idle = table("idle", 1);
        var pipeline = pipeline("idle", idle, "t");
        capture.capture(pipeline, idle, Map.of());
        capture.awaitCaptured(pipeline, idle);
        var busy = table("busy", 20_000);
        busy.query("UPDATE t SET v = v || 'x'");
        var written = idle.flushedLsn();

        await("the slot passes what the busy database wrote, by heartbeats alone")
                .atMost(LONGEST)
                .until(() -> RunningCapture.confirmed(pipeline, idle).compareTo(written) >= 0);
    }

    @Test
    void aChangeThatIsTooLargeIsNamedAndNotSkipped() throws Exception {
        var source = table("large", 1);
        var pipeline = pipeline("large", source, "t");
        capture.capture(pipeline, source, Map.of("producer.override.max.request.size", "1000000"));
        capture.awaitCaptured(pipeline, source);

        source.query("INSERT INTO t VALUES (2, repeat('x', 3000000)); INSERT INTO t VALUES (3, 'after')");

        await("the connector stops").atMost(LONGEST).until(() -> state(pipeline).hasFailed());
        assertThat(state(pipeline).reason())
                .contains("large.public.t")
                .containsPattern("300\\d{4} bytes")
                .contains("1000000")
                .contains("producer.override.max.request.size");
        assertThat(Folded.rows(capture.records("large.public.t"), "v")).containsOnlyKeys(1L);
        capture.capture(pipeline, source, Map.of());
        capture.connectors().restart(Connector.name("large"));
        capture.awaitCaptured(pipeline, source);
        assertThat(Folded.rows(capture.records("large.public.t"), "v")).isEqualTo(rows(source, "t"));
    }

    @Test
    void aPartitionedTableIsOneTableAndCopyGivesEachRowItsOwn() throws Exception {
        var source = capture.create("partitioned");
        source.query("CREATE TABLE t (id bigint PRIMARY KEY, v text) PARTITION BY RANGE (id);"
                + " CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (100);"
                + " CREATE TABLE t2 (LIKE t INCLUDING ALL); INSERT INTO t VALUES (1, 'first')");
        var pipeline = pipeline("partitioned", source, "t");
        capture.capture(pipeline, source, Map.of());
        capture.awaitCaptured(pipeline, source);

        source.query("ALTER TABLE t ATTACH PARTITION t2 FOR VALUES FROM (100) TO (200);"
                + " ALTER TABLE t2 REPLICA IDENTITY FULL");
        source.query("INSERT INTO t VALUES (150, 'attached'), (2, 'second'); UPDATE t SET id = 151 WHERE id = 1");
        source.query("CREATE TABLE copied AS SELECT i AS id, 'copied' AS v FROM generate_series(10, 59) i;"
                + " INSERT INTO t SELECT * FROM copied; DELETE FROM t WHERE id = 151");
        capture.awaitCaptured(pipeline, source);
        var attached = Folded.rows(capture.records("partitioned.public.t"), "v");
        assertThat(attached).isEqualTo(rows(source, "t")).hasSize(52);

        source.query("ALTER TABLE t DETACH PARTITION t2; UPDATE t2 SET v = 'no longer of t'; UPDATE t SET v = 'x'");
        capture.awaitCaptured(pipeline, source);
        var messages = capture.records("partitioned.public.t");
        assertThat(messages).noneMatch(message -> message.envelope().toString().contains("no longer"));
        assertThat(Folded.doubled(messages)).isZero();
        assertThat(capture.topics()).noneMatch(topic -> topic.matches("partitioned\\.public\\.t\\d"));
    }

    private static Connectors.State state(Pipeline pipeline) throws Exception {
        return capture.connectors().state(Connector.name(pipeline.name())).orElseThrow();
    }

    private static SourceDatabase table(String database, int rows) throws SQLException {
        var source = capture.create(database);
        source.query("CREATE TABLE t (id bigint PRIMARY KEY, v text);"
                + " INSERT INTO t SELECT i, 'old' || i FROM generate_series(1, " + rows + ") i");
        return source;
    }

    private static Pipeline pipeline(String name, SourceDatabase source, String... tables) {
        return RunningCapture.pipeline(
                name,
                source,
                List.of(tables).stream()
                        .map(table -> TableDeclaration.of("public", table))
                        .toArray(TableDeclaration[]::new));
    }

    private static Map<Long, String> rows(SourceDatabase source, String table) throws SQLException {
        var rows = new TreeMap<Long, String>();
        for (var row : source.query("SELECT id, v FROM " + table).rows()) {
            rows.put(Long.parseLong(row.get(0)), row.get(1));
        }
        return rows;
    }
}
