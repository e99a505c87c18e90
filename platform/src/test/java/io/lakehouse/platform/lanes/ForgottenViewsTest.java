package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.config.PlatformSettings;
import io.lakehouse.platform.engine.Checkout;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.plan.Selection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgottenViewsTest {
    @TempDir
    Path folder;

    @Test
    void nothingOfAPipelinesViewsStaysInAHomeThatForgetsThemAndAnotherPipelinesDo() throws IOException {
        var home = new Home(folder, 0);
        var trino = home.configuration("trino");
        for (var pipeline : new String[] {"shop", "shops"}) {
            Files.createDirectories(trino.resolve("raw").resolve(pipeline));
            Files.writeString(trino.resolve("raw").resolve(pipeline).resolve("made"), "");
            Files.createDirectories(trino.resolve("views"));
            Files.writeString(trino.resolve("views").resolve(pipeline + ".json"), "{}");
        }

        HybridViews.forget(home, "shop");
        RawTopicCatalog.forget(home, "shop");

        assertThat(trino.resolve("raw"))
                .isDirectoryNotContaining("glob:**/shop")
                .isDirectoryContaining("glob:**/shops");
        assertThat(trino.resolve("views"))
                .isDirectoryNotContaining("glob:**/shop.json")
                .isDirectoryContaining("glob:**/shops.json");
    }

    @Test
    void aRunThatEndsWhileItsPipelineIsDestroyedMakesNoViews() throws Exception {
        var home = new Home(folder, 0);
        var blueprint = new Blueprint(
                folder, home, Checkout.catalogue(), PlatformSettings.none(), new Pipelines(List.of()), Selection.ALL);
        var remembered = Files.createDirectories(Lanes.folder(home)).resolve("shop.json");
        Files.writeString(remembered, "{}");
        var destruction = PipelineLock.tryAcquire(home, "shop").orElseThrow();

        var problems = CompletableFuture.supplyAsync(() -> new HybridViews(blueprint).replaceAfterRun("shop"));
        Lanes.forget(home, "shop");
        destruction.close();

        assertThat(problems.get()).isEmpty();
    }
}
