package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.RawFold;
import io.lakehouse.platform.capture.RunningCapture;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/** Transactions that are open when the first snapshot of a pipeline begins, on real engines. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenTransactionsIT {
    private static final int PORT_OFFSET = 22_000;

    private RunningCapture capture;

    @BeforeAll
    void start(@TempDir Path folder) {
        capture = RunningCapture.start(folder.resolve("home"), PORT_OFFSET);
    }

    @AfterAll
    void stop() throws InterruptedException {
        capture.close();
    }

    @Test
    void a_capture_begins_when_those_have_ended_that_it_names_and_none_of_their_changes_is_missing_or_there_twice()
            throws Exception {
        var table = table("early");
        try (var first = capture.transaction("UPDATE early SET note = 'first' WHERE id = 1")) {
            var pipeline = capture.deploy("early", List.of(table), Map.of());
            var told = new LinkedBlockingQueue<String>();
            var begun = CompletableFuture.supplyAsync(
                    () -> start(pipeline).await(RunningCapture.PATIENCE, TransactionWait.patient(told::add)));
            assertThat(next(told))
                    .contains("the replication slot lakehouse_early waits: the transaction of " + session(first))
                    .contains("database sales", "application lakehouse", "since 20", "idle in transaction")
                    .endsWith("SELECT pg_terminate_backend(" + pid(first) + ")");
            assertThat(new ConnectorKeeper(home(), "early", pipeline.slot(), capture.database(), capture.connectors())
                            .keep())
                    .singleElement()
                    .asString()
                    .contains(session(first));
            assertThat(start(pipeline)
                            .await(RunningCapture.PATIENCE, TransactionWait.limited(told::add, Duration.ZERO)))
                    .get()
                    .asString()
                    .contains(session(first));
            var guard = new CaptureGuard(home(), "early", pipeline.slot(), capture.database(), capture.connectors());
            guard.expectSlot();
            assertThat(CaptureEpoch.of(home(), "early").slotSeen()).isFalse();
            try (var second = capture.transaction("UPDATE early SET note = 'second' WHERE id = 2")) {
                first.commit();
                assertThat(next(told)).contains(session(second));
                try (var third = capture.transaction(
                        "UPDATE early SET note = 'third' WHERE id = 3",
                        "DELETE FROM early WHERE id = 4",
                        "UPDATE early SET id = 1001 WHERE id = 5",
                        "INSERT INTO early VALUES (1002, 'third')")) {
                    second.commit();
                    assertThat(begun.get(2, TimeUnit.MINUTES)).isEmpty();
                    awaitRead(pipeline);
                    capture.run("UPDATE early SET note = 'after' WHERE id = 6");
                    // Its changes stand before the snapshot's position in the log.
                    third.commit();
                }
            }
            capture.awaitCaptured(pipeline);
            guard.expectSlot();

            assertThat(told).isEmpty();
            assertThat(CaptureEpoch.of(home(), "early").slotSeen()).isTrue();
            assertThat(RawFold.of(capture, pipeline, table)).isEqualTo(RawFold.source(capture, table));
            assertThat(operations(pipeline, table))
                    .containsEntry("1", "r")
                    .containsEntry("2", "r")
                    .containsEntry("3", "ru")
                    .containsEntry("4", "rd")
                    .containsEntry("5", "rd")
                    .containsEntry("1001", "c")
                    .containsEntry("1002", "c")
                    .containsEntry("6", "ru");
        }
    }

    @Test
    void a_snapshot_that_begins_when_the_slot_is_there_misses_nothing_of_a_transaction_that_is_open_then()
            throws Exception {
        var table = table("again");
        capture.run("SELECT pg_create_logical_replication_slot('lakehouse_again', 'pgoutput')");
        try (var open = capture.transaction(
                "UPDATE again SET note = 'open' WHERE id = 1",
                "DELETE FROM again WHERE id = 2",
                "INSERT INTO again VALUES (1001, 'open')")) {
            var pipeline = capture.capture("again", List.of(table), Map.of());
            awaitRead(pipeline);
            capture.run("UPDATE again SET note = 'after' WHERE id = 3");
            open.commit();
            capture.awaitCaptured(pipeline);

            assertThat(RawFold.of(capture, pipeline, table)).isEqualTo(RawFold.source(capture, table));
            assertThat(operations(pipeline, table))
                    .containsEntry("1", "ru")
                    .containsEntry("2", "rd")
                    .containsEntry("3", "ru")
                    .containsEntry("1001", "c");
        }
    }

    @Test
    void a_table_that_is_in_use_is_not_altered_and_nobody_waits_behind_that_until_the_transactions_it_names_have_ended()
            throws Exception {
        allowPrepared();
        capture.run("CREATE TABLE used (id int PRIMARY KEY, note text)");
        var table = TableDeclaration.of("public", "used");
        try (var reading = capture.transaction("SELECT * FROM used");
                var prepared = capture.transaction("INSERT INTO used VALUES (1, 'a')", "PREPARE TRANSACTION 'it''s'")) {
            var told = new LinkedBlockingQueue<String>();
            var altered = CompletableFuture.supplyAsync(() -> TransactionWait.patient(told::add)
                    .until("REPLICA IDENTITY FULL of public.used", () -> capture.database()
                            .captureFullyUnlessUsed(table)));
            assertThat(next(told)).contains("REPLICA IDENTITY FULL of public.used waits", session(reading));
            capture.run("INSERT INTO used VALUES (2, 'b')");
            reading.commit();
            assertThat(next(told))
                    .contains("waits: the prepared transaction 'it''s' (database sales, role ", "since 20")
                    .endsWith("has to end first: commit it, or roll it back: ROLLBACK PREPARED 'it''s'");
            assertThat(TransactionWait.limited(step -> {}, Duration.ZERO)
                            .until("it", () -> capture.database().captureFullyUnlessUsed(table)))
                    .isPresent();
            assertThatExceptionOfType(Failure.class)
                    .isThrownBy(() -> capture.database().captureFully(table))
                    .withMessageStartingWith("REPLICA IDENTITY of public.used cannot be set: the prepared");

            capture.run("COMMIT PREPARED 'it''s'");

            assertThat(altered.get(2, TimeUnit.MINUTES)).isEmpty();
            assertThat(capture.database().replicaIdentity(table)).contains("full");
        }
    }

    /** The server of somebody else may allow prepared transactions. */
    private void allowPrepared() throws SQLException {
        capture.run("ALTER SYSTEM SET max_prepared_transactions = 2");
        var server = capture.engines().process("postgres");
        server.destroyForcibly();
        await("another server")
                .atMost(RunningCapture.PATIENCE)
                .ignoreExceptions()
                .until(() -> capture.database()
                        .query("SHOW max_prepared_transactions")
                        .rows()
                        .get(0)
                        .get(0)
                        .equals("2"));
    }

    private TableDeclaration table(String name) throws SQLException {
        capture.run(
                "CREATE TABLE " + name + " (id int PRIMARY KEY, note text)",
                "ALTER TABLE " + name + " REPLICA IDENTITY FULL",
                "INSERT INTO " + name + " SELECT id, 'old' FROM generate_series(1, 1000) AS id");
        return TableDeclaration.of("public", name);
    }

    private Home home() {
        return capture.engines().blueprint().home();
    }

    private CaptureStart start(Pipeline pipeline) {
        return new CaptureStart(capture.connectors(), capture.database(), pipeline.name(), pipeline.slot());
    }

    private void awaitRead(Pipeline pipeline) {
        await("the snapshot is read").atMost(RunningCapture.PATIENCE).until(() -> capture.connectors()
                .hasReadSnapshot(Connector.name(pipeline.name())));
    }

    private static String next(BlockingQueue<String> told) throws InterruptedException {
        var line = told.poll(2, TimeUnit.MINUTES);
        return line == null ? "nothing" : line;
    }

    private static String session(Connection connection) throws SQLException {
        return "session " + pid(connection) + " (";
    }

    private static int pid(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    /** The operations of each row by its id, in their order. */
    private Map<String, String> operations(Pipeline pipeline, TableDeclaration table) {
        var messages = new ArrayList<>(capture.read(pipeline.rawTopic(table)));
        messages.sort(Comparator.comparing(RawFold::orderKey));
        var operations = new TreeMap<String, String>();
        for (var message : messages) {
            var value = RunningCapture.json(message);
            var image = value.get(value.get("after").isNull() ? "before" : "after");
            operations.merge(image.get("id").asText(), value.get("op").asText(), String::concat);
        }
        return operations;
    }
}
