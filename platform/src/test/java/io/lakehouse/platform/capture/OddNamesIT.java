package io.lakehouse.platform.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.ColumnsDeclaration;
import io.lakehouse.contract.declaration.PinotTableDeclaration;
import io.lakehouse.contract.declaration.PinotTableOptions;
import io.lakehouse.contract.declaration.Scd2Declaration;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableSimulation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A schema of horrors through a real PostgreSQL, Connect and Kafka. */
class OddNamesIT {
    private static final String SCHEMA = "My Shop; (v1.0)";
    private static final String WEIRD = "Weird Table, v1.0: ü";

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
    void everyTableIsCapturedWithItsKeyAndNoOther() throws Exception {
        var source = capture.create("horrors \"and\" blanks");
        source.query(
                """
                CREATE SCHEMA "My Shop; (v1.0)";
                SET search_path = "My Shop; (v1.0)";
                CREATE TABLE "Weird Table, v1.0: ü" (
                    "a,b:c;d" int, "Line No" text, "Parent, a" int, "Parent No" text, "$x\\y[0-9]+" numeric(10,2),
                    PRIMARY KEY ("a,b:c;d", "Line No"),
                    FOREIGN KEY ("Parent, a", "Parent No") REFERENCES "Weird Table, v1.0: ü");
                CREATE TABLE "orders" (id int PRIMARY KEY, v text);
                CREATE TABLE "Orders" ("Id" uuid PRIMARY KEY);
                CREATE TABLE "ORDERS" (id int PRIMARY KEY);
                CREATE TABLE "[a-z]+|.*" (id int NOT NULL, "the ""key"", 😀" text NOT NULL UNIQUE);
                INSERT INTO "Weird Table, v1.0: ü" VALUES (1, 'x', NULL, NULL, 1.10), (1, 'y', 1, 'x', NULL);
                INSERT INTO "ORDERS" VALUES (1);
                INSERT INTO "orders" VALUES (7, 'seven');
                INSERT INTO "Orders" VALUES ('00000000-0000-0000-0000-000000000001');
                INSERT INTO "[a-z]+|.*" VALUES (1, 'k');
                """);
        var pipeline = RunningCapture.pipeline(
                "horrors",
                source,
                table(WEIRD, "weird"),
                table("orders", "lower"),
                table("Orders", "title"),
                table("[a-z]+|.*", "regex", "the \"key\", 😀"));
        capture.capture(pipeline, source, Map.of());
        capture.awaitCaptured(pipeline, source);

        source.query("SET search_path = \"My Shop; (v1.0)\";"
                + " UPDATE \"Weird Table, v1.0: ü\" SET \"$x\\y[0-9]+\" = 2 WHERE \"Line No\" = 'y';"
                + " DELETE FROM \"Orders\"; UPDATE \"[a-z]+|.*\" SET id = 2; INSERT INTO \"ORDERS\" VALUES (2)");
        capture.awaitCaptured(pipeline, source);

        var weird = capture.records("horrors.My_Shop___v1.0_.Weird_Table__v1.0___");
        assertThat(weird).extracting(RunningCapture.Raw::op).containsExactlyInAnyOrder("r", "r", "u");
        assertThat(weird)
                .extracting(RunningCapture.Raw::key)
                .containsOnly("{\"a,b:c;d\":1,\"Line No\":\"x\"}", "{\"a,b:c;d\":1,\"Line No\":\"y\"}");
        var update =
                weird.stream().filter(raw -> raw.op().equals("u")).findFirst().orElseThrow();
        assertThat(update.envelope().path("before").path("$x\\y[0-9]+").isNull())
                .isTrue();
        assertThat(update.envelope().path("after").path("$x\\y[0-9]+").asText()).isEqualTo("2.00");
        assertThat(update.envelope().path("source").path("table").asText()).isEqualTo(WEIRD);
        assertThat(capture.records("horrors.My_Shop___v1.0_.orders")).hasSize(1);
        assertThat(capture.records("horrors.My_Shop___v1.0_.Orders"))
                .extracting(RunningCapture.Raw::op)
                .containsExactlyInAnyOrder("r", "d");
        assertThat(capture.records("horrors.My_Shop___v1.0_._a-z_____"))
                .extracting(RunningCapture.Raw::key)
                .containsExactly("{\"the \\\"key\\\", 😀\":\"k\"}", "{\"the \\\"key\\\", 😀\":\"k\"}");
        assertThat(capture.topics()).noneMatch(topic -> topic.endsWith(".ORDERS"));
    }

    private static TableDeclaration table(String name, String stores, String... key) {
        return new TableDeclaration(
                SCHEMA,
                name,
                ColumnsDeclaration.ALL,
                List.of(key),
                new PinotTableDeclaration(false, stores + "_current", PinotTableOptions.DEFAULTS),
                new PinotTableDeclaration(false, stores + "_history", PinotTableOptions.DEFAULTS),
                Scd2Declaration.on(stores + "_scd2"),
                TableSimulation.BY_TYPE);
    }
}
