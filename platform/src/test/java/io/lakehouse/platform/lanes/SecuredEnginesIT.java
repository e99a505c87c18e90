package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.lakehouse.contract.declaration.DatabaseTls;
import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.config.PlatformSettings;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.rest.Certificates;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.plan.diff.Change;
import io.lakehouse.platform.realtime.PinotQuery;
import io.lakehouse.platform.realtime.PinotTableDeployment;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.PostgresCredentials;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.stream.FlinkJobs;
import io.lakehouse.platform.supervise.RealEngines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real-time lane between a PostgreSQL and a Kafka of somebody else, in a home of theirs, which talk over TLS with
 * certificates of an authority of their own, and ask for a login.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecuredEnginesIT {
    private static final int THEIRS = 22_300;
    private static final int OURS = 22_700;

    /** What looks like a reference to a file or a variable is none. */
    private static final String DATABASE_PASSWORD = "a${file:/etc/hostname:x}b${env:HOME}";

    private static final String KAFKA_PASSWORD = "c${env:HOME}d";

    private Certificates certificates;
    private @Nullable RealEngines theirs;
    private @Nullable RealEngines ours;
    private Blueprint blueprint;
    private SourceDatabase source;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        certificates = Certificates.make(folder.resolve("certificates"));
        var theirBlueprint = RealEngines.blueprint(new Home(folder.resolve("theirs"), THEIRS));
        var kafka = theirBlueprint.addresses().kafka().bootstrap();
        var settings = Files.createDirectories(folder.resolve("settings"));
        var login = secret(
                settings.resolve("kafka.properties"),
                """
                security.protocol=SASL_SSL
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="lakehouse" password="%s";
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                """
                        .formatted(KAFKA_PASSWORD, certificates.authority()));
        theirs = RealEngines.start(
                theirBlueprint,
                List.of("postgres", "kafka"),
                engine -> new SecuredEngine(
                        engine, certificates, new KafkaAddress(kafka, login.toString()), KAFKA_PASSWORD));
        makeSource(theirBlueprint);

        secret(settings.resolve("database.password"), DATABASE_PASSWORD);
        Files.writeString(
                settings.resolve("lakehouse.yaml"),
                "external: {kafka: {bootstrap: \"" + kafka + "\", client: {file: kafka.properties}}}");
        var pipeline = Files.writeString(
                settings.resolve("shop.yaml"),
                """
                name: shop
                source:
                  host: 127.0.0.1
                  port: %d
                  database: postgres
                  user: capture
                  password: {file: database.password}
                  tls: {mode: verify-full, ca: ../certificates/authority.pem}
                tables:
                  - {table: orders, lake: false}
                """
                        .formatted(theirBlueprint.addresses().postgresPort()));
        blueprint = new Blueprint(
                theirBlueprint.root(),
                new Home(folder.resolve("ours"), OURS),
                theirBlueprint.catalogue(),
                PlatformSettings.read(List.of(settings)),
                Pipelines.read(pipeline),
                Selection.REALTIME);
        ours = RealEngines.start(
                blueprint,
                List.of("connect", "flink-jobmanager", "flink-taskmanager", "pinot"),
                UnaryOperator.identity());
        source = new SourceDatabase(new SourceAccess(blueprint).source(declared()));
        new PipelineApplication(blueprint, declared()).apply(PipelineApplication.Destruction.REFUSED, progress -> {});
    }

    @AfterAll
    void end() throws InterruptedException {
        if (ours != null) {
            ours.close();
        }
        if (theirs != null) {
            theirs.close();
        }
    }

    @Test
    void aChangeTravelsFromTheirDatabaseThroughTheirKafkaToPinot() throws Exception {
        run(source.address(), "UPDATE orders SET note = 'changed' WHERE id = 1");
        new Sync(blueprint, Lanes.plan(blueprint, "shop"), Duration.ofMinutes(3)).realtime();

        var pinot = new PinotQuery(new JsonRest(blueprint.addresses().pinotBroker()));

        assertThat(pinot.run("SELECT id, note FROM orders_current ORDER BY id").rows())
                .containsExactly(List.of("1", "changed"), List.of("2", "two"));
        assertThat(pinot.run("SELECT op FROM orders_history WHERE record_id = 1 ORDER BY order_key")
                        .rows())
                .containsExactly(List.of("r"), List.of("u"));
        assertThat(source.query("SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
                                + " WHERE usename = 'capture'")
                        .rows())
                .containsExactly(List.of("t"));
    }

    @Test
    void whatWasAppliedIsFoundAgainWithoutADifference() throws Exception {
        assertThat(new PipelineApplication(blueprint, declared()).plan().plan().changes())
                .isEmpty();
    }

    @Test
    void noSecretStandsInAListOfProcessesOrInAnAnswer() throws Exception {
        var seen = new ArrayList<String>(ShownToAnybody.commandLines());
        seen.add(ShownToAnybody.answer(blueprint.addresses().connect().url() + "/connectors/lakehouse_shop/config"));
        seen.add(ShownToAnybody.answer(blueprint.addresses().connect().url() + "/connectors/lakehouse_shop/status"));
        seen.add(ShownToAnybody.answer(blueprint.addresses().pinotController().url() + "/tables/orders_current"));
        var flink = blueprint.addresses().flink();
        var job = new FlinkJobs(flink).alive("shop realtime").orElseThrow().id();
        seen.add(ShownToAnybody.answer(flink.url() + "/jobs/" + job + "/config"));
        seen.add(ShownToAnybody.answer(flink.url() + "/jobs/" + job + "/plan"));
        seen.add(ShownToAnybody.answer(flink.url() + "/jobmanager/config"));

        assertThat(seen).noneMatch(text -> text.contains(DATABASE_PASSWORD) || text.contains(KAFKA_PASSWORD));
    }

    @Test
    void aServerWhoseCertificateComesFromAnotherAuthorityIsRefused(@TempDir Path folder) throws Exception {
        var another = Certificates.make(folder);
        var address = source.address();
        var mistaken = new DatabaseAddress(
                address.host(),
                address.port(),
                address.database(),
                address.user(),
                address.password(),
                new DatabaseTls(
                        DatabaseTls.Mode.VERIFY_FULL, another.authority().toString()));

        assertThatThrownBy(() -> new SourceDatabase(mistaken).flushedLsn())
                .isInstanceOf(Failure.class)
                .hasMessageContaining("database postgres of 127.0.0.1");
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void aTableThatIsGoneIsRegisteredAgainByItselfAndReadsItsTopicAnew() {
        var setup = new PinotTableSetup(blueprint, declared());
        var pinot = new PinotTableDeployment(new JsonRest(blueprint.addresses().pinotController()));
        assertThat(setup.deploy().plan().changes()).isEmpty();
        pinot.delete("orders_history");

        var done = setup.deploy();

        assertThat(done.plan().changes())
                .extracting(Change::title)
                .containsExactly("create pinot schema orders_history", "create pinot table orders_history");
        var query = new PinotQuery(new JsonRest(blueprint.addresses().pinotBroker()));
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> query.run("SELECT op FROM orders_history WHERE op = 'r'")
                                .rows()
                                .size()
                        == 2);
        assertThat(setup.files(pinot.release()).json())
                .containsOnlyKeys(
                        "orders_current_schema.json",
                        "orders_current_table.json",
                        "orders_history_schema.json",
                        "orders_history_table.json");
    }

    /** The last one, since nothing is captured after it. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aPurgedHomeLeavesNothingInTheirDatabase() throws Exception {
        ours.close();
        ours = null;

        var result = PurgedSources.drop(blueprint.home(), () -> blueprint);

        assertThat(result.left()).isEmpty();
        assertThat(source.query("SELECT slot_name FROM pg_replication_slots UNION SELECT pubname FROM pg_publication")
                        .rows())
                .isEmpty();
    }

    private DeclaredPipeline declared() {
        return blueprint.pipelines().named("shop");
    }

    private void makeSource(Blueprint of) throws Exception {
        var credentials = PostgresCredentials.of(of.home());
        run(
                new DatabaseAddress(
                        "127.0.0.1",
                        of.addresses().postgresPort(),
                        "postgres",
                        credentials.user(),
                        credentials.password()),
                "CREATE ROLE capture SUPERUSER LOGIN PASSWORD '" + DATABASE_PASSWORD + "'",
                "CREATE TABLE orders (id bigint PRIMARY KEY, note text)",
                "INSERT INTO orders VALUES (1, 'one'), (2, 'two')");
    }

    private static void run(DatabaseAddress address, String... statements) throws Exception {
        try (var connection = address.connect();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Path secret(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
