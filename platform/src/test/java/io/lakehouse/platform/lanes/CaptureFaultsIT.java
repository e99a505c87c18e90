package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakehouse.contract.declaration.CaptureDeclaration;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.RawFold;
import io.lakehouse.platform.capture.RunningCapture;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.source.Databases;
import io.lakehouse.platform.source.Lsn;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.stream.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a capture goes through with its source and its worker, on real engines. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaptureFaultsIT {
    private static final int PORT_OFFSET = 22_000;
    private static final int KILLED_ROWS = 50_000;
    private static final int LARGE_ROWS = 1_000_000;

    private RunningCapture capture;
    private Home home;

    @BeforeAll
    void start(@TempDir Path folder) {
        capture = RunningCapture.start(folder.resolve("home"), PORT_OFFSET);
        home = capture.engines().blueprint().home();
    }

    @AfterAll
    void stop() throws InterruptedException {
        capture.close();
    }

    @Test
    void a_worker_that_is_killed_inside_a_large_transaction_delivers_each_of_its_changes_once() throws Exception {
        var pipeline = captured("killed");
        capture.run("INSERT INTO killed SELECT id, 'x' FROM generate_series(1, " + KILLED_ROWS + ") AS id");
        await("some of it is delivered").atMost(RunningCapture.PATIENCE).until(() -> delivered(pipeline) > 0);

        var worker = capture.engines().process("connect");
        worker.destroyForcibly();
        var inside = delivered(pipeline);

        await("another worker")
                .atMost(RunningCapture.PATIENCE)
                .ignoreExceptions()
                .until(() -> capture.engines().process("connect").pid() != worker.pid());
        capture.awaitRunning(pipeline);
        capture.awaitCaptured(pipeline);
        assertThat(inside).as("delivered when it was killed").isLessThan(KILLED_ROWS);
        assertEachOnce(pipeline, KILLED_ROWS);
    }

    @Test
    void a_million_rows_in_one_transaction_are_captured_whole_by_a_worker_of_the_usual_memory() throws Exception {
        var pipeline = captured("large");
        var worker = capture.engines().process("connect");

        capture.run("INSERT INTO large SELECT id, 'x' FROM generate_series(1, " + LARGE_ROWS + ") AS id");
        capture.awaitCaptured(pipeline);

        assertThat(capture.engines().process("connect").pid()).isEqualTo(worker.pid());
        assertThat(worker.info().arguments().orElseThrow()).contains("-Xmx512m");
        assertEachOnce(pipeline, LARGE_ROWS);
    }

    @Test
    void the_slot_of_an_idle_database_advances_beside_a_busy_one() throws Exception {
        var address = new SourceAccess(capture.engines().blueprint()).platformDatabase("idle");
        Databases.create(address, "idle");
        var idle = new SourceDatabase(address);
        idle.query("CREATE TABLE quiet (id int PRIMARY KEY, note text)");
        var table = TableDeclaration.of("public", "quiet");
        var pipeline = Pipeline.of("quiet", new Source.Embedded("idle", ""), List.of(table));
        idle.captureFully(table);
        idle.publish(pipeline.publication(), pipeline.tables());
        try (var topics = new Topics(capture.engines().blueprint().addresses().kafka())) {
            topics.create(PipelinePlan.of(pipeline, List.of(idle.shape(table, field -> field)))
                    .topics());
        }
        capture.run("CREATE TABLE quiet (id int PRIMARY KEY, note text)");
        capture.connectors()
                .deploy(Connector.name("quiet"), capture.configuration(pipeline, Map.of("database.dbname", "idle")));
        capture.awaitRunning(pipeline);
        capture.run(
                "CREATE TABLE busy (id int, note text)",
                "INSERT INTO busy SELECT id, repeat('x', 100) FROM generate_series(1, 20000) AS id");
        var written = capture.database().flushedLsn();

        await("the idle slot has passed what the busy database wrote")
                .atMost(RunningCapture.PATIENCE)
                .until(() -> idle.slot(pipeline.slot())
                        .flatMap(slot -> slot.confirmed())
                        .filter(confirmed -> confirmed.compareTo(written) >= 0)
                        .isPresent());
    }

    @Test
    void a_message_beyond_the_limit_stops_the_capture_by_name_and_goes_on_once_the_limit_is_raised() throws Exception {
        var pipeline = captured("docs");
        var keeper = keeper(pipeline);
        var limits = capture.configuration(pipeline, Map.of("value.converter.longest", "1000000"));
        capture.connectors().deploy(Connector.name("docs"), limits);
        capture.awaitRunning(pipeline);
        capture.run("INSERT INTO docs VALUES (1, repeat('x', 2000000))", "INSERT INTO docs VALUES (2, 'after it')");

        // Told once, it is started again, and for a moment looks well.
        var told = new ArrayList<String>();
        await("it is told").atMost(RunningCapture.PATIENCE).ignoreExceptions().until(() -> {
            told.clear();
            told.addAll(keeper.keep());
            return String.join("", told).contains("a change for topic docs.public.docs is a message of 2000");
        });
        assertThat(told)
                .singleElement()
                .asString()
                .contains("1000000", CaptureDeclaration.LONGEST_MESSAGE, "nothing is skipped");
        await("it is started again").atMost(RunningCapture.PATIENCE).until(() -> {
            keeper.keep();
            return isRunning(pipeline);
        });
        // Connect calls it running, and knows no reason any more.
        assertThat(CaptureFailure.of(home, "docs", confirmed(pipeline))).isPresent();
        assertThat(capture.read("docs.public.docs")).isEmpty();

        capture.connectors().deploy(Connector.name("docs"), capture.configuration(pipeline, Map.of()));
        await("it goes on").atMost(RunningCapture.PATIENCE).ignoreExceptions().until(() -> keeper.keep()
                .isEmpty());

        assertThat(CaptureFailure.of(home, "docs", confirmed(pipeline))).isEmpty();
        capture.awaitCaptured(pipeline);
        assertEachOnce(pipeline, 2);
    }

    @Test
    void a_snapshot_that_fails_again_and_again_is_told_with_its_reason_until_it_succeeds() throws Exception {
        capture.run(
                "CREATE TABLE guarded (id int PRIMARY KEY, note text)",
                "INSERT INTO guarded VALUES (1, 'a')",
                "CREATE ROLE reader LOGIN REPLICATION PASSWORD 'reader'",
                "GRANT CONNECT ON DATABASE sales TO reader");
        var table = TableDeclaration.of("public", "guarded");
        var pipeline = Pipeline.of("guarded", new Source.Embedded("sales", ""), List.of(table));
        capture.database().captureFully(table);
        capture.database().publish(pipeline.publication(), pipeline.tables());
        try (var topics = new Topics(capture.engines().blueprint().addresses().kafka())) {
            topics.create(
                    PipelinePlan.of(pipeline, capture.shapes(pipeline.tables())).topics());
        }
        capture.connectors()
                .deploy(
                        Connector.name("guarded"),
                        capture.configuration(
                                pipeline, Map.of("database.user", "reader", "database.password", "reader")));
        var keeper = keeper(pipeline);

        await("it is told").atMost(RunningCapture.PATIENCE).ignoreExceptions().until(() -> String.join(
                        "", keeper.keep())
                .contains("permission denied for table guarded"));
        await("it is started again").atMost(RunningCapture.PATIENCE).until(() -> {
            keeper.keep();
            return isRunning(pipeline);
        });
        assertThat(CaptureFailure.of(home, "guarded", confirmed(pipeline))
                        .orElseThrow()
                        .message())
                .contains("captured nothing since", "permission denied for table guarded");

        capture.run("GRANT SELECT ON guarded TO reader");
        await("it goes on").atMost(RunningCapture.PATIENCE).ignoreExceptions().until(() -> keeper.keep()
                .isEmpty());
        assertThat(RawFold.of(capture, pipeline, table)).isEqualTo(Map.of("1", "a"));
    }

    @Test
    void a_large_value_that_an_update_leaves_alone_is_in_its_message() throws Exception {
        capture.run(
                "CREATE TABLE toasted (id int PRIMARY KEY, note text, kind int)",
                "ALTER TABLE toasted ALTER note SET STORAGE EXTERNAL");
        var pipeline = capture.capture("toasted", List.of(TableDeclaration.of("public", "toasted")), Map.of());
        capture.run(
                "INSERT INTO toasted VALUES (1, repeat('x', 100000), 1)",
                "UPDATE toasted SET kind = 2",
                "UPDATE toasted SET id = 2",
                "DELETE FROM toasted");
        capture.awaitCaptured(pipeline);

        assertThat(capture.read("toasted.public.toasted")).hasSize(5).allSatisfy(message -> {
            var value = RunningCapture.json(message);
            for (var image : List.of("before", "after")) {
                if (!value.get(image).isNull()) {
                    assertThat(value.at("/" + image + "/note").asText()).hasSize(100_000);
                }
            }
        });
    }

    private Pipeline captured(String name) throws Exception {
        capture.run("CREATE TABLE " + name + " (id int PRIMARY KEY, note text)");
        return capture.capture(name, List.of(TableDeclaration.of("public", name)), Map.of());
    }

    private ConnectorKeeper keeper(Pipeline pipeline) {
        return new ConnectorKeeper(home, pipeline.name(), pipeline.slot(), capture.database(), capture.connectors());
    }

    private boolean isRunning(Pipeline pipeline) throws Exception {
        return capture.connectors()
                .state(Connector.name(pipeline.name()))
                .orElseThrow()
                .isRunning();
    }

    private Optional<Lsn> confirmed(Pipeline pipeline) {
        return capture.database().slot(pipeline.slot()).flatMap(slot -> slot.confirmed());
    }

    /** About how many messages of its table Kafka holds, markers of its transactions among them. */
    private long delivered(Pipeline pipeline) {
        try (var topics = new Topics(capture.engines().blueprint().addresses().kafka())) {
            return topics.endOffsets(List.of(pipeline.rawTopic(pipeline.tables().get(0)))).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** Of the rows 1 to so many, exactly one message each. */
    private void assertEachOnce(Pipeline pipeline, int rows) {
        var seen = new BitSet(rows + 1);
        var count = new int[1];
        capture.each(pipeline.rawTopic(pipeline.tables().get(0)), message -> {
            var key = new String(message.key(), StandardCharsets.UTF_8);
            seen.set(Integer.parseInt(key.substring(key.indexOf(':') + 1)));
            count[0]++;
        });
        assertThat(count[0]).as("messages").isEqualTo(rows);
        assertThat(seen.nextClearBit(1)).as("the first row that is missing").isEqualTo(rows + 1);
    }
}
