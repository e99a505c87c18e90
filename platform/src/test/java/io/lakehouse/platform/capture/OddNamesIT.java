package io.lakehouse.platform.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.change.KeyText;
import io.lakehouse.contract.declaration.ColumnsDeclaration;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.source.Sql;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Debezium on names that PostgreSQL takes and Debezium's lists could be cut at, from a snapshot and from the log. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddNamesIT {
    private static final int PORT_OFFSET = 22_000;
    private static final String SCHEMA = "Sales; 2,026: \"A\" x";

    /** Each with a key of two columns, one of them odd. */
    private static final List<String> NAMES =
            List.of("Order Items", "ünï", "a.b", "x,y", "a;b:c", "quo\"te$", "back\\slash", "{$x}");

    private static final String KEY = "Key, \"no.\" 1;$:ß";

    private RunningCapture capture;
    private Pipeline pipeline;

    @BeforeAll
    void captures(@TempDir Path folder) throws Exception {
        capture = RunningCapture.start(folder.resolve("home"), PORT_OFFSET);
        capture.run("CREATE SCHEMA " + Sql.quoted(SCHEMA));
        var tables = new ArrayList<TableDeclaration>();
        for (var name : NAMES) {
            capture.run("CREATE TABLE " + quoted(name) + " (id bigint, " + Sql.quoted(KEY) + " text, \"No, te\" text,"
                    + " PRIMARY KEY (" + Sql.quoted(KEY) + ", id))");
            tables.add(renamed(TableDeclaration.of(SCHEMA, name), Map.of(KEY, "key", "No, te", "note")));
        }
        capture.run(
                "CREATE TABLE " + quoted("order items") + " (id bigint PRIMARY KEY)",
                "INSERT INTO " + quoted("order items") + " VALUES (1)",
                "CREATE TABLE " + quoted("Unique") + " (\"U, 1\" text NOT NULL UNIQUE, \"f(x)\" text)",
                "CREATE TABLE " + quoted("Node") + " (\"Id\" int PRIMARY KEY, \"Parent, Id\" int REFERENCES "
                        + quoted("Node") + ")");
        tables.add(renamed(RunningCapture.historyOnly(SCHEMA, "Unique"), Map.of("U, 1", "u", "f(x)", "f")));
        tables.add(renamed(TableDeclaration.of(SCHEMA, "Node"), Map.of("Parent, Id", "parent")));
        for (var name : NAMES) {
            capture.run("INSERT INTO " + quoted(name) + " VALUES (1, 'snapshot', 'x')");
        }
        pipeline = capture.capture("odd", tables, Map.of());
        for (var name : NAMES) {
            capture.run(
                    "INSERT INTO " + quoted(name) + " VALUES (2, 'a:b,c', 'x')",
                    "UPDATE " + quoted(name) + " SET \"No, te\" = 'y' WHERE id = 1",
                    "DELETE FROM " + quoted(name) + " WHERE id = 2");
        }
        capture.run(
                "INSERT INTO " + quoted("Unique") + " VALUES ('a', 'b')",
                "UPDATE " + quoted("Unique") + " SET \"f(x)\" = 'c'",
                "INSERT INTO " + quoted("Node") + " VALUES (1, 2), (2, 1)",
                "DELETE FROM " + quoted("Node"));
        capture.awaitCaptured(pipeline);
    }

    @AfterAll
    void stop() throws InterruptedException {
        capture.close();
    }

    @Test
    void every_change_of_a_table_arrives_under_the_key_of_its_row_whatever_the_names() {
        for (var table : pipeline.tables().subList(0, NAMES.size())) {
            var messages = capture.read(pipeline.rawTopic(table));

            assertThat(messages.stream()
                            .map(message ->
                                    RunningCapture.json(message).get("op").asText()))
                    .as(table.table())
                    .containsExactlyInAnyOrder("r", "c", "u", "d");
            assertThat(messages).allSatisfy(message -> {
                var value = RunningCapture.json(message);
                var image = value.get(value.get("after").isNull() ? "before" : "after");
                assertThat(RunningCapture.key(message))
                        .isEqualTo(KeyText.ofCanonical(
                                List.of(image.get(KEY).asText(), image.get("id").asText())))
                        .isIn("8:snapshot1:1", "5:a:b,c1:2");
            });
        }
    }

    @Test
    void a_table_whose_name_differs_in_case_alone_is_another_table() {
        assertThat(capture.read("odd.Sales__2_026___A__x.Order_Items"))
                .noneMatch(message -> RunningCapture.json(message)
                        .at("/source/table")
                        .asText()
                        .equals("order items"));
    }

    @Test
    void a_row_that_refers_to_its_own_table_is_a_row_as_any_other() {
        var messages = capture.read(pipeline.rawTopic(pipeline.tables().get(NAMES.size() + 1)));

        assertThat(messages.stream()
                        .map(message -> RunningCapture.key(message)
                                + RunningCapture.json(message).get("op").asText()))
                .containsExactlyInAnyOrder("1:1c", "1:2c", "1:1d", "1:2d");
    }

    @Test
    void a_table_that_has_a_unique_index_and_no_key_is_captured_as_any_other() {
        var messages = capture.read(pipeline.rawTopic(pipeline.tables().get(NAMES.size())));

        assertThat(messages.stream()
                        .map(message -> RunningCapture.json(message).get("op").asText()))
                .containsExactlyInAnyOrder("c", "u");
    }

    private static String quoted(String table) {
        return Sql.quoted(SCHEMA, table);
    }

    /** Pinot takes no white space in a column's name. */
    private static TableDeclaration renamed(TableDeclaration table, Map<String, String> names) {
        return new TableDeclaration(
                table.schema(),
                table.table(),
                new ColumnsDeclaration(List.of(), List.of(), names),
                table.key(),
                table.current(),
                table.history(),
                table.lake(),
                table.simulation());
    }
}
