package io.lakehouse.platform.lanes;

import io.lakehouse.platform.source.ReplicationSlot;
import io.lakehouse.platform.source.SourceIncarnation;
import java.util.Optional;

/** Whether a slot still brings every change that was not captured yet. */
final class SlotContinuity {
    private SlotContinuity() {}

    /**
     * Why it does not, in a few words; empty when it does, or when no slot of this incarnation was ever seen.
     *
     * <p>That the slot's confirmed position goes back says nothing: a crash of the server does that, and no change is lost.
     *
     * @param epoch what is remembered
     * @param name the slot's name
     * @param slot the slot, if it is there
     * @param server the source as it is now
     */
    static Optional<String> broken(
            CaptureEpoch epoch, String name, Optional<ReplicationSlot> slot, SourceIncarnation server) {
        if (!epoch.lost().isEmpty()) {
            return Optional.of(epoch.lost());
        }
        if (!epoch.slotSeen()) {
            return Optional.empty();
        }
        var known = epoch.source();
        if (known.isPresent() && !known.get().system().equals(server.system())) {
            return Optional.of("the source is another database cluster than before (system identifier "
                    + server.system() + ", not " + known.get().system() + ")");
        }
        if (known.isPresent() && known.get().timeline() != server.timeline()) {
            return Optional.of("the source was restored or promoted (it writes timeline " + server.timeline()
                    + ", and wrote " + known.get().timeline() + ")");
        }
        if (known.isPresent() && server.written().compareTo(known.get().written()) < 0) {
            return Optional.of("the source was restored (its log ends at " + server.written() + ", and reached "
                    + known.get().written() + " before)");
        }
        if (slot.isEmpty()) {
            return Optional.of("the replication slot " + name + " is gone");
        }
        return slot.get().lost();
    }
}
