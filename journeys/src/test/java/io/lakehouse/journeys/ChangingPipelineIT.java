package io.lakehouse.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** A running pipeline whose tables, declaration and engines are changed under it, one step after the other. */
@Order(4)
@ExtendWith(RaisedLakehouse.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChangingPipelineIT {
    private static final Duration SHORT = Duration.ofMinutes(2);
    private static final Duration LONG = Duration.ofMinutes(4);
    private static final SourceTable JOBS = table("job", Set.of());
    private static final SourceTable PARTS = table("part", Set.of());
    private static final SourceTable TOOLS = table("tool", Set.of());

    private final Lakehouse lakehouse;
    private final Path declaration;

    ChangingPipelineIT(Lakehouse lakehouse) {
        var folder = lakehouse.work().resolve("workshop");
        this.lakehouse = lakehouse.declaredIn(folder);
        this.declaration = folder.resolve("workshop.yaml");
    }

    private static SourceTable table(String name, Set<String> excluded) {
        return new SourceTable(
                "workshop",
                "workshop",
                "public",
                name,
                List.of("id"),
                Map.of(),
                excluded,
                name + "_current",
                name + "_history",
                name + "_scd2");
    }

    @BeforeAll
    void apply() throws IOException {
        Files.createDirectories(declaration.getParent());
        for (var file : List.of("workshop.yaml", "workshop.sql")) {
            try (var stream = ChangingPipelineIT.class.getResourceAsStream("/workshop/" + file)) {
                Files.write(declaration.resolveSibling(file), stream.readAllBytes());
            }
        }
        run(LONG, "apply", "workshop").succeeded();
    }

    @AfterAll
    void leaveNothing() {
        run(LONG, "destroy", "workshop", "--yes");
    }

    @Test
    @Order(1)
    void columns_are_added_widened_dropped_and_renamed_while_rows_are_written() throws Exception {
        var output = Files.createTempFile(lakehouse.work(), "simulate", ".txt");
        var load = lakehouse.start(output, "simulate", "workshop", "--rate", "40", "--duration", "25s", "--seed", "3");
        await("the load writes").atMost(SHORT).until(() -> Files.readString(output)
                .contains("changes"));
        lakehouse.change("ALTER TABLE job ADD COLUMN colour text");
        lakehouse.change("ALTER TABLE job ALTER COLUMN hours TYPE bigint");
        lakehouse.change("UPDATE job SET hours = 5000000000, colour = 'red' WHERE id <= 3");
        assertThat(load.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(load.exitValue()).as(Files.readString(output)).isZero();
        lakehouse.change("BEGIN; ALTER TABLE job DROP COLUMN note; ALTER TABLE job RENAME COLUMN hours TO minutes;"
                + " UPDATE job SET title = title || '!'; COMMIT");

        syncLake();

        new StoredTable(lakehouse, JOBS).agrees();
        new StoredTable(lakehouse, PARTS).agrees();
        assertThat(openDeadLetters()).isZero();
    }

    @Test
    @Order(2)
    void a_type_that_stores_cannot_follow_makes_dead_letters_which_are_replayed_once_the_column_is_left_out()
            throws IOException {
        lakehouse.change("INSERT INTO job (id, title, price) VALUES (900001, 'even', 1.25)");
        lakehouse.change("ALTER TABLE job ALTER COLUMN price TYPE text");
        lakehouse.change("UPDATE job SET price = 'cheap', title = 'odd' WHERE id = 900001");
        sync();
        assertThat(lakehouse.status().path("pipelines").toString()).contains("column price of public.job is text");
        assertThat(openDeadLetters()).isEqualTo(2);

        declare("  - table: job\n", "  - table: job\n    columns: {exclude: [price]}\n");
        run(LONG, "apply", "workshop").succeeded();
        var replayed = run(SHORT, "dead-letters", "replay", "--all", "--pipeline", "workshop")
                .succeeded();

        assertThat(replayed.output()).contains("2 dead letters replayed as 1 messages");
        sync();
        assertThat(openDeadLetters()).isZero();
        assertThat(pinot("SELECT title AS n FROM job_current WHERE id = 900001"))
                .isEqualTo("odd");
    }

    @Test
    @Order(3)
    void a_table_joins_the_running_pipeline_with_its_rows_and_leaves_it_only_when_that_is_meant() throws IOException {
        declare("  - table: part\n", "  - table: part\n  - table: tool\n");
        var plan = run(SHORT, "plan", "workshop");
        assertThat(plan.exitCode()).as(plan.output()).isEqualTo(3);
        assertThat(plan.output())
                .contains(
                        "create pinot table tool_current",
                        "public.part -> public.job, public.part, public.tool",
                        "create view workshop.tool_versions");

        run(LONG, "apply", "workshop").succeeded();
        lakehouse.change("INSERT INTO tool VALUES (100, 'saw')");
        lakehouse.change("UPDATE tool SET name = 'rasp' WHERE id = 7");
        syncLake();

        new StoredTable(lakehouse, TOOLS).agrees();
        declare("  - table: tool\n", "");
        var refused = run(LONG, "apply", "workshop");
        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(1);
        assertThat(refused.output()).contains("delete pinot table tool_current", "--allow-destroy");
        assertThat(lakehouse.query("trino", "SHOW TABLES FROM live.workshop LIKE 'tool_now'"))
                .hasSize(1);
        run(LONG, "apply", "workshop", "--allow-destroy").succeeded();
        assertThat(run(SHORT, "plan", "workshop").exitCode()).isZero();
        assertThat(lakehouse.query("trino", "SHOW TABLES FROM live.workshop LIKE 'tool_now'"))
                .isEmpty();
    }

    @Test
    @Order(4)
    void a_table_that_no_store_carries_is_refused_before_anything_is_made() throws IOException {
        declare("  - table: part\n", "  - table: part\n  - table: bench\n");

        var refused = run(SHORT, "apply", "workshop");

        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(1);
        assertThat(refused.output()).contains("public.bench", "place", "point");
        declare("  - table: bench\n", "");
        assertThat(run(SHORT, "plan", "workshop").exitCode()).isZero();
    }

    @Test
    @Order(5)
    void what_somebody_changed_behind_the_platform_is_told_and_mended() {
        lakehouse.change("ALTER PUBLICATION lakehouse_workshop ADD TABLE public.bench");

        var drift = run(SHORT, "drift", "workshop");
        run(LONG, "apply", "workshop").succeeded();

        assertThat(drift.exitCode()).as(drift.output()).isEqualTo(3);
        assertThat(drift.output()).contains("publication lakehouse_workshop is another");
        assertThat(run(SHORT, "drift", "workshop").exitCode()).isZero();
    }

    @Test
    @Order(6)
    void a_connector_rests_goes_on_and_is_made_again_where_it_was() {
        lakehouse.change("INSERT INTO part VALUES (900010, 'new'), (900011, 'new')");
        run(SHORT, "connectors", "validate", "workshop").succeeded();
        run(SHORT, "connectors", "pause", "workshop").succeeded();
        await("it is paused").atMost(SHORT).untilAsserted(() -> assertThat(
                        run(SHORT, "connectors", "status", "workshop").output())
                .contains("paused"));
        lakehouse.change("UPDATE part SET name = 'paused' WHERE id = 900010");
        run(SHORT, "connectors", "resume", "workshop").succeeded();
        run(SHORT, "connectors", "restart", "workshop").succeeded();
        run(SHORT, "connectors", "delete", "workshop").succeeded();
        lakehouse.change("UPDATE part SET name = 'deleted' WHERE id = 900011");
        run(SHORT, "connectors", "deploy", "workshop").succeeded();

        sync();

        assertThat(pinot("SELECT name AS n FROM part_current WHERE id = 900010"))
                .isEqualTo("paused");
        assertThat(pinot("SELECT name AS n FROM part_current WHERE id = 900011"))
                .isEqualTo("deleted");
    }

    @Test
    @Order(7)
    void after_a_lost_slot_recover_makes_the_stores_equal_to_the_source_again() {
        run(SHORT, "connectors", "delete", "workshop").succeeded();
        lakehouse.change("SELECT pg_drop_replication_slot('lakehouse_workshop')");
        lakehouse.change("DELETE FROM part WHERE id <= 5");
        lakehouse.change("UPDATE part SET name = 'missed' WHERE id = 900010");
        await("status tells the gap").atMost(SHORT).until(() -> laneState("capture")
                .equals("lost"));
        assertThat(run(SHORT, "sync").exitCode()).isEqualTo(1);

        run(LONG, "recover", "workshop", "--yes").succeeded();
        syncLake();

        new StoredTable(lakehouse, PARTS).agrees();
        assertThat(laneState("capture")).isEqualTo("running");
    }

    private Lakehouse.Result run(Duration limit, String... arguments) {
        return lakehouse.run(limit, arguments);
    }

    private void sync() {
        run(LONG, "sync", "--timeout", "3m").succeeded();
    }

    private void syncLake() {
        run(Duration.ofMinutes(8), "sync", "--lake", "--timeout", "5m").succeeded();
    }

    private void declare(String before, String after) throws IOException {
        var text = Files.readString(declaration);
        assertThat(text).contains(before);
        Files.writeString(declaration, text.replace(before, after), StandardCharsets.UTF_8);
    }

    private String pinot(String sql) {
        return lakehouse.query("pinot", sql).get(0).path("n").asText();
    }

    private long openDeadLetters() {
        return lane("realtime").path("deadLetters").asLong();
    }

    private String laneState(String lane) {
        return lane(lane).path("state").asText();
    }

    private JsonNode lane(String name) {
        for (var lane : lakehouse.status().path("lanes")) {
            if (lane.path("pipeline").asText().equals("workshop")
                    && lane.path("lane").asText().equals(name)) {
                return lane;
            }
        }
        throw new AssertionError("status knows no lane " + name + " of workshop");
    }
}
