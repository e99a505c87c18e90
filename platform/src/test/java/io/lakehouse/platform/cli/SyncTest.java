package io.lakehouse.platform.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.plan.Selection;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SyncTest {
    private static final Path HOME = Path.of("/home/of/a/platform");

    @Test
    void aLakeThatWasNotBroughtUpIsNotWaitedFor() {
        assertThatThrownBy(() -> Sync.requireLake(Selection.REALTIME, HOME))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("--lake: the platform in " + HOME)
                .hasMessageContaining("without the lake lane");
        assertThatCode(() -> Sync.requireLake(Selection.LAKE, HOME)).doesNotThrowAnyException();
    }

    @Test
    void aRealtimeLaneThatWasNotBroughtUpIsNotTakenForOneThatIsInSync() {
        assertThatThrownBy(() -> Sync.requireRealtime(Selection.LAKE, HOME))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("the platform in " + HOME)
                .hasMessageContaining("sync --lake");
        assertThatCode(() -> Sync.requireRealtime(Selection.ALL, HOME)).doesNotThrowAnyException();
    }
}
