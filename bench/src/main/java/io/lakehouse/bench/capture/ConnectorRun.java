package io.lakehouse.bench.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.bench.machine.ProcessorWatch;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.stream.Topics;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The platform's connector over a log, from its deployment to its removal, with topics of its own. */
final class ConnectorRun {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long EPOCH = 1;

    private final CaptureEngines engines;
    private final CaptureLog log;
    private final Pipeline pipeline;
    private final PipelinePlan plan;
    private final Map<String, String> overrides;

    /**
     * A run.
     *
     * @param name of its pipeline, which no other run has
     * @param overrides settings of the connector that differ from the platform's
     */
    ConnectorRun(CaptureEngines engines, CaptureLog log, String name, Map<String, String> overrides) {
        this.engines = engines;
        this.log = log;
        this.pipeline =
                Pipeline.of(name, new Source.Embedded(log.database().address().database(), ""), List.of(log.table()));
        this.plan = PipelinePlan.of(pipeline, List.of(log.shape()));
        this.overrides = overrides;
    }

    /**
     * What capturing took, from the start marker's record to the commit that showed the end marker.
     *
     * @param seconds how long it took
     * @param processorSeconds what each engine's process computed
     */
    record Capture(double seconds, Map<String, Double> processorSeconds) {}

    /**
     * Captures the log, compares and removes everything again.
     *
     * @param digest filled with every change that the raw topic holds
     */
    Capture run(RowDigest digest) throws IOException, SQLException, InterruptedException {
        var connectors = new Connectors(engines.blueprint().addresses().connect());
        log.copySlot(pipeline.slot());
        try (var topics = new Topics(engines.blueprint().addresses().kafka())) {
            topics.create(plan.topics());
            try (var watch = new ProcessorWatch(engines.processes())) {
                connectors.deploy(Connector.name(pipeline.name()), configuration());
                var markers = awaitMarkers(connectors);
                var capture = new Capture(
                        (markers.ended() - markers.started()) / 1e3,
                        Map.of(
                                "connect", watch.seconds("connect", markers.started(), markers.ended()),
                                "kafka", watch.seconds("kafka", markers.started(), markers.ended())));
                readTopic(record -> digest.add(json(record)));
                return capture;
            } finally {
                remove(connectors, topics);
            }
        }
    }

    private void remove(Connectors connectors, Topics topics) throws IOException, InterruptedException {
        connectors.delete(Connector.name(pipeline.name()));
        while (log.database()
                .slot(pipeline.slot())
                .filter(slot -> slot.active())
                .isPresent()) {
            Thread.sleep(100);
        }
        log.database().dropSlot(pipeline.slot());
        topics.delete(plan.topics().stream().map(Topics.Topic::name).toList());
    }

    private Map<String, String> configuration() {
        var source = log.database().address();
        var file = engines.blueprint().home().secrets().resolve("source-bench.properties");
        ConfigurationFile.writeProperties(file, Map.of("password", source.password()));
        var address = new Connector.SourceAddress(
                source.host(), source.port(), source.database(), source.user(), file, "password");
        var configuration = Connector.configuration(pipeline, address, EPOCH, plan.shapes());
        configuration.put("publication.name", log.publication());
        // The rows are read from the log, from where the slot stands.
        configuration.put("snapshot.mode", "no_data");
        configuration.putAll(overrides);
        return configuration;
    }

    /** Milliseconds since 1970: when the start marker was sent, and when the end marker was there to be read. */
    private record Markers(long started, long ended) {}

    private Markers awaitMarkers(Connectors connectors) throws IOException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var partition = new TopicPartition(Connector.markerTopic(pipeline.name()), 0);
        var started = 0L;
        try (var consumer = consumer()) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (System.nanoTime() < deadline) {
                for (var record : consumer.poll(Duration.ofMillis(500))) {
                    var content = new String(Base64.getDecoder()
                            .decode(json(record).path("message").path("content").asText()));
                    if (content.equals(CaptureLog.START)) {
                        started = record.timestamp();
                    } else if (content.equals(CaptureLog.END)) {
                        return new Markers(started, System.currentTimeMillis());
                    }
                }
                var state = connectors.state(Connector.name(pipeline.name()));
                if (state.filter(Connectors.State::hasFailed).isPresent()) {
                    throw new Failure("the connector failed: " + state.get().reason());
                }
            }
        }
        throw new Failure("the connector did not reach the end of the log within " + PATIENCE.toSeconds() + " s");
    }

    private void readTopic(Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (var consumer = consumer();
                var topics = new Topics(engines.blueprint().addresses().kafka())) {
            var ends = topics.endOffsets(plan.rawTopics());
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(each);
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                engines.blueprint().addresses().kafka().client(Map.of("isolation.level", "read_committed")),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new IllegalStateException("a raw message is no JSON", e);
        }
    }
}
