package io.lakehouse.platform.realtime;

import static io.lakehouse.platform.realtime.Shapes.EVERY_TYPE;
import static io.lakehouse.platform.realtime.Shapes.SALES;
import static io.lakehouse.platform.realtime.Shapes.optional;
import static io.lakehouse.platform.realtime.Shapes.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.PinotIndexes;
import io.lakehouse.contract.declaration.PinotSegment;
import io.lakehouse.contract.declaration.PinotTableOptions;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinotTablesTest {
    private static final KafkaAddress KAFKA = KafkaAddress.open("127.0.0.1:9092");
    private static final PinotTableOptions DEFAULTS = PinotTableOptions.DEFAULTS;
    private static final Path GOLDEN = Path.of("src/test/resources/golden/pinot");

    @Test
    void aCurrentTableKeepsTheLatestRowOfEachKeyByOrderKey() {
        assertGolden("sales_current", PinotTables.current(SALES, "sales_current_3", "t.current", KAFKA, DEFAULTS));
    }

    @Test
    void aHistoryTableKeepsEachChangeOnce() {
        assertGolden("sales_history", PinotTables.history(SALES, "sales_history_3", "t.history", KAFKA, DEFAULTS));
    }

    @Test
    void everyTypeHasOneEncodingAndAKeyOfTwoColumnsIsTwoPrimaryKeyColumns() {
        assertGolden("every_type_current", PinotTables.current(EVERY_TYPE, "every_type", "t.current", KAFKA, DEFAULTS));
    }

    @Test
    void theRecordIdOfAKeyOfTwoColumnsIsAText() {
        var history = PinotTables.history(EVERY_TYPE, "every_type_history", "t.history", KAFKA, DEFAULTS);

        assertThat(history.schema().path("dimensionFieldSpecs").path(0).toString())
                .isEqualTo("{\"name\":\"record_id\",\"dataType\":\"STRING\",\"maxLength\":2147483647}");
    }

    @Test
    void optionsBecomeIndexesRetentionAndThresholds() {
        var options = new PinotTableOptions(
                new PinotIndexes(
                        List.of("after_category"),
                        List.of("after_sale_ts"),
                        List.of(),
                        List.of("record_id"),
                        "record_id"),
                Duration.ofDays(30),
                3,
                2,
                new PinotSegment(0, 64 << 20, Duration.ofHours(6)));

        assertGolden(
                "sales_history_with_options",
                PinotTables.history(SALES, "sales_history_3", "t.history", KAFKA, options));
    }

    @Test
    void aCurrentTableOfRelease1HasItsOwnDeletionsNullsAndConsistency() {
        assertGolden(
                "sales_current_1.5",
                PinotRelease.of("1.5.1")
                        .fit(PinotTables.current(SALES, "sales_current_3", "t.current", KAFKA, DEFAULTS)));
    }

    @Test
    void aHistoryTableOfRelease1DeletesNothing() {
        assertGolden(
                "sales_history_1.5",
                PinotRelease.of("1.5.1")
                        .fit(PinotTables.history(SALES, "sales_history_3", "t.history", KAFKA, DEFAULTS)));
    }

    /** Everybody who may ask the controller reads the settings of a table. */
    @Test
    void howToLogInToKafkaStandsInATableWithoutASecret(@TempDir Path folder) throws IOException {
        var file = Files.writeString(
                folder.resolve("kafka.properties"),
                "security.protocol=SASL_SSL\nsasl.jaas.config=PlainLoginModule required password=\"hunter2\";\n");
        var kafka = new KafkaAddress("kafka:9093", file.toString());

        var config = PinotTables.current(SALES, "sales", "t", kafka, DEFAULTS).config();

        assertThat(config.toString()).doesNotContain("hunter2");
        assertThat(config.path("tableIndexConfig").path("streamConfigs").toString())
                .contains(
                        "\"security.protocol\":\"SASL_SSL\"",
                        "\"sasl.jaas.config\":\" ${file:" + file + ":sasl.jaas.config}\"",
                        "FileConfigProvider");

        Files.writeString(file, "ssl.truststore.password=hunter2\n");
        assertThatThrownBy(() -> PinotTables.current(SALES, "sales", "t", kafka, DEFAULTS))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("ssl.truststore.password would stand readable")
                .hasMessageContaining("PEM")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void aKeyThatNoColumnHoldsIsItsText() {
        var shape = new TableShape(
                "public",
                "orders",
                List.of(new Column("number", new ColumnType(TypeName.NUMERIC, 20, 0), false)),
                List.of("number"));

        var table = PinotTables.current(shape, "orders", "t", KAFKA, DEFAULTS);

        assertThat(table.schema().path("primaryKeyColumns"))
                .extracting(JsonNode::asText)
                .containsExactly("key_text");
        assertThat(table.schema().path("dimensionFieldSpecs"))
                .extracting(field -> field.path("name").asText())
                .contains("key_text");
    }

    @Test
    void aTableWithoutAKeyHasAHistoryButNoCurrentTable() {
        var shape = new TableShape("public", "logs", List.of(optional("line", TypeName.TEXT)), List.of());

        assertThat(PinotTables.history(shape, "logs_history", "t", KAFKA, DEFAULTS)
                        .name())
                .isEqualTo("logs_history");
        assertThatThrownBy(() -> PinotTables.current(shape, "logs", "t", KAFKA, DEFAULTS))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("public.logs has no primary key");
    }

    @Test
    void aColumnThatThePlatformAddsItselfIsRefusedByName() {
        var shape = new TableShape(
                "public",
                "jobs",
                List.of(required("id", TypeName.BIGINT), optional("op", TypeName.TEXT)),
                List.of("id"));

        assertThatThrownBy(() -> PinotTables.current(shape, "jobs", "t", KAFKA, DEFAULTS))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("Pinot table jobs: column \"op\" is one that the platform adds itself");
    }

    @Test
    void aColumnNameThatPinotCannotCarryIsRefused() {
        var shape = new TableShape(
                "public",
                "jobs",
                List.of(required("id", TypeName.BIGINT), optional("due date", TypeName.DATE)),
                List.of("id"));

        assertThatThrownBy(() -> PinotTables.current(shape, "jobs", "t", KAFKA, DEFAULTS))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("column \"due date\" has a name that Pinot cannot carry");
    }

    @Test
    void anIndexOnAColumnThatIsNotThereIsRefusedWithThoseThatAre() {
        var options = DEFAULTS.withIndexes(new PinotIndexes(List.of("categry"), List.of(), List.of(), List.of(), ""));

        assertThatThrownBy(() -> PinotTables.current(SALES, "sales", "t", KAFKA, options))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("indexes.inverted names column \"categry\"")
                .hasMessageContaining("product_name, category, price");
    }

    @Test
    void aCurrentTableTakesNoRetention() {
        var options = DEFAULTS.withRetention(Duration.ofDays(7));

        assertThatThrownBy(() -> PinotTables.current(SALES, "sales", "t", KAFKA, options))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("a current table takes no retention");
    }

    @Test
    void whatPinotAnswersHoldsWhatWasAskedForWhenOnlyDefaultsWereFilledIn() {
        var factory = JsonNodeFactory.instance;
        var wanted = factory.objectNode().put("replication", 1).putNull("retention");
        wanted.putArray("indexes");
        var there = factory.objectNode().put("replication", "1").put("loadMode", "MMAP");

        assertThat(JsonSubset.holds(wanted, there)).isTrue();
        assertThat(JsonSubset.holds(wanted, there.put("retention", "7"))).isFalse();
    }

    /** To accept a new answer copy the file that the failure names over the golden one. */
    private static void assertGolden(String name, PinotTable table) {
        try {
            var node = JsonNodeFactory.instance.objectNode();
            node.set("schema", table.schema());
            node.set("config", table.config());
            var actual = JsonRest.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
            var file = Path.of("target/golden/pinot", name + ".json");
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
            assertThat(actual).as("see %s", file).isEqualTo(Files.readString(GOLDEN.resolve(name + ".json")));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
