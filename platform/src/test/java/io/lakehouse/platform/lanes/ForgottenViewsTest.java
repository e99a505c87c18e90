package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.engine.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
