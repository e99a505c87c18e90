package io.lakehouse.platform.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlueprintTest {
    @TempDir
    Path folder;

    @Test
    void bothLanesNeedEveryBundle() {
        var blueprint = Blueprints.of(folder, Selection.ALL);

        assertThat(blueprint.bundles())
                .containsExactlyInAnyOrderElementsOf(
                        blueprint.catalogue().bundles().keySet());
    }

    @Test
    void theRealTimeLaneNeedsNoSparkAndNothingElseOfTheLake() {
        var bundles = Blueprints.of(folder, Selection.REALTIME).bundles();

        assertThat(bundles).containsExactlyInAnyOrder("postgres", "kafka", "debezium", "flink", "pinot");
    }

    @Test
    void theLakeNeedsNoPinot() {
        var bundles = Blueprints.of(folder, Selection.LAKE).bundles();

        assertThat(bundles)
                .containsExactlyInAnyOrder("postgres", "kafka", "debezium", "flink", "s3", "nessie", "trino", "spark");
    }

    @Test
    void anExternalEngineNeedsNoBundleUnlessAnotherEngineRunsFromIt() throws IOException {
        var blueprint = Blueprints.withExternal(
                folder, Selection.REALTIME, "kafka: {bootstrap: \"one:9092\"}\nflink: {rest: \"http://flink:8081\"}\n");

        var bundles = blueprint.bundles();

        assertThat(bundles).containsExactlyInAnyOrder("postgres", "kafka", "debezium", "pinot");
    }

    @Test
    void anExternalConnectBringsItsOwnDebezium() throws IOException {
        var blueprint = Blueprints.withExternal(
                folder,
                Selection.REALTIME,
                "kafka: {bootstrap: \"one:9092\"}\nconnect: {url: \"http://connect:8083\"}\n");

        var bundles = blueprint.bundles();

        assertThat(bundles).containsExactlyInAnyOrder("postgres", "flink", "pinot");
    }

    @Test
    void checkpointsOfAJobStandInAFolderWithoutBlanks() {
        var checkpoints = Blueprints.of(folder, Selection.ALL).checkpoints("sales realtime");

        assertThat(checkpoints).isEqualTo(folder.resolve("home/data/checkpoints/sales-realtime"));
    }
}
