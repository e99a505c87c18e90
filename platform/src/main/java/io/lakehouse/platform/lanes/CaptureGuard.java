package io.lakehouse.platform.lanes;

import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.source.ReplicationSlot;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.source.SourceIncarnation;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a capture whose changes have a gap, before it goes on behind the gap as if nothing were missing. What it finds
 * it remembers: only a recovery lets the pipeline go on.
 */
final class CaptureGuard {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureGuard.class);
    /** Debezium's words for a slot that begins after the last change that Kafka holds, or is not there. */
    private static final String NOT_IN_SLOT = "no longer available on the server";

    private final Home home;
    private final String pipeline;
    private final String slot;
    private final SourceDatabase source;
    private final Connectors connectors;

    /**
     * The guard of a pipeline's capture.
     *
     * @param slot its replication slot
     */
    CaptureGuard(Home home, String pipeline, String slot, SourceDatabase source, Connectors connectors) {
        this.home = home;
        this.pipeline = pipeline;
        this.slot = slot;
        this.source = source;
        this.connectors = connectors;
    }

    /**
     * Looks at the source, and stops the connector if changes are missing.
     *
     * @return what happened and what to do; empty when nothing is missing
     * @throws IOException when Connect does not answer; what was found is remembered all the same
     * @throws io.lakehouse.platform.engine.Failure when the source does not answer
     */
    Optional<String> look() throws IOException {
        var epoch = CaptureEpoch.of(home, pipeline);
        if (!epoch.slotSeen()) {
            return Optional.empty();
        }
        // In this order: what the slot has confirmed was written before the log's end was asked for.
        var there = source.slot(slot);
        var server = SourceIncarnation.of(source.address());
        var reason = SlotContinuity.broken(epoch, slot, there, server)
                .or(() -> PublicationContinuity.broken(home, pipeline, source))
                .or(this::refusedByDebezium);
        if (reason.isPresent()) {
            return Optional.of(stop(epoch, reason.get()));
        }
        // At once: what a restored source lacks is told by the last position that was seen, also by the next process.
        var seen = epoch.seenOn(server, there);
        if (!seen.equals(epoch)) {
            seen.save(home, pipeline);
        }
        return Optional.empty();
    }

    /**
     * Remembers the slot of an applied pipeline whose capture had not begun when it was applied. What somebody else has made
     * under its name does not count, so its connector has to run.
     */
    void expectSlot() throws IOException {
        var epoch = CaptureEpoch.of(home, pipeline);
        if (epoch.slotSeen()
                || connectors
                        .state(Connector.name(pipeline))
                        .filter(Connectors.State::isRunning)
                        .isEmpty()) {
            return;
        }
        var there = source.slot(slot);
        if (there.flatMap(ReplicationSlot::confirmed).isPresent()) {
            epoch.seenOn(SourceIncarnation.of(source.address()), there).save(home, pipeline);
        }
    }

    private Optional<String> refusedByDebezium() {
        try {
            return connectors
                    .state(Connector.name(pipeline))
                    .filter(state -> state.hasFailed() && state.reason().contains(NOT_IN_SLOT))
                    .map(state -> "the replication slot " + slot
                            + " begins after the last change that was captured: it was made anew");
        } catch (IOException e) {
            // Connect is away: it captures nothing meanwhile, and is asked again.
            return Optional.empty();
        }
    }

    private String stop(CaptureEpoch epoch, String reason) throws IOException {
        var message = MissingChanges.message(pipeline, reason);
        if (epoch.lost().isEmpty()) {
            epoch.lost(reason).save(home, pipeline);
            LOG.error("pipeline={} {}", pipeline, message);
        }
        var name = Connector.name(pipeline);
        var state = connectors.state(name);
        if (state.isPresent() && !state.get().connector().equals("STOPPED")) {
            connectors.stop(name);
        }
        return message;
    }
}
