package io.lakehouse.platform.capture;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.config.PlatformSettings;
import io.lakehouse.platform.engine.Catalogue;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Jdks;
import io.lakehouse.platform.engine.Sites;
import io.lakehouse.platform.engine.artifact.InstallProgress;
import io.lakehouse.platform.engine.artifact.Installer;
import io.lakehouse.platform.engine.artifact.Lock;
import io.lakehouse.platform.engine.artifact.MavenSettings;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Engines;
import io.lakehouse.platform.plan.PipelinePlan;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.source.CaptureFinding;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.Databases;
import io.lakehouse.platform.source.Lsn;
import io.lakehouse.platform.source.Preflight;
import io.lakehouse.platform.source.ReplicationSlot;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.stream.Topics;
import io.lakehouse.platform.supervise.Daemon;
import io.lakehouse.platform.supervise.EngineState;
import io.lakehouse.platform.supervise.PlatformState.PipelineState;
import io.lakehouse.platform.supervise.Supervisor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A real PostgreSQL, Kafka and Connect under a real supervisor, and nothing else of a platform. */
final class RunningCapture implements AutoCloseable {
    private static final int PORT_OFFSET = 24_000;
    private static final Set<String> ENGINES = Set.of("postgres", "kafka", "connect");
    private static final Duration LONGEST = Duration.ofMinutes(6);
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private final Blueprint blueprint;
    private final Supervisor supervisor;
    private final Thread thread;

    private RunningCapture(Blueprint blueprint, Supervisor supervisor, Thread thread) {
        this.blueprint = blueprint;
        this.supervisor = supervisor;
        this.thread = thread;
    }

    /** Starts the three in this folder and waits until they are ready. */
    static RunningCapture in(Path folder) {
        var blueprint = new Blueprint(
                ROOT,
                new Home(folder.resolve("home"), PORT_OFFSET),
                Catalogue.load(ROOT.resolve("engines.yaml")),
                PlatformSettings.none(),
                Pipelines.read(ROOT.resolve("pipelines/sales.yaml")),
                Selection.ALL);
        var engines = new Engines(blueprint, sites(blueprint))
                .started().stream()
                        .filter(engine -> ENGINES.contains(engine.name()))
                        .toList();
        var supervisor = new Supervisor(blueprint.home(), engines, List.of(), new NoPipelines());
        var running = new RunningCapture(blueprint, supervisor, new Thread(supervisor::run, "supervisor"));
        running.thread.start();
        running.awaitReady();
        return running;
    }

    /** A new database of this name. */
    SourceDatabase create(String database) {
        var address = new SourceAccess(blueprint).platformDatabase(database);
        Databases.create(address, database);
        return new SourceDatabase(address);
    }

    /** A pipeline over these tables. */
    static Pipeline pipeline(String name, SourceDatabase source, TableDeclaration... tables) {
        return Pipeline.of(name, new Source.Embedded(source.address().database(), ""), List.of(tables));
    }

    /** Captures a pipeline's tables as the platform does, with these settings beside its own. */
    void capture(Pipeline pipeline, SourceDatabase source, Map<String, String> settings) throws IOException {
        var tables = pipeline.tables();
        CaptureFinding.require(new Preflight(
                        pipeline.slot(),
                        pipeline.publication(),
                        field -> "test.yaml",
                        tables.stream()
                                .map(table -> new Preflight.PlacedTable(table, field -> "test.yaml " + field))
                                .toList())
                .of(source.address()));
        var shapes = tables.stream()
                .map(table -> source.shape(table, field -> "test.yaml " + field))
                .toList();
        tables.forEach(source::captureFully);
        source.publish(pipeline.publication(), tables);
        try (var topics = new Topics(kafka())) {
            topics.create(PipelinePlan.of(pipeline, shapes).topics());
        }
        var configuration = Connector.configuration(pipeline, address(pipeline, source.address()), kafka(), 1, shapes);
        configuration.putAll(settings);
        connectors().deploy(Connector.name(pipeline.name()), configuration);
    }

