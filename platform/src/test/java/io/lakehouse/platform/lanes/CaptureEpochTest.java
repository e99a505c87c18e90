package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.source.Lsn;
import io.lakehouse.platform.source.ReplicationSlot;
import io.lakehouse.platform.source.SourceIncarnation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureEpochTest {
    @TempDir
    Path folder;

    private Home home;

    @BeforeEach
    void aHome() {
        home = new Home(folder, 0);
    }

    @Test
    void aPipelineThatNeverRanIsInItsFirstIncarnation() {
        assertThat(CaptureEpoch.of(home, "sales")).isEqualTo(new CaptureEpoch(1, false));
    }

    @Test
    void aHomeRemembersEveryPipelineByItself() {
        new CaptureEpoch(3, true).save(home, "sales");
        new CaptureEpoch(7, false).save(home, "shop");

        assertThat(CaptureEpoch.of(home, "sales")).isEqualTo(new CaptureEpoch(3, true));
        assertThat(CaptureEpoch.of(home, "shop")).isEqualTo(new CaptureEpoch(7, false));
    }

    @Test
    void aHomeRemembersTheServerAndWhyChangesAreMissingUntilTheNextIncarnation() {
        var server = new SourceIncarnation("7123", 1, Lsn.parse("0/16B3800"));
        var slot = new ReplicationSlot("slot", true, "reserved", "", Optional.of(Lsn.parse("0/16B3748")), 0);
        var seen = new CaptureEpoch(2, false).seenOn(server, Optional.of(slot));
        assertThat(seen.source()).hasValue(new SourceIncarnation("7123", 1, Lsn.parse("0/16B3748")));
        seen.save(home, "sales");
        assertThat(CaptureEpoch.of(home, "sales")).isEqualTo(seen);

        var lost = seen.lost("the replication slot \"x\" is gone: ä=b\\c");
        lost.save(home, "sales");
        assertThat(CaptureEpoch.of(home, "sales")).isEqualTo(lost);
        assertThat(lost.next()).isEqualTo(new CaptureEpoch(3, false));
    }

    @Test
    void anEpochThatCannotBeReadIsNeverTakenForTheFirst() throws IOException {
        Files.writeString(
                Files.createDirectories(home.data("capture")).resolve("sales.properties"), "slot-seen=true\n");

        assertThatThrownBy(() -> CaptureEpoch.of(home, "sales"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("pipeline sales")
                .hasMessageContaining("sales.properties");
    }
}
