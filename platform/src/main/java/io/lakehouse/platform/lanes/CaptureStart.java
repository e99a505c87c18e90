package io.lakehouse.platform.lanes;

import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.source.OpenTransaction;
import io.lakehouse.platform.source.ReplicationSlot;
import io.lakehouse.platform.source.SourceDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The moment when the capture of a pipeline begins: its connector runs, and its slot is made. PostgreSQL makes a slot when
 * every transaction has ended that was open before; until then the task of the connector is neither running nor failed.
 */
final class CaptureStart {
    /** The state of a capture whose slot waits for the transactions of others. */
    static final String STATE = "waiting";

    private final Connectors connectors;
    private final SourceDatabase source;
    private final String pipeline;
    private final String slot;

    CaptureStart(Connectors connectors, SourceDatabase source, String pipeline, String slot) {
        this.connectors = connectors;
        this.source = source;
        this.pipeline = pipeline;
        this.slot = slot;
    }

    /**
     * Waits for it.
     *
     * @param limit how long it may take, transactions of others not counted
     * @param transactions waits for those
     * @return what is still waited for when the patience with transactions is at its end; empty when it has begun
     * @throws io.lakehouse.platform.engine.Failure when it does not begin in time
     */
    Optional<String> await(Duration limit, TransactionWait transactions) {
        var begun = new AtomicBoolean();
        while (true) {
            new Deadline(limit)
                    .await(
                            "the connector " + Connector.name(pipeline) + " runs and the replication slot " + slot
                                    + " is there",
                            () -> {
                                begun.set(hasBegun());
                                return begun.get() || open().isPresent();
                            });
            if (begun.get()) {
                return Optional.empty();
            }
            var left = transactions.until(what(slot), this::open);
            if (left.isPresent()) {
                return left.map(transaction -> TransactionWait.message(what(slot), transaction));
            }
        }
    }

    /** What its slot waits for, one line; empty when it waits for nothing. */
    static Optional<String> hindrance(SourceDatabase source, String slot) {
        return OpenTransaction.hinderingSlot(source.address(), slot)
                .map(transaction -> TransactionWait.message(what(slot), transaction));
    }

    private static String what(String slot) {
        return "the replication slot " + slot;
    }

    private boolean hasBegun() throws IOException {
        var state = connectors.state(Connector.name(pipeline));
        if (state.isPresent() && state.get().hasFailed()) {
            throw new IllegalStateException(state.get().reason());
        }
        // One that somebody has paused stays so.
        return state.isPresent()
                && (state.get().isRunning() || state.get().isPaused())
                && source.slot(slot).flatMap(ReplicationSlot::confirmed).isPresent();
    }

    private Optional<OpenTransaction> open() {
        return OpenTransaction.hinderingSlot(source.address(), slot);
    }
}
