package io.lakehouse.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pipeline over a schema that the platform has never seen, from its plan to its end, beside the example's. */
@Order(3)
@ExtendWith(RaisedLakehouse.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UnseenSchemaIT {
    private static final String SCHEMA = "Museum Nord";
    private static final SourceTable ARTISTS = new SourceTable(
            "museum",
            "museum",
            SCHEMA,
            "Künstler",
            List.of("Land", "Nr"),
            Map.of("Voller Name", "voller_name", "Lehrer Land", "lehrer_land", "Lehrer Nr", "lehrer_nr"),
            Set.of(),
            "kuenstler_current",
            "kuenstler_history",
            "kuenstler_scd2");
    private static final SourceTable WORKS = table("Werk", List.of("id"), Map.of("Größe", "groesse"));
    private static final SourceTable HALLS = table("Saal", List.of("nummer"), Map.of(), Set.of("Lang"));
    private static final SourceTable VISITS = table("Besuch", List.of("tag", "nummer"));
    private static final SourceTable EVERY_TYPE = table("Jeder Typ", List.of("id"));

    private final Lakehouse lakehouse;
    private final Path declaration;

    UnseenSchemaIT(Lakehouse lakehouse) {
        var folder = lakehouse.work().resolve("museum");
        this.lakehouse = lakehouse.declaredIn(folder);
        this.declaration = folder.resolve("museum.yaml");
    }

    private static SourceTable table(String name, List<String> key) {
        return table(name, key, Map.of());
    }

    private static SourceTable table(String name, List<String> key, Map<String, String> renamed) {
        return table(name, key, renamed, Set.of());
    }

    private static SourceTable table(String name, List<String> key, Map<String, String> renamed, Set<String> excluded) {
        var plain = name.toLowerCase(java.util.Locale.ROOT).replace(' ', '_');
        return new SourceTable(
                "museum",
                "museum",
                SCHEMA,
                name,
                key,
                renamed,
                excluded,
                plain + "_current",
                plain + "_history",
                plain + "_scd2");
    }

    @BeforeAll
    void declare() throws IOException {
        Files.createDirectories(declaration.getParent());
        for (var file : List.of("museum.yaml", "museum.sql")) {
            Files.writeString(declaration.resolveSibling(file), resource(file));
        }
    }

    @AfterAll
    void leaveNothing() {
        lakehouse.run(Duration.ofMinutes(3), "destroy", "museum", "--yes");
    }

    @Test
    @Order(1)
    void a_plan_tells_what_apply_makes_and_afterwards_there_is_nothing_to_do() {
        var before = lakehouse.run(Duration.ofMinutes(1), "plan", "museum");
        assertThat(before.exitCode()).as(before.output()).isEqualTo(3);
        assertThat(before.output()).contains("create database museum", "create source tables");

        lakehouse.run(Duration.ofMinutes(3), "apply", "museum").succeeded();

        var after = lakehouse.run(Duration.ofMinutes(1), "plan", "museum");
        assertThat(after.exitCode()).as(after.output()).isZero();
    }

    @Test
    @Order(2)
    void all_stores_hold_every_value_of_every_type_and_of_every_kind_of_table() throws IOException {
        lakehouse
                .run(Duration.ofMinutes(2), "simulate", "museum", "--rate", "150", "--duration", "6s", "--seed", "11")
                .succeeded();
        lakehouse.change(resource("odd-values.sql"));

        syncLake();

        for (var table : List.of(ARTISTS, WORKS, HALLS, VISITS, EVERY_TYPE)) {
            new StoredTable(lakehouse, table).agrees();
        }
        assertThat(pinot("SELECT COUNT(*) AS n FROM gaestebuch_history WHERE op = 'c'"))
                .isEqualTo(source("SELECT COUNT(*) AS n FROM \"Museum Nord\".\"Gästebuch\""));
        assertThat(deadLetters()).isZero();
    }

    @Test
    @Order(3)
    void the_source_of_a_pipeline_that_was_applied_later_is_joined_with_its_history() {
        var joined = lakehouse.query(
                "trino",
                "SELECT count(*) AS n FROM nessie.museum.werk_scd2 w"
                        + " JOIN postgres_museum.\"museum nord\".werk s ON s.id = w.id AND s.titel = w.titel"
                        + " WHERE w.is_current");

        assertThat(joined.get(0).path("n").asText())
                .isEqualTo(source("SELECT COUNT(*) AS n FROM \"Museum Nord\".\"Werk\""));
        assertThat(lakehouse
                        .query(
                                "trino",
                                "SELECT count(*) AS n FROM system.runtime.queries WHERE query LIKE"
                                        + " 'CREATE CATALOG%postgres%' AND query LIKE '%password%'")
                        .get(0)
                        .path("n")
                        .asText())
                .isEqualTo("0");
    }

    @Test
    @Order(4)
    void destroy_leaves_no_slot_no_publication_and_nothing_to_destroy() {
        lakehouse.run(Duration.ofMinutes(3), "destroy", "museum", "--yes").succeeded();

        assertThat(source("SELECT (SELECT COUNT(*) FROM pg_replication_slots WHERE slot_name LIKE '%museum%')"
                        + " + (SELECT COUNT(*) FROM pg_publication) AS n"))
                .isEqualTo("0");
        var rest = lakehouse.run(Duration.ofMinutes(1), "destroy", "museum");
        assertThat(rest.exitCode()).as(rest.output()).isZero();
        assertThat(lakehouse.query("trino", "SHOW CATALOGS LIKE '%museum'")).isEmpty();
    }

    private void syncLake() {
        lakehouse
                .run(Duration.ofMinutes(8), "sync", "--lake", "--timeout", "5m")
                .succeeded();
    }

    private String source(String sql) {
        return lakehouse.query("source", sql).get(0).path("n").asText();
    }

    private String pinot(String sql) {
        return lakehouse.query("pinot", sql).get(0).path("n").asText();
    }

    /** Those that are open. */
    private long deadLetters() {
        for (var lane : lakehouse.status().path("lanes")) {
            if (lane.path("pipeline").asText().equals("museum")
                    && lane.path("lane").asText().equals("realtime")) {
                return lane.path("deadLetters").asLong();
            }
        }
        throw new AssertionError("status knows no lane of museum");
    }

    private static String resource(String name) throws IOException {
        try (var stream = UnseenSchemaIT.class.getResourceAsStream("/museum/" + name)) {
            return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
