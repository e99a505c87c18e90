package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.capture.RawFold;
import io.lakehouse.platform.capture.RunningCapture;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.lanes.AppliedPipeline.AppliedSource;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.diff.Kind;
import io.lakehouse.platform.plan.diff.Resource;
import io.lakehouse.platform.source.SourceIncarnation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a capture whose slot goes away or is made anew behind its back, on real engines. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaptureRecoveryIT {
    private static final int PORT_OFFSET = 22_000;

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
    void a_slot_that_is_gone_stops_its_capture_alone_and_a_recovery_makes_it_equal_to_the_source() throws Exception {
        var other = captured("beside");
        var pipeline = captured("gone");
        capture.run("INSERT INTO gone VALUES (1, 'a'), (2, 'b'), (3, 'c')");
        capture.awaitCaptured(pipeline);
        var guard = guard(pipeline);
        assertThat(guard.look()).isEmpty();

        dropSlot(pipeline);
        capture.run("DELETE FROM gone WHERE id = 1", "UPDATE gone SET note = 'missed' WHERE id = 2");

        assertThat(guard.look())
                .get()
                .asString()
                .contains("the replication slot lakehouse_gone is gone", "lakehouse recover gone");
        awaitStopped(pipeline);
        var connectors = new DeclaredConnectors(capture.engines().blueprint());
        var gone = declared("gone");
        assertThat(connectors.status(gone)).satisfies(status -> {
            assertThat(status.state()).isEqualTo("lost");
            assertThat(status.isRunning()).isFalse();
            assertThat(status.reason()).contains("slot lakehouse_gone is gone", "lakehouse recover gone");
        });
        assertThatThrownBy(() -> connectors.requireWhole(gone)).hasMessageContaining("lakehouse recover gone");
        // Somebody who lets it go on all the same is stopped again, and no slot is made that would hide the gap.
        capture.connectors().resume(Connector.name("gone"));
        await("the task refuses").atMost(RunningCapture.PATIENCE).until(() -> capture.connectors()
                .state(Connector.name("gone"))
                .filter(state -> state.hasFailed())
                .isPresent());
        assertThat(capture.database().slot(pipeline.slot())).isEmpty();
        assertThat(guard.look()).isPresent();
        awaitStopped(pipeline);
        capture.run("INSERT INTO beside VALUES (1, 'x')");
        capture.awaitCaptured(other);
        assertThat(guard(other).look()).isEmpty();
        assertThat(fold(other)).isEqualTo(source(other));

        recover(pipeline);

        capture.run("INSERT INTO gone VALUES (4, 'd')", "DELETE FROM gone WHERE id = 3");
        capture.awaitCaptured(pipeline);
        assertThat(guard(pipeline).look()).isEmpty();
        assertThat(fold(pipeline)).isEqualTo(source(pipeline)).isEqualTo(Map.of("2", "missed", "4", "d"));
    }

    @Test
    void a_slot_that_was_made_anew_is_not_taken_for_the_one_before_also_when_somebody_deleted_the_connector()
            throws Exception {
        var pipeline = captured("anew");
        capture.run("INSERT INTO anew VALUES (1, 'a'), (2, 'b')");
        capture.awaitCaptured(pipeline);

        dropSlot(pipeline);
        capture.run(
                "DELETE FROM anew WHERE id = 1",
                "SELECT pg_create_logical_replication_slot('" + pipeline.slot() + "', 'pgoutput')");

        var guard = guard(pipeline);
        await("the gap is seen").atMost(RunningCapture.PATIENCE).until(() -> guard.look()
                .filter(message -> message.contains("it was made anew") && message.contains("lakehouse recover anew"))
                .isPresent());
        awaitStopped(pipeline);
        // Its offsets outlive a connector, and one of its name would go on from them.
        capture.connectors().delete(Connector.name("anew"));

        recover(pipeline);

        capture.awaitCaptured(pipeline);
        assertThat(fold(pipeline)).isEqualTo(source(pipeline)).isEqualTo(Map.of("2", "b"));
    }

    @Test
    void each_look_remembers_how_far_the_log_had_come_which_a_restored_source_falls_short_of() throws Exception {
        var pipeline = captured("seen");
        var guard = guard(pipeline);
        assertThat(guard.look()).isEmpty();
        capture.run("INSERT INTO seen VALUES (1, 'a')");
        var written = capture.database().flushedLsn();
        capture.awaitCaptured(pipeline);

        assertThat(guard.look()).isEmpty();

        assertThat(CaptureEpoch.of(home, "seen").source().orElseThrow().written())
                .isGreaterThanOrEqualTo(written);
    }

    @Test
    void a_table_that_was_dropped_and_made_anew_is_not_taken_for_the_one_before() throws Exception {
        var pipeline = captured("remade");
        capture.run("INSERT INTO remade VALUES (1, 'a'), (2, 'b')");
        capture.awaitCaptured(pipeline);
        var guard = guard(pipeline);

        capture.run("DROP TABLE remade");
        assertThat(guard.look()).as("a table that is gone stops no other").isEmpty();
        capture.run("CREATE TABLE remade (id int PRIMARY KEY, note text)", "INSERT INTO remade VALUES (2, 'other')");

        assertThat(guard.look())
                .get()
                .asString()
                .contains("publication lakehouse_remade does not publish public.remade", "lakehouse recover remade");
        awaitStopped(pipeline);

        recover(pipeline);

        capture.run("INSERT INTO remade VALUES (3, 'c')");
        capture.awaitCaptured(pipeline);
        assertThat(guard(pipeline).look()).isEmpty();
        assertThat(fold(pipeline)).isEqualTo(source(pipeline)).isEqualTo(Map.of("2", "other", "3", "c"));
    }

    @Test
    void a_publication_that_was_away_for_a_while_is_a_gap_although_it_is_whole_again() throws Exception {
        var pipeline = captured("unpublished");
        capture.run("INSERT INTO unpublished VALUES (1, 'a'), (2, 'b')");
        capture.awaitCaptured(pipeline);

        capture.run("ALTER PUBLICATION lakehouse_unpublished SET (publish = 'insert, update')");
        assertThat(guard(pipeline).look()).get().asString().contains("does not publish delete, truncate");
        capture.run(
                "DELETE FROM unpublished WHERE id = 1",
                "ALTER PUBLICATION lakehouse_unpublished SET (publish = 'insert, update, delete, truncate')");

        assertThat(guard(pipeline).look()).isPresent();
        awaitStopped(pipeline);
        recover(pipeline);

        capture.awaitCaptured(pipeline);
        assertThat(fold(pipeline)).isEqualTo(source(pipeline)).isEqualTo(Map.of("2", "b"));
    }

    @Test
    void a_sync_ends_when_only_a_person_can_let_the_capture_go_on() throws Exception {
        var pipeline = captured("waiting");
        capture.awaitCaptured(pipeline);
        var connector = Connector.name("waiting");
        var sync = new Sync(
                capture.engines().blueprint(),
                Lanes.plan(capture.engines().blueprint(), "waiting"),
                Duration.ofDays(1));

        capture.connectors().pause(connector);
        await("it is paused").atMost(RunningCapture.PATIENCE).until(() -> capture.connectors()
                .state(connector)
                .filter(Connectors.State::isPaused)
                .isPresent());
        assertThatThrownBy(sync::realtime)
                .isInstanceOf(Failure.class)
                .hasMessageContaining(connector + " is paused")
                .hasMessageContaining("lakehouse connectors resume waiting");

        capture.connectors().delete(connector);
        assertThatThrownBy(sync::realtime)
                .isInstanceOf(Failure.class)
                .hasMessageContaining("no connector " + connector)
                .hasMessageContaining("lakehouse connectors deploy waiting");
    }

    private DeclaredPipeline declared(String name) throws IOException {
        var file = Files.writeString(
                home.root().resolve(name + ".yaml"),
                "name: %s\nsource: {database: %s}\ntables: [{table: %s}]\n"
                        .formatted(name, capture.database().address().database(), name));
        return Pipelines.read(file).named(name);
    }

    /** A pipeline of one table of its name, as if it had been applied. */
    private Pipeline captured(String name) throws Exception {
        capture.run("CREATE TABLE " + name + " (id int PRIMARY KEY, note text)");
        var pipeline = capture.capture(name, List.of(TableDeclaration.of("public", name)), Map.of());
        var plan = PipelinePlan.of(pipeline, capture.shapes(pipeline.tables()));
        Lanes.remember(
                home,
                new AppliedPipeline(
                        name,
                        "/none.yaml",
                        AppliedSource.of(pipeline.source()),
                        pipeline.lake().namespace(),
                        pipeline.lake().checkpointTable(),
                        plan.routes(),
                        List.of(),
                        List.of(new Resource(
                                Kind.CONNECTOR,
                                Connector.name(name),
                                capture.connectors()
                                        .configuration(Connector.name(name))
                                        .orElseThrow()))));
        new CaptureEpoch(RunningCapture.EPOCH, true)
                .seenOn(SourceIncarnation.of(capture.database().address()), Optional.empty())
                .save(home, name);
        return pipeline;
    }

    private CaptureGuard guard(Pipeline pipeline) {
        return new CaptureGuard(home, pipeline.name(), pipeline.slot(), capture.database(), capture.connectors());
    }

    /** Debezium may take it up again between the two statements. */
    private void dropSlot(Pipeline pipeline) {
        await("no slot").atMost(RunningCapture.PATIENCE).ignoreExceptions().until(() -> {
            capture.database().endReader(pipeline.slot());
            capture.database().dropSlot(pipeline.slot());
            return true;
        });
    }

    private void awaitStopped(Pipeline pipeline) {
        await("stopped").atMost(RunningCapture.PATIENCE).until(() -> capture.connectors()
                .state(Connector.name(pipeline.name()))
                .filter(state -> state.connector().equals("STOPPED"))
                .isPresent());
    }

    /** As the verb does, but for the lanes, which are not there. */
    private void recover(Pipeline pipeline) throws Exception {
        new PipelineRecovery(capture.engines().blueprint(), pipeline.name()).recover(step -> {});
        var epoch = CaptureEpoch.of(home, pipeline.name());
        assertThat(epoch).isEqualTo(new CaptureEpoch(RunningCapture.EPOCH + 1, false));
        assertThat(capture.database().slot(pipeline.slot())).isEmpty();
        capture.capture(
                pipeline.name(), pipeline.tables(), Map.of("value.converter.epoch", Long.toString(epoch.number())));
        epoch.seenOn(
                        SourceIncarnation.of(capture.database().address()),
                        capture.database().slot(pipeline.slot()))
                .save(home, pipeline.name());
    }

    private Map<String, String> source(Pipeline pipeline) throws SQLException {
        return RawFold.source(capture, pipeline.tables().get(0));
    }

    private Map<String, String> fold(Pipeline pipeline) {
        return RawFold.of(capture, pipeline, pipeline.tables().get(0));
    }
}
