package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.job.RunIdentity;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.config.PlatformSettings;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.rest.Certificates;
import io.lakehouse.platform.engine.rest.Endpoint;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.lake.LakeReferences;
import io.lakehouse.platform.lake.S3Credentials;
import io.lakehouse.platform.lanes.batch.PipelineBatches;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.plan.SourceAccess;
import io.lakehouse.platform.query.TrinoSql;
import io.lakehouse.platform.source.PostgresCredentials;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.stream.FlinkJobs;
import io.lakehouse.platform.supervise.BatchRun;
import io.lakehouse.platform.supervise.RealEngines;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The lake lane on a Nessie and an S3 store of somebody else, in a home of theirs, which talk over TLS with certificates of an
 * authority of their own; the Nessie asks for a token.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SecuredLakeIT {
    private static final int THEIRS = 12_300;
    private static final int OURS = 22_700;
    private static final String TOKEN = "t0ken-of-the-test";

    private @Nullable RealEngines theirs;
    private @Nullable RealEngines ours;
    private @Nullable GuardedNessie nessie;
    private Blueprint blueprint;
    private String secretKey;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) throws Exception {
        var certificates = Certificates.make(folder.resolve("certificates"));
        var settings = Files.createDirectories(folder.resolve("settings"));
        var usual = RealEngines.blueprint(new Home(folder.resolve("theirs"), THEIRS));
        Files.writeString(settings.resolve("lakehouse.yaml"), "external: {ca: ../certificates/authority.pem}");
        var theirBlueprint = new Blueprint(
                usual.root(),
                usual.home(),
                usual.catalogue(),
                PlatformSettings.read(List.of(settings)),
                usual.pipelines(),
                Selection.LAKE);
        theirs = RealEngines.start(
                theirBlueprint,
                List.of("postgres", "s3", "nessie"),
                engine -> new SecuredLakeEngine(engine, certificates));
        nessie = GuardedNessie.start(
                certificates, theirBlueprint.addresses().nessie().url(), TOKEN);

        var keys = S3Credentials.inFile(theirBlueprint.s3CredentialsFile());
        secretKey = keys.secretKey();
        var database = PostgresCredentials.of(theirBlueprint.home());
        secret(settings.resolve("access"), keys.accessKey());
        secret(settings.resolve("secret"), secretKey);
        secret(settings.resolve("token"), TOKEN);
        secret(settings.resolve("database"), database.password());
        Files.writeString(
                settings.resolve("lakehouse.yaml"),
                """
                external:
                  ca: ../certificates/authority.pem
                  postgres: {host: 127.0.0.1, port: %d, user: %s, password: {file: database}}
                  s3: {endpoint: "%s", access-key: {file: access}, secret-key: {file: secret}}
                  nessie: {url: "%s", login: {token: {file: token}}}
                """
                        .formatted(
                                theirBlueprint.addresses().postgresPort(),
                                database.user(),
                                theirBlueprint.addresses().s3().replace("http:", "https:"),
                                nessie.url()));
        Files.writeString(
                settings.resolve("shop.sql"),
                "CREATE TABLE orders (id bigint PRIMARY KEY, note text);"
                        + " INSERT INTO orders VALUES (1, 'one'), (2, 'two')");
        var pipeline = Files.writeString(
                settings.resolve("shop.yaml"),
                """
                name: shop
                source: {database: sales, setup: shop.sql}
                tables:
                  - {table: orders, current: false, history: false}
                """);
        blueprint = new Blueprint(
                usual.root(),
                new Home(folder.resolve("ours"), OURS),
                usual.catalogue(),
                PlatformSettings.read(List.of(settings)),
                Pipelines.read(pipeline),
                Selection.LAKE);
        ours = RealEngines.start(
                blueprint,
                List.of("kafka", "connect", "flink-jobmanager", "flink-taskmanager", "trino"),
                UnaryOperator.identity());
        new PipelineApplication(blueprint, declared()).apply(PipelineApplication.Destruction.REFUSED, progress -> {});
    }

    @AfterAll
    void end() throws InterruptedException {
        if (ours != null) {
            ours.close();
        }
        if (nessie != null) {
            nessie.close();
        }
        if (theirs != null) {
            theirs.close();
        }
    }

    @Test
    void changes_travel_through_bronze_and_a_batch_to_trino_and_no_secret_is_shown_to_anybody_else() throws Exception {
        new SourceDatabase(new SourceAccess(blueprint).source(declared()))
                .query("UPDATE orders SET note = 'changed' WHERE id = 1");

        assertThat(new Sync(blueprint, Lanes.plan(blueprint, "shop"), Duration.ofMinutes(3)).bronze())
                .isTrue();
        var run = PipelineBatches.fresh(blueprint, RealEngines.site(blueprint, "spark"), "local[2]")
                .run("shop", 1, BatchRun.COMMAND_LINE, Optional.empty())
                .orElseThrow();

        assertThat(run.required().state()).isEqualTo(BatchRun.State.PUBLISHED);
        var table = declared().pipeline().tables().get(0).lake().name();
        var trino = new TrinoSql(blueprint.addresses().trino());
        var versions =
                "SELECT id, note, is_current FROM nessie.\"default\"." + table + " ORDER BY id, version_order_key";
        assertThat(trino.run(versions).rows())
                .containsExactly(
                        List.of("1", "one", "false"), List.of("1", "changed", "true"), List.of("2", "two", "true"));
        assertThat(trino.run("SELECT id, note FROM live.shop.orders_now ORDER BY id")
                        .rows())
                .containsExactly(List.of("1", "changed"), List.of("2", "two"));
        var states = new PublishedStates(blueprint);
        assertThat(states.query(versions, run.runId()).rows()).hasSize(3);
        assertThat(states.hasPublished(run.runId())).isTrue();
        assertThat(states.hasPublished("20260101T000000000Z")).isFalse();
        // Nessie's client asks what the server speaks before it shows who it is, and goes on without an answer.
        assertThat(nessie.refused()).as("asked without the token").containsOnly("GET /api/v2/config");

        var flink = blueprint.addresses().flink().url();
        var job = new FlinkJobs(blueprint.addresses().flink())
                .alive("shop bronze")
                .orElseThrow()
                .id();
        var shown = new ArrayList<String>(ShownToAnybody.commandLines());
        for (var path : List.of("/jobs/" + job + "/config", "/jobs/" + job + "/plan", "/jobmanager/config")) {
            shown.add(ShownToAnybody.answer(flink + path));
        }
        shown.add(trino.run("SELECT * FROM system.metadata.catalogs").rows().toString());
        shown.add(Files.readString(Path.of(run.log())));
        assertThat(shown).noneMatch(text -> text.contains(TOKEN) || text.contains(secretKey));
        assertThat(shown).anyMatch(text -> text.contains("-Djavax.net.ssl.trustStore="));

        whatItsRunsLeftGoesWithThePipeline();
    }

    private void whatItsRunsLeftGoesWithThePipeline() throws Exception {
        branch(RunIdentity.branch("shop", "20260101T000000000Z"));
        branch(RunIdentity.branch("shops", "20260101T000000000Z"));
        var left = new LakeDestruction(blueprint, Lanes.plan(blueprint, "shop"))
                .steps().stream()
                        .filter(step -> !step.what().startsWith("lake table"))
                        .toList();

        assertThat(left)
                .extracting(DestructionStep::what)
                .containsExactly("nessie branches batch/shop/* of its runs", "history and logs of its batches");
        for (var step : left) {
            assertThat(step.isThere().holds()).as(step.what()).isTrue();
            step.removal().run();
            assertThat(step.isThere().holds()).as(step.what()).isFalse();
        }
        var address = blueprint.addresses().nessie();
        assertThat(new LakeReferences(address, blueprint.lake().reference()).branches("batch/"))
                .containsExactly("batch/shops/20260101T000000000Z");
    }

    private void branch(String name) throws Exception {
        var address = blueprint.addresses().nessie();
        var api = new JsonRest(new Endpoint(address.url() + "/api/v2", address.ca(), address.login()));
        var main = api.get("/trees/" + blueprint.lake().reference()).path("reference");
        api.post("/trees?type=BRANCH&name=" + URLEncoder.encode(name, StandardCharsets.UTF_8), main);
    }

    private DeclaredPipeline declared() {
        return blueprint.pipelines().named("shop");
    }

    private static void secret(Path file, String text) throws Exception {
        Files.setPosixFilePermissions(Files.writeString(file, text), PosixFilePermissions.fromString("rw-------"));
    }
}
