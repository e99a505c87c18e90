package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.contract.declaration.DatabaseTls;
import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.config.PlatformSettings;
import io.lakehouse.platform.engine.Checkout;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.lanes.AppliedPipeline.AppliedSource;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Selection;
import io.lakehouse.platform.supervise.PlatformState.PipelineState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines whose sources do not answer, beside others. */
class PipelineKeeperTest {
    private static final AppliedPipeline OTHER = new AppliedPipeline(
            "other",
            "/declarations/other.yaml",
            new AppliedSource("db.example", 5432, "other", "capture", "", "", DatabaseTls.DEFAULT),
            "default",
            "other_runs",
            List.of(),
            List.of(),
            List.of());

    @TempDir
    Path folder;

    private final List<PipelineState> told = new ArrayList<>();
    private Path declarations;
    private Home home;
    private Blueprint blueprint;

    @BeforeEach
    void twoPipelinesWithoutASource() throws IOException {
        declarations = Files.createDirectories(folder.resolve("declarations"));
        var password = Files.writeString(folder.resolve("password"), "secret");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        for (var name : List.of("shop", "wares")) {
            Files.writeString(
                    declarations.resolve(name + ".yaml"),
                    "{name: %s, source: {host: 127.0.0.1, port: %d, database: d, user: u, password: {file: %s}}, tables: [{table: %s}]}"
                            .formatted(name, closedPort(), password, name));
        }
        home = new Home(folder, 0);
        blueprint = new Blueprint(
                folder,
                home,
                Checkout.catalogue(),
                PlatformSettings.none(),
                Pipelines.read(declarations),
                Selection.ALL);
    }

    @Test
    void aPipelineThatCannotBeAppliedKeepsNoOtherFromIt() {
        Lanes.remember(home, OTHER);

        keeper().apply(told::add);

        assertThat(told)
                .filteredOn(state -> state.detail().contains("cannot be applied: "))
                .satisfiesExactly(state -> assertThat(state.name()).isEqualTo("shop"), state -> {
                    assertThat(state.name()).isEqualTo("wares");
                    assertThat(state.applied()).isFalse();
                    assertThat(state.detail()).contains("127.0.0.1").endsWith("then lakehouse apply wares");
                });
        assertThat(ApplicationFailure.all(home))
                .extracting(ApplicationFailure::pipeline)
                .containsExactly("shop", "wares");
    }

    @Test
    void whenThereIsNoneToKeepThePlatformIsNotUpAndTheReasonIsThatOfEach() {
        assertThatThrownBy(() -> keeper().apply(told::add))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("pipeline shop cannot be applied: ")
                .hasMessageContaining("; pipeline wares cannot be applied: ");
    }

    @Test
    void itIsNamedUntilItIsAppliedOrDeclaredNoMore() throws IOException {
        for (var declared : blueprint.pipelines().all()) {
            ApplicationFailure.of(declared, new Failure("the source\nis away")).save(home);
        }
        assertThat(keeper().keep())
                .contains(new PipelineState(
                        "shop", false, "cannot be applied: the source is away; mend it, then lakehouse apply shop"))
                .hasSize(2);

        ApplicationFailure.forget(home, "shop");
        Files.delete(declarations.resolve("wares.yaml"));

        assertThat(keeper().keep()).isEmpty();
    }

    private PipelineKeeper keeper() {
        return new PipelineKeeper(blueprint, PipelineKeeper.Schedule.NONE);
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
