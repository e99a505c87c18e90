package io.lakehouse.platform.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakehouse.contract.change.KeyText;
import io.lakehouse.contract.change.Row;
import io.lakehouse.contract.declaration.PinotTableDeclaration;
import io.lakehouse.contract.declaration.PinotTableOptions;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.Scd2Declaration;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.stream.Topics;
import io.lakehouse.platform.supervise.RealEngines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real worker writes with our converters, beside what it writes with Connect's own: two connectors capture the
 * same tables, from a snapshot and from the log.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RawMessagesIT {
    private static final int PORT_OFFSET = 23_500;
    private static final long EPOCH = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final List<TableDeclaration> TABLES =
            List.of(TableDeclaration.of("public", "every_type"), historyOnly("keyless"));
    private static final String EVERY_TYPE = "public.every_type";
    private static final String KEYLESS = "public.keyless";

    private static final String ROW =
            """
            (%s, '%s', 1, -2, 9007199254740993, 12345678901234567890.10, 1.5, -0.0, true, 'Zoë "鰻" 😀', 'v', 'c',
             '6F0E5AB9-2a4c-4b0e-9f5d-000000000001', '2026-01-31', '2026-01-31 23:59:59.123456',
             '2026-01-31 23:59:59.123456+02', '{"a": [1, null]}', '{"b": "\\u00e9"}', '\\x00ff', 'sad')
            """;

    private RealEngines engines;
    private DatabaseAddress source;
    private SourceDatabase database;
    private Connectors connectors;
    private List<TableShape> shapes;
    private Map<String, List<ConsumerRecord<byte[], byte[]>>> messages;

    private static TableDeclaration historyOnly(String table) {
        var usual = TableDeclaration.of("public", table);
        return new TableDeclaration(
                usual.schema(),
                table,
                usual.columns(),
                usual.key(),
                new PinotTableDeclaration(false, usual.current().name(), PinotTableOptions.DEFAULTS),
                usual.history(),
                new Scd2Declaration(false, usual.lake().name(), List.of(), List.of()),
                usual.simulation());
    }

    @BeforeAll
    void capture(@TempDir Path folder) throws Exception {
        engines = RealEngines.start(folder.resolve("home"), PORT_OFFSET, "connect");
        var blueprint = engines.blueprint();
        source = new SourceAccess(blueprint).source(blueprint.pipelines().named("sales"));
        database = new SourceDatabase(source);
        connectors = new Connectors(blueprint.addresses().connect());
        run(
                "CREATE TYPE mood AS ENUM ('glad', 'sad')",
                """
                CREATE TABLE every_type (a_number numeric, region text, a_small smallint DEFAULT 5, an_int int DEFAULT 5,
                    a_big bigint, exact numeric(30,2), a_real real, a_double double precision, flag boolean DEFAULT true,
                    note text DEFAULT 'none', v varchar(9), c char(3), id uuid, day date, at timestamp(6),
                    moment timestamptz DEFAULT now(), j json, jb jsonb, bytes bytea, m mood,
                    PRIMARY KEY (region, a_number))""",
                "CREATE TABLE keyless (note text)",
                "INSERT INTO every_type VALUES " + ROW.formatted("1.00", "north"),
                "INSERT INTO every_type VALUES " + ROW.formatted("'NaN'", "north"),
                "INSERT INTO every_type VALUES (2, 'nulls', null, null, null, null, null, null, null, null)",
                "INSERT INTO keyless VALUES ('snapshot')");
        shapes = TABLES.stream()
                .map(table -> database.shape(table, field -> "test " + field))
                .toList();
        TABLES.forEach(database::captureFully);

        start("ours", configuration("ours"));
        start("plain", plain(configuration("plain")));
        run(
                "UPDATE every_type SET a_number = 1.0, note = '' WHERE region = 'north' AND a_number = 1",
                "UPDATE every_type SET a_number = 3 WHERE region = 'nulls'",
                "INSERT INTO every_type VALUES " + ROW.formatted("1.000", "a:b,c"),
                "DELETE FROM every_type WHERE region = 'a:b,c'",
                "INSERT INTO keyless VALUES ('streamed')",
                "TRUNCATE keyless");
        database.emitMarker();
        messages = messages();
    }

    @AfterAll
    void stop() throws InterruptedException {
        engines.close();
    }

    @Test
    void every_value_is_what_connects_own_converter_writes() {
        for (var table : List.of(EVERY_TYPE, KEYLESS)) {
            var ours = messages.get("ours." + table);
            var plain = messages.get("plain." + table);
            assertThat(ours).hasSameSizeAs(plain);
            for (var index = 0; index < ours.size(); index++) {
                assertThat(comparable(ours.get(index))).isEqualTo(comparable(plain.get(index)));
            }
        }
    }

    @Test
    void every_key_is_the_key_text_of_its_row() {
        var shape = shapes.get(0);

        assertThat(messages.get("ours." + EVERY_TYPE)).isNotEmpty().allSatisfy(message -> {
            assertThat(new String(message.key(), StandardCharsets.UTF_8)).isEqualTo(KeyText.of(shape, row(message)));
        });
    }

    @Test
    void one_number_is_one_key_however_it_is_written_and_whatever_brought_it() {
        var keys = messages.get("ours." + EVERY_TYPE).stream()
                .filter(message -> List.of("1.00", "1.0").contains(row(message).value("a_number")))
                .map(message -> new String(message.key(), StandardCharsets.UTF_8))
                .toList();

        assertThat(keys).hasSizeGreaterThanOrEqualTo(2).containsOnly("5:north1:1");
    }

    @Test
    void the_delete_of_a_key_that_changes_names_the_new_key_as_json() {
        var newKeys = messages.get("ours." + EVERY_TYPE).stream()
                .filter(message -> message.headers().lastHeader("__debezium.newkey") != null)
                .map(message -> new String(
                        message.headers().lastHeader("__debezium.newkey").value(), StandardCharsets.UTF_8))
                .toList();

        assertThat(newKeys)
                .containsExactly(
                        "{\"region\":\"north\",\"a_number\":\"1.0\"}", "{\"region\":\"nulls\",\"a_number\":\"3\"}");
    }

    @Test
    void a_change_without_a_key_has_none() {
        assertThat(messages.get("ours." + KEYLESS)).hasSize(3).allMatch(message -> message.key() == null);
    }

    @Test
    void every_message_carries_the_epoch() {
        assertThat(messages.values()).allSatisfy(topic -> assertThat(topic).allSatisfy(message -> assertThat(
                        message.headers().lastHeader("lakehouse.epoch").value())
                .asString()
                .isEqualTo("7")));
    }

    @Test
    void heartbeats_and_markers_arrive_as_they_do_with_connects_own_converter() {
        assertThat(fields(messages.get("ours.message"))).isEqualTo(fields(messages.get("plain.message")));
        assertThat(fields(messages.get("__debezium-heartbeat.ours")))
                .isEqualTo(fields(messages.get("__debezium-heartbeat.plain")));
    }

    @Test
    void a_worker_without_a_class_is_told_what_brings_it() {
        var configuration = new LinkedHashMap<>(configuration("ours"));
        configuration.put("value.converter", "io.lakehouse.capture.NotThere");

        assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> connectors.requirePlugins(configuration))
                .withMessageContaining("has no io.lakehouse.capture.NotThere")
                .withMessageContaining("capture/target/lakehouse-capture.jar")
                .withMessageContaining("plugin.path");
    }

    private void start(String name, Map<String, String> configuration) throws IOException {
        var pipeline = pipeline(name);
        database.publish(pipeline.publication(), TABLES);
        var plan = PipelinePlan.of(pipeline, shapes);
        try (var topics = new Topics(engines.blueprint().addresses().kafka())) {
            // One partition, so that the order of a topic is the order of the source.
            topics.create(plan.topics().stream()
                    .map(topic -> new Topics.Topic(topic.name(), 1, topic.settings()))
                    .toList());
        }
        connectors.requirePlugins(configuration);
        connectors.deploy(Connector.name(name), configuration);
        await(name).atMost(PATIENCE).ignoreExceptions().until(() -> {
            var state = connectors.state(Connector.name(name)).orElseThrow();
            assertThat(state.hasFailed()).as(state.reason()).isFalse();
            return state.isRunning()
                    && database.slot(pipeline.slot()).isPresent()
                    && read("%s.%s".formatted(name, EVERY_TYPE)).size() == 3;
        });
    }

    private Map<String, String> configuration(String name) {
        var file = engines.blueprint().home().secrets().resolve("source-test.properties");
        ConfigurationFile.writeProperties(file, Map.of("password", source.password()));
        var address = new Connector.SourceAddress(
                source.host(), source.port(), source.database(), source.user(), file, "password");
        var configuration = Connector.configuration(pipeline(name), address, EPOCH, shapes);
        configuration.put("heartbeat.interval.ms", "500");
        return configuration;
    }

    /** The same with Connect's own converters. */
    private static Map<String, String> plain(Map<String, String> configuration) {
        var plain = new LinkedHashMap<>(configuration);
        plain.keySet().removeIf(key -> key.startsWith("key.converter") || key.startsWith("value.converter"));
        for (var converter : List.of("key.converter", "value.converter")) {
            plain.put(converter, "org.apache.kafka.connect.json.JsonConverter");
            plain.put(converter + ".schemas.enable", "false");
            plain.put(converter + ".replace.null.with.default", "false");
        }
        plain.put("transforms", "epoch");
        plain.put("transforms.epoch.type", "org.apache.kafka.connect.transforms.InsertHeader");
        plain.put("transforms.epoch.header", "lakehouse.epoch");
        plain.put("transforms.epoch.value.literal", Long.toString(EPOCH));
        return plain;
    }

    private static Pipeline pipeline(String name) {
        return Pipeline.of(name, new Source.Embedded("sales", ""), TABLES);
    }

    private void run(String... statements) throws SQLException {
        for (var statement : statements) {
            database.query(statement);
        }
    }

    /** What both connectors wrote, once both have written as much as the source holds. */
    private Map<String, List<ConsumerRecord<byte[], byte[]>>> messages() {
        var all = new HashMap<String, List<ConsumerRecord<byte[], byte[]>>>();
        for (var name : List.of("ours", "plain")) {
            // A snapshot of 3 rows; an update of a row, two of its key as delete and create, an insert and a delete.
            var expected = Map.of(
                    name + "." + EVERY_TYPE,
                    9,
                    name + "." + KEYLESS,
                    3,
                    name + ".message",
                    1,
                    "__debezium-heartbeat." + name,
                    1);
            expected.forEach((topic, count) -> {
                await(topic).atMost(PATIENCE).until(() -> read(topic).size() >= count);
                all.put(topic, read(topic));
            });
        }
        return all;
    }

    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        var partition = new TopicPartition(topic, 0);
        var settings = Map.<String, Object>of(
                "bootstrap.servers",
                engines.blueprint().addresses().kafka().bootstrap(),
                "isolation.level",
                "read_committed");
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var end = consumer.endOffsets(List.of(partition)).get(partition);
            var read = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
            }
            return read;
        }
    }

    /** The value, less what tells the two connectors apart: whose slot, and when which of them read. */
    private static JsonNode comparable(ConsumerRecord<byte[], byte[]> message) {
        var value = (ObjectNode) json(message);
        var source = (ObjectNode) value.get("source");
        var snapshot = value.get("op").asText().equals("r");
        var own = snapshot ? List.of("name", "ts_ms", "ts_us", "ts_ns", "lsn", "txId") : List.of("name");
        own.forEach(field -> source.put(field, source.get(field).isNull() ? null : "of one connector"));
        source.put("sequence", source.get("sequence").isNull() ? null : "of one connector");
        List.of("ts_ms", "ts_us", "ts_ns")
                .forEach(field -> value.put(field, value.get(field).isNumber()));
        return value;
    }

    private static List<String> fields(List<ConsumerRecord<byte[], byte[]>> topic) {
        var fields = new ArrayList<String>();
        json(topic.get(0))
                .fields()
                .forEachRemaining(field ->
                        fields.add(field.getKey() + " " + field.getValue().getNodeType()));
        return fields;
    }

    /** The row that a message is about, every value as the text that it is written in. */
    private static Row row(ConsumerRecord<byte[], byte[]> message) {
        var value = json(message);
        var values = new LinkedHashMap<String, String>();
        value.get(value.get("after").isNull() ? "before" : "after")
                .fields()
                .forEachRemaining(field -> values.put(
                        field.getKey(),
                        field.getValue().isNull() ? null : field.getValue().asText()));
        return new Row(values);
    }

    private static JsonNode json(ConsumerRecord<byte[], byte[]> message) {
        try {
            return JsonRest.JSON.readTree(message.value());
        } catch (IOException e) {
            throw new IllegalStateException("not JSON: " + new String(message.value(), StandardCharsets.UTF_8), e);
        }
    }
}
