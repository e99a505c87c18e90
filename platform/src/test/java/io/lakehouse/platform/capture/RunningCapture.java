package io.lakehouse.platform.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakehouse.contract.declaration.PinotTableDeclaration;
import io.lakehouse.contract.declaration.PinotTableOptions;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.Scd2Declaration;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.platform.engine.ConfigurationFile;
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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A source, Kafka and a worker that captures pipelines of a test, without the jobs that would read them. */
public final class RunningCapture implements AutoCloseable {
    public static final Duration PATIENCE = Duration.ofSeconds(120);
    /** Of what is captured unless a setting says otherwise. */
    public static final long EPOCH = 7;

    private final RealEngines engines;
    private final DatabaseAddress source;
    private final SourceDatabase database;
    private final Connectors connectors;

    private RunningCapture(RealEngines engines) {
        var blueprint = engines.blueprint();
        this.engines = engines;
        this.source = new SourceAccess(blueprint).source(blueprint.pipelines().named("sales"));
        this.database = new SourceDatabase(source);
        this.connectors = new Connectors(blueprint.addresses().connect());
    }

    public static RunningCapture start(Path home, int portOffset) {
        return new RunningCapture(RealEngines.start(home, portOffset, "connect"));
    }

    public static TableDeclaration historyOnly(String schema, String table) {
        var usual = TableDeclaration.of(schema, table);
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

    public SourceDatabase database() {
        return database;
    }

    public Connectors connectors() {
        return connectors;
    }

    public RealEngines engines() {
        return engines;
    }

    public void run(String... statements) throws SQLException {
        for (var statement : statements) {
            database.query(statement);
        }
    }

    /** An open transaction that has done this, on a connection of its own. */
    public Connection transaction(String... statements) throws SQLException {
        var connection = source.connect();
        connection.setAutoCommit(false);
        for (var statement : statements) {
            try (var update = connection.createStatement()) {
                update.execute(statement);
            }
        }
        return connection;
    }

    public List<TableShape> shapes(List<TableDeclaration> tables) {
        return tables.stream()
                .map(table -> database.shape(table, field -> "test " + field))
                .toList();
    }

    /** Captures tables as applying a pipeline does, with some settings of the connector changed. */
    public Pipeline capture(String name, List<TableDeclaration> tables, Map<String, String> changed)
            throws IOException {
        var pipeline = deploy(name, tables, changed);
        awaitRunning(pipeline);
        return pipeline;
    }

    /** Likewise, without waiting for it to run. */
    public Pipeline deploy(String name, List<TableDeclaration> tables, Map<String, String> changed) throws IOException {
        var pipeline = Pipeline.of(name, new Source.Embedded("sales", ""), tables);
        tables.forEach(database::captureFully);
        database.publish(pipeline.publication(), tables);
        try (var topics = new Topics(engines.blueprint().addresses().kafka())) {
            topics.create(PipelinePlan.of(pipeline, shapes(tables)).topics());
        }
        connectors.deploy(Connector.name(name), configuration(pipeline, changed));
        return pipeline;
    }

    /** The connector of a pipeline, with some settings changed. */
    public Map<String, String> configuration(Pipeline pipeline, Map<String, String> changed) {
        var file = engines.blueprint().home().secrets().resolve("source-test.properties");
        ConfigurationFile.writeProperties(file, Map.of("password", source.password()));
        var address = new Connector.SourceAddress(
                source.host(), source.port(), source.database(), source.user(), file, "password");
        var configuration = Connector.configuration(pipeline, address, EPOCH, shapes(pipeline.tables()));
        configuration.put("heartbeat.interval.ms", "500");
        configuration.putAll(changed);
        return configuration;
    }

    public void awaitRunning(Pipeline pipeline) {
        await(pipeline.name()).atMost(PATIENCE).ignoreExceptions().until(() -> {
            var state = connectors.state(Connector.name(pipeline.name())).orElseThrow();
            assertThat(state.hasFailed()).as(state.reason()).isFalse();
            return state.isRunning() && database.slot(pipeline.slot()).isPresent();
        });
    }

    /** Returns when everything that was committed before the call is in Kafka. */
    public void awaitCaptured(Pipeline pipeline) {
        var committed = database.flushedLsn();
        database.emitMarker();
        await(pipeline.name() + " at " + committed).atMost(PATIENCE).until(() -> {
            var state = connectors.state(Connector.name(pipeline.name())).orElseThrow();
            assertThat(state.hasFailed()).as(state.reason()).isFalse();
            // A slot that was just made has confirmed where it begins, while its snapshot is still on its way.
            return connectors.hasReadSnapshot(Connector.name(pipeline.name()))
                    && database.slot(pipeline.slot())
                            .flatMap(slot -> slot.confirmed())
                            .filter(confirmed -> confirmed.compareTo(committed) >= 0)
                            .isPresent();
        });
    }

    /** The committed messages of a topic, each partition's in their order. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        var read = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        each(topic, read::add);
        return read;
    }

    /** Shows the committed messages of a topic, each partition's in their order. */
    public void each(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        var settings = engines.blueprint().addresses().kafka().client(Map.of("isolation.level", "read_committed"));
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(200)).forEach(reader);
            }
        }
    }

    public static JsonNode json(ConsumerRecord<byte[], byte[]> message) {
        try {
            return JsonRest.JSON.readTree(message.value());
        } catch (IOException e) {
            throw new IllegalStateException("not JSON: " + new String(message.value(), StandardCharsets.UTF_8), e);
        }
    }

    public static String key(ConsumerRecord<byte[], byte[]> message) {
        return message.key() == null ? "none" : new String(message.key(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws InterruptedException {
        engines.close();
    }
}
