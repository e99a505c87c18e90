package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.RawFold;
import io.lakehouse.platform.capture.RunningCapture;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.stream.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tables with rows are added to a pipeline that captures, on real engines. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TakeUpIT {
    private static final int PORT_OFFSET = 22_000;
    private static final int ROWS = 20_000;

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
    void rows_of_an_added_table_are_read_once_while_it_is_written_to_and_it_equals_the_source() throws Exception {
        capture.run("CREATE TABLE first (id int PRIMARY KEY, note text)", "INSERT INTO first VALUES (1, 'a')");
        capture.capture("grows", List.of(TableDeclaration.of("public", "first")), Map.of());
        capture.run(
                "CREATE TABLE added (id int PRIMARY KEY, note text)",
                "ALTER TABLE added REPLICA IDENTITY FULL",
                "INSERT INTO added SELECT id, 'old' FROM generate_series(1, " + ROWS + ") AS id");
        var pipeline =
                declared("grows", TableDeclaration.of("public", "first"), TableDeclaration.of("public", "added"));
        var added = List.of(pipeline.tables().get(1));

        try (var open = capture.transaction("UPDATE added SET note = 'before it was published' WHERE id = 1")) {
            publish(pipeline);
            // What this transaction has written is in no capture: nothing may be read before it has ended.
            assertThatExceptionOfType(Failure.class)
                    .isThrownBy(() -> takeUp(pipeline, added, Duration.ofSeconds(2)))
                    .withMessageContaining("writing to public.added");
            open.commit();
        }
        var switched = takeUp(pipeline, List.of(), RunningCapture.PATIENCE);
        capture.awaitRunning(pipeline);
        try (var open = capture.transaction(
                "UPDATE added SET note = 'while it was read' WHERE id = 2",
                "DELETE FROM added WHERE id = 3",
                "UPDATE added SET id = " + (ROWS + 1) + " WHERE id = 4")) {
            whileWriting(() -> {
                assertThat(switched.read(capture.configuration(pipeline, Map.of())))
                        .singleElement()
                        .asString()
                        .contains("the rows that public.added held before are being read");
                awaitRead(pipeline);
                return true;
            });
            // Its changes stand before the rows' own positions in the log, and come after all of them.
            open.commit();
        }
        capture.run("UPDATE added SET note = 'after' WHERE id = 5", "UPDATE first SET note = 'b'");
        capture.awaitCaptured(pipeline);

        for (var table : pipeline.tables()) {
            assertThat(RawFold.of(capture, pipeline, table).equals(RawFold.source(capture, table)))
                    .as(table.table())
                    .isTrue();
        }
        var lsn = capture.read(pipeline.rawTopic(added.get(0))).stream()
                .filter(message -> RunningCapture.key(message).equals("1:2"))
                .collect(Collectors.toMap(
                        message -> RunningCapture.json(message).get("op").asText(),
                        message ->
                                RunningCapture.json(message).at("/source/lsn").asLong()));
        assertThat(lsn.get("r")).as("by its own position the row would win").isGreaterThan(lsn.get("u"));
        var messages = capture.read(pipeline.rawTopic(added.get(0))).size();
        var again = takeUp(pipeline, List.of(), RunningCapture.PATIENCE);
        assertThat(again.read(capture.configuration(pipeline, Map.of()))).isEmpty();
        assertThat(capture.connectors().names())
                .contains(Connector.name("grows"))
                .noneMatch(name -> name.contains("rows-"));
        assertThat(capture.read(pipeline.rawTopic(added.get(0)))).hasSize(messages);
    }

    @Test
    void rows_of_a_table_without_a_key_and_of_an_empty_one_are_read_too() throws Exception {
        capture.run("CREATE TABLE start (id int PRIMARY KEY)");
        capture.capture("keyless", List.of(TableDeclaration.of("public", "start")), Map.of());
        capture.run(
                "CREATE TABLE log (line text)",
                "INSERT INTO log VALUES ('a'), ('a'), ('b')",
                "CREATE TABLE nothing (id int PRIMARY KEY)");
        var pipeline = declared(
                "keyless",
                TableDeclaration.of("public", "start"),
                RunningCapture.historyOnly("public", "log"),
                TableDeclaration.of("public", "nothing"));
        publish(pipeline);

        var takeUp = takeUp(pipeline, pipeline.tables().subList(1, 3), RunningCapture.PATIENCE);
        capture.awaitRunning(pipeline);
        takeUp.read(capture.configuration(pipeline, Map.of()));
        awaitRead(pipeline);
        capture.run("INSERT INTO log VALUES ('c')");
        capture.awaitCaptured(pipeline);

        assertThat(capture.read(pipeline.rawTopic(pipeline.tables().get(1))).stream()
                        .map(RunningCapture::json)
                        .map(value -> value.get("op").asText() + " "
                                + value.at("/after/line").asText()))
                .containsExactlyInAnyOrder("r a", "r a", "r b", "c c");
        assertThat(capture.read(pipeline.rawTopic(pipeline.tables().get(2)))).isEmpty();
    }

    @Test
    void a_table_that_is_taken_out_before_its_rows_were_read_is_read_no_more() throws Exception {
        capture.run("CREATE TABLE stays (id int PRIMARY KEY)", "CREATE TABLE goes (id int PRIMARY KEY)");
        capture.capture("shrinks", List.of(TableDeclaration.of("public", "stays")), Map.of());
        var remembered = remembered("shrinks");
        var takeUp =
                new TakeUp(remembered, capture.connectors(), capture.database(), new Deadline(RunningCapture.PATIENCE));
        var stays = TableDeclaration.of("public", "stays");
        var goes = TableDeclaration.of("public", "goes");
        takeUp.expect(List.of(stays, goes), List.of(goes));
        assertThat(takeUp.isDue()).isTrue();

        takeUp.expect(List.of(stays), List.of());

        assertThat(takeUp.isDue()).isFalse();
        assertThat(remembered.all()).isEmpty();
    }

    private static Pipeline declared(String name, TableDeclaration... tables) {
        return Pipeline.of(name, new Source.Embedded("sales", ""), List.of(tables));
    }

    /** As applying does, up to the connector. */
    private void publish(Pipeline pipeline) {
        pipeline.tables().forEach(capture.database()::captureFully);
        capture.database().publish(pipeline.publication(), pipeline.tables());
        try (var topics = new Topics(capture.engines().blueprint().addresses().kafka())) {
            topics.create(
                    PipelinePlan.of(pipeline, capture.shapes(pipeline.tables())).topics());
        }
    }

    private TakeUp takeUp(Pipeline pipeline, List<TableDeclaration> added, Duration limit) throws Exception {
        var takeUp =
                new TakeUp(remembered(pipeline.name()), capture.connectors(), capture.database(), new Deadline(limit));
        takeUp.expect(pipeline.tables(), added);
        if (takeUp.isToSwitch()) {
            takeUp.switchOver(capture.configuration(pipeline, Map.of()));
        }
        return takeUp;
    }

    private LateSnapshots remembered(String pipeline) {
        return new LateSnapshots(capture.engines().blueprint().home(), pipeline);
    }

    private void awaitRead(Pipeline pipeline) {
        var keeper = new LateSnapshotKeeper(remembered(pipeline.name()), capture.connectors());
        await("rows are read").atMost(RunningCapture.PATIENCE).until(() -> {
            keeper.keep();
            return remembered(pipeline.name()).all().isEmpty();
        });
    }

    /** Does something while rows come, change and go all the time. */
    private void whileWriting(Callable<Boolean> work) throws Exception {
        var stopped = new AtomicBoolean();
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            var writing = writer.submit(() -> {
                for (var round = 0; !stopped.get(); round++) {
                    var id = 100 + round * 7 % (ROWS - 100);
                    capture.run(
                            "UPDATE added SET note = 'round " + round + "' WHERE id = " + id,
                            "DELETE FROM added WHERE id = " + (id + 3),
                            "INSERT INTO added VALUES (" + (2 * ROWS + round) + ", 'new')");
                }
                return true;
            });
            work.call();
            stopped.set(true);
            writing.get();
        } finally {
            stopped.set(true);
            writer.shutdown();
        }
    }
}