    /** Waits until Kafka holds everything that was committed in the source before the call. */
    void awaitCaptured(Pipeline pipeline, SourceDatabase source) {
        var committed = source.flushedLsn();
        source.emitMarker();
        await("the slot has passed " + committed).atMost(LONGEST).until(() -> {
            connectors()
                    .state(Connector.name(pipeline.name()))
                    .filter(Connectors.State::hasFailed)
                    .ifPresent(state -> {
                        throw new AssertionError(state.reason());
                    });
            return confirmed(pipeline, source).compareTo(committed) >= 0;
        });
    }

    static Lsn confirmed(Pipeline pipeline, SourceDatabase source) {
        return source.slot(pipeline.slot()).flatMap(ReplicationSlot::confirmed).orElse(new Lsn(0));
    }

    /**
     * A raw message.
     *
     * @param key its key as text
     * @param envelope its value
     */
    record Raw(String key, JsonNode envelope) {
        String op() {
            return envelope.path("op").asText();
        }
    }

    /** A connection of its own, for a transaction that stays open. */
    static Connection connect(SourceDatabase source) throws SQLException {
        var address = source.address();
        return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
    }

    /** How many messages were written into a topic, committed or not. */
    long written(String topic) {
        try (var topics = new Topics(kafka())) {
            return topics.endOffsets(List.of(topic)).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** Every committed message of a topic, partition after partition. */
    List<Raw> records(String topic) throws IOException {
        try (var topics = new Topics(kafka());
                var consumer = new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                kafka(),
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            var ends = topics.recordEnds(List.of(topic));
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            var records = new ArrayList<Raw>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var found : consumer.poll(Duration.ofMillis(200))) {
                    records.add(new Raw(
                            found.key() == null ? "" : new String(found.key(), StandardCharsets.UTF_8),
                            JsonRest.JSON.readTree(found.value())));
                }
            }
            return records;
        }
    }

    Set<String> topics() {
        try (var topics = new Topics(kafka())) {
            return topics.names();
        }
    }

    Connectors connectors() {
        return new Connectors(blueprint.addresses().connect());
    }

    String kafka() {
        return blueprint.addresses().kafka();
    }

    /** Kills an engine as a power cut would; the supervisor starts it again. */
    void kill(String engine) {
        var before = engine(engine);
        ProcessHandle.of(before.pid()).orElseThrow().destroyForcibly();
        await(engine + " is back").atMost(LONGEST).until(() -> engine(engine).restarts() > before.restarts());
        awaitReady();
    }

    private EngineState engine(String name) {
        return new Daemon(blueprint.home())
                .state().stream()
                        .flatMap(state -> state.engines().stream())
                        .filter(state -> state.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private void awaitReady() {
        await("PostgreSQL, Kafka and Connect are ready")
                .atMost(LONGEST)
                .ignoreExceptions()
                .until(() -> ENGINES.stream().allMatch(name -> engine(name).state() == EngineState.Phase.READY));
    }

    private Connector.SourceAddress address(Pipeline pipeline, DatabaseAddress source) {
        var file = blueprint.home().secrets().resolve("source-" + pipeline.name() + ".properties");
        ConfigurationFile.writeProperties(file, Map.of("password", source.password()));
        return new Connector.SourceAddress(
                source.host(), source.port(), source.database(), source.user(), file, "password");
    }

    private static Sites sites(Blueprint blueprint) {
        var bundles = new HashSet<>(blueprint.catalogue().bundlesOf(ENGINES));
        bundles.add("debezium");
        var installed = new Installer(
                        blueprint.catalogue(),
                        Lock.load(ROOT.resolve(Lock.FILE)),
                        MavenSettings.ofUser(),
                        new Home(ROOT.resolve("platform/target/engines"), 0),
                        false)
                .install(bundles, InstallProgress.SILENT);
        return new Sites(blueprint.catalogue(), blueprint.home(), installed, Jdks.ofMachine()::require);
    }

    @Override
    public void close() throws InterruptedException {
        supervisor.close();
        thread.join();
    }

    /** A platform without pipelines. */
    private static final class NoPipelines implements Supervisor.Pipelines {
        @Override
        public Set<String> needs() {
            return Set.of();
        }

        @Override
        public void apply(Consumer<PipelineState> progress) {
            // There is nothing to apply.
        }

        @Override
        public List<PipelineState> keep() {
            return List.of();
        }
    }
}
