package io.lakehouse.bench.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.HomeFolder;
import io.lakehouse.platform.plan.Selection;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaisedPlatformTest {
    @Test
    void the_home_of_a_platform_that_is_no_measures_own_is_refused_and_stays(@TempDir Path folder) {
        var home = new Home(folder.resolve("mine"), 12_500);
        HomeFolder.remember(home);

        assertThatThrownBy(() -> RaisedPlatform.up(folder, home, Map.of(), Selection.ALL))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(home.root().toString())
                .hasMessageContaining("--home");
        assertThat(HomeFolder.isHome(home.root())).isTrue();
    }
}
