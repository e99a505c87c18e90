package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.config.PlatformSettings;
import io.lakehouse.platform.engine.Checkout;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.source.CaptureFinding;
import io.lakehouse.platform.source.CaptureFinding.Severity;
import io.lakehouse.platform.source.RunningPostgres;
import io.lakehouse.platform.source.SourceDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What applying a pipeline makes in the platform's own PostgreSQL stands not in its way. */
class PipelinePreflightIT {
    @TempDir
    Path folder;

    @Test
    void whatTheSetupWillMakeIsNotedAndTheOtherTablesAreLookedAt() throws Exception {
        try (var postgres = RunningPostgres.in(folder.resolve("home"))) {
            var blueprint = blueprint(postgres);

            assertThat(findings(blueprint))
                    .allMatch(finding -> finding.severity() == Severity.NOTE)
                    .extracting(CaptureFinding::reason)
                    .containsExactly(
                            "database shop is not there yet: applying the pipeline makes it",
                            "table public.a is not there yet: applying the pipeline makes it by shop.sql",
                            "table public.b is not there yet: applying the pipeline makes it by shop.sql");

            new SourceDatabase(postgres.create("shop")).query("CREATE TABLE a (id int)");

            assertThat(findings(blueprint))
                    .satisfiesExactly(
                            finding -> assertThat(finding.reason()).startsWith("public.a has no primary key"),
                            finding -> {
                                assertThat(finding.reason()).startsWith("updates and deletes of public.a");
                                assertThat(finding.isRefused()).isFalse();
                            },
                            finding -> {
                                assertThat(finding.reason()).startsWith("table public.b is not there yet");
                                assertThat(finding.isRefused()).isFalse();
                                assertThat(finding.place()).endsWith("shop.yaml:5 tables[1].table");
                            });
        }
    }

    private List<CaptureFinding> findings(Blueprint blueprint) {
        return PipelinePreflight.of(blueprint, blueprint.pipelines().named("shop"));
    }

    private Blueprint blueprint(RunningPostgres postgres) throws Exception {
        var server = postgres.create("any");
        var password = Files.writeString(folder.resolve("password"), server.password());
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(
                folder.resolve(PlatformSettings.FILE_NAME),
                "external: {postgres: {host: %s, port: %d, user: %s, password: {file: %s}}}"
                        .formatted(server.host(), server.port(), server.user(), password));
        var declarations = Files.createDirectories(folder.resolve("declarations"));
        Files.writeString(
                declarations.resolve("shop.yaml"),
                """
                name: shop
                source: {database: shop, setup: shop.sql}
                tables:
                  - table: a
                  - table: b
                """);
        return new Blueprint(
                folder,
                new Home(folder.resolve("home"), 0),
                Checkout.catalogue(),
                PlatformSettings.read(List.of(folder)),
                Pipelines.read(declarations),
                Selection.ALL);
    }
}
