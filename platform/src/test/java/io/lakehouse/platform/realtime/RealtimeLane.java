package io.lakehouse.platform.realtime;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lakehouse.contract.declaration.PinotTableOptions;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.engine.Catalogue;
import io.lakehouse.platform.engine.Checkout;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Installation;
import io.lakehouse.platform.engine.Jdks;
import io.lakehouse.platform.engine.Sites;
import io.lakehouse.platform.engine.artifact.InstallProgress;
import io.lakehouse.platform.engine.artifact.Installer;
import io.lakehouse.platform.engine.artifact.Lock;
import io.lakehouse.platform.engine.artifact.MavenSettings;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.stream.Kafka;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Real Kafka and real Pinot in a folder, and what the real-time job would write to them. */
final class RealtimeLane implements AutoCloseable {
    private static final int PARTITIONS = 2;

    final Pinot pinot;
    final EngineProcess pinotProcess;
    final PinotTableDeployment deployment;
    final PinotQuery query;
    final PinotConsumption consumption;
    final String bootstrapServers;
    final String kafkaClassPath;
    final String controller;
    private final Path folder;
    private final EngineProcess kafkaProcess;
    private final Admin admin;
    private final KafkaProducer<String, String> producer;
    private final Map<String, Map<Integer, Long>> endOffsets = new HashMap<>();

    private RealtimeLane(Path folder) {
        this.folder = folder;
        var catalogue = Checkout.catalogue();
        var ports = Stream.of("kafka", "pinot")
                .flatMap(engine -> catalogue.engine(engine).ports().values().stream())
                .toList();
        var home = new Home(folder, EngineProcess.freeOffset(ports));
        var sites = new Sites(catalogue, home, installations(catalogue), Jdks.ofMachine()::require);
        bootstrapServers = sites.of("kafka").address("broker");
        kafkaClassPath = sites.of("kafka").installation().classPath();
        kafkaProcess = EngineProcess.start(new Kafka(sites.of("kafka")), home.log("kafka"));
        controller = sites.of("pinot").address("controller");
        pinot = new Pinot(sites.of("pinot"), Checkout.root().resolve("realtime/target/lakehouse-realtime.jar"));
        pinotProcess = EngineProcess.start(pinot, home.log("pinot"));
        deployment = new PinotTableDeployment(pinot.controller());
        query = new PinotQuery(pinot.broker());
        consumption = new PinotConsumption(pinot.controller());
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "linger.ms",
                        0,
                        "max.request.size",
                        1 << 24),
                new StringSerializer(),
                new StringSerializer());
    }

    static RealtimeLane start(Path folder) {
        return new RealtimeLane(folder);
    }

    /** Creates topic and current table, under one name. */
    PinotTable current(TableShape shape, String name) {
        createTopic(name);
        var table =
                PinotTables.current(shape, name, name, KafkaAddress.open(bootstrapServers), PinotTableOptions.DEFAULTS);
        apply(table);
        return table;
    }

    /** Creates topic and current table with these options, under one name. */
    PinotTable current(TableShape shape, String name, PinotTableOptions options) {
        createTopic(name);
        var table = PinotTables.current(shape, name, name, KafkaAddress.open(bootstrapServers), options);
        apply(table);
        return table;
    }

    /** Creates topic and history table, under one name. */
    PinotTable history(TableShape shape, String name) {
        createTopic(name);
        var table =
                PinotTables.history(shape, name, name, KafkaAddress.open(bootstrapServers), PinotTableOptions.DEFAULTS);
        apply(table);
        return table;
    }

    /** The table of a topic that exists, of another shape. */
    PinotTable currentAgain(TableShape shape, String name) {
        return PinotTables.current(shape, name, name, KafkaAddress.open(bootstrapServers), PinotTableOptions.DEFAULTS);
    }

    void apply(PinotTable table) {
        deployment.apply(table);
        awaitQueryable(table.name());
    }

    void awaitQueryable(String table) {
        await(table)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> query.run("SELECT COUNT(*) FROM " + table).rows().size() == 1);
    }

    /** Writes one message and returns when Kafka has it. */
    void produce(String topic, String key, Map<String, ? extends @Nullable Object> message) {
        produceText(topic, key, json(message));
    }

    /** Writes a value as it is; {@code null} is a tombstone. */
    void produceText(String topic, String key, @Nullable String value) {
        try {
            var written = producer.send(new ProducerRecord<>(topic, key, value)).get();
            endOffsets.computeIfAbsent(topic, name -> new HashMap<>()).put(written.partition(), written.offset() + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka did not take a message for " + topic, e.getCause());
        }
    }

    /** Kafka's end offset of each partition that was written to. */
    Map<Integer, Long> endOffsets(String topic) {
        return endOffsets.getOrDefault(topic, Map.of());
    }

    void awaitConsumed(String table) {
        await(table + " to reach " + endOffsets(table))
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> consumption.hasConsumed(table, endOffsets(table)));
    }

    List<List<@Nullable String>> rows(String sql) {
        return query.run(sql).rows();
    }

    /** Makes Pinot turn what it holds in memory into committed segments, and waits for the next ones. */
    void commitSegments(String table) throws IOException {
        var before = openSegments(table);
        pinot.controller().post("/tables/" + table + "/forceCommit", null);
        await(table + " to be committed")
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> openSegments(table).size() == before.size()
                        && openSegments(table).stream().noneMatch(before::contains));
        awaitQueryable(table);
    }

    /** Loses the files of one committed segment, here and in the deep store, and makes Pinot open it again. */
    String loseSegment(String table) throws IOException {
        var segment = committedSegment(table);
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(found -> found.toString().contains(segment))
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                Files.delete(file);
            }
        }
        pinot.controller().post("/segments/" + table + "_REALTIME/" + segment + "/reset", null);
        return segment;
    }

    private String committedSegment(String table) throws IOException {
        var segments =
                pinot.controller().get("/tables/" + table + "/externalview").path("REALTIME");
        for (var segment : (Iterable<Map.Entry<String, JsonNode>>) segments::fields) {
            for (var state : segment.getValue()) {
                if (state.asText().equals("ONLINE")) {
                    return segment.getKey();
                }
            }
        }
        throw new IllegalStateException("no committed segment in " + segments);
    }

    private Set<String> openSegments(String table) throws IOException {
        var open = new TreeSet<String>();
        pinot.controller()
                .get("/tables/" + table + "/consumingSegmentsInfo")
                .path("_segmentToConsumingInfoMap")
                .fields()
                .forEachRemaining(segment -> {
                    if (!segment.getValue().isEmpty()) {
                        open.add(segment.getKey());
                    }
                });
        return open;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
        pinotProcess.close();
        kafkaProcess.close();
    }

    private void createTopic(String name) {
        try {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static String json(Map<String, ? extends @Nullable Object> message) {
        try {
            return JsonRest.JSON.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Unpacked once for all engine tests. */
    private static Map<String, Installation> installations(Catalogue catalogue) {
        var shared = new Home(Checkout.root().resolve("platform/target/engines"), 0);
        return new Installer(
                        catalogue, Lock.load(Checkout.root().resolve(Lock.FILE)), MavenSettings.ofUser(), shared, false)
                .install(Set.of("kafka", "pinot"), InstallProgress.SILENT);
    }
}
