package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.source.Lsn;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureFailureTest {
    private static final CaptureFailure FAILURE = new CaptureFailure("permission denied: \"x\" = 1", new Lsn(100));

    @TempDir
    Path folder;

    @Test
    void it_is_told_until_the_slot_has_moved() {
        var home = new Home(folder, 0);

        FAILURE.save(home, "sales");

        assertThat(CaptureFailure.of(home, "sales", Optional.of(new Lsn(100)))).contains(FAILURE);
        assertThat(CaptureFailure.of(home, "sales", Optional.of(new Lsn(101)))).isEmpty();
        assertThat(CaptureFailure.of(home, "shop", Optional.of(new Lsn(100)))).isEmpty();
    }

    @Test
    void a_slot_that_cannot_be_asked_has_not_moved() {
        var home = new Home(folder, 0);

        FAILURE.save(home, "sales");

        assertThat(CaptureFailure.of(home, "sales", Optional.empty())).contains(FAILURE);
    }

    @Test
    void what_is_forgotten_never_was() {
        var home = new Home(folder, 0);
        FAILURE.save(home, "sales");

        CaptureFailure.forget(home, "sales");
        CaptureFailure.forget(home, "sales");

        assertThat(CaptureFailure.of(home, "sales", Optional.empty())).isEmpty();
    }
}
