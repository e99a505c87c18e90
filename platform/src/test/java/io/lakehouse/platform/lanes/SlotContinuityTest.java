package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.source.Lsn;
import io.lakehouse.platform.source.ReplicationSlot;
import io.lakehouse.platform.source.SourceIncarnation;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlotContinuityTest {
    private static final String SLOT = "lakehouse_sales";
    private static final SourceIncarnation SEEN = server("7000", 1, "1/100");

    @Test
    void aSlotOnTheServerThatItWasSeenOnIsContinuous() {
        assertThat(broken(slot("reserved"), SEEN)).isEmpty();
        assertThat(broken(slot("unreserved"), server("7000", 1, "1/200"))).isEmpty();
    }

    @Test
    void aSlotThatWasNeverSeenHasNothingToLose() {
        var epoch = new CaptureEpoch(1, false);

        assertThat(SlotContinuity.broken(epoch, SLOT, Optional.empty(), SEEN)).isEmpty();
    }

    @Test
    void aSlotThatIsGoneIsNamed() {
        assertThat(broken(Optional.empty(), SEEN)).hasValue("the replication slot lakehouse_sales is gone");
    }

    @Test
    void aSlotWhoseLogWasRemovedIsLost() {
        assertThat(broken(slot("lost"), SEEN)).get().asString().contains("max_slot_wal_keep_size");
        assertThat(broken(slot("lost", "wal_removed"), SEEN)).isEqualTo(broken(slot("lost"), SEEN));
    }

    @Test
    void aSlotThatTheServerGaveUpForAnotherReasonNamesThatOne() {
        assertThat(broken(slot("lost", "idle_timeout"), SEEN))
                .get()
                .asString()
                .contains("lakehouse_sales", "idle_replication_slot_timeout")
                .doesNotContain("max_slot_wal_keep_size");
        assertThat(broken(slot("lost", "wal_level_insufficient"), SEEN))
                .get()
                .asString()
                .contains("wal_level_insufficient");
    }

    @Test
    void anotherClusterIsNotTheSourceEvenIfItHasASlotOfTheName() {
        assertThat(broken(slot("reserved"), server("7001", 1, "1/200")))
                .get()
                .asString()
                .contains("another database cluster", "7001", "7000");
    }

    @Test
    void aSourceOnAnotherTimelineWasRestoredOrPromoted() {
        assertThat(broken(slot("reserved"), server("7000", 2, "1/200")))
                .get()
                .asString()
                .contains("restored or promoted", "timeline 2");
    }

    @Test
    void aSourceWhoseLogEndsBeforeWhatItHadWrittenWasRestored() {
        assertThat(broken(slot("reserved"), server("7000", 1, "1/FF")))
                .get()
                .asString()
                .contains("restored", "1/FF", "1/100");
    }

    @Test
    void whatWasLostOnceStaysLostUntilARecovery() {
        var epoch = epoch().lost("the replication slot lakehouse_sales is gone");

        assertThat(SlotContinuity.broken(epoch, SLOT, slot("reserved"), SEEN))
                .hasValue("the replication slot lakehouse_sales is gone");
        assertThat(SlotContinuity.broken(epoch.next(), SLOT, Optional.empty(), SEEN))
                .isEmpty();
    }

    private static Optional<String> broken(Optional<ReplicationSlot> slot, SourceIncarnation now) {
        return SlotContinuity.broken(epoch(), SLOT, slot, now);
    }

    private static CaptureEpoch epoch() {
        return new CaptureEpoch(1, true, Optional.of(SEEN), "");
    }

    private static Optional<ReplicationSlot> slot(String walStatus) {
        return slot(walStatus, "");
    }

    private static Optional<ReplicationSlot> slot(String walStatus, String invalidation) {
        return Optional.of(new ReplicationSlot(SLOT, true, walStatus, invalidation, Optional.of(Lsn.parse("1/50")), 0));
    }

    private static SourceIncarnation server(String system, long timeline, String written) {
        return new SourceIncarnation(system, timeline, Lsn.parse(written));
    }
}
