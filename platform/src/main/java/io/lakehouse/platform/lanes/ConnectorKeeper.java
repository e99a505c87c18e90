package io.lakehouse.platform.lanes;

import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.source.Lsn;
import io.lakehouse.platform.source.ReplicationSlot;
import io.lakehouse.platform.source.SourceDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the connector of a pipeline again when it has failed, and remembers why until the capture goes on. */
final class ConnectorKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectorKeeper.class);
    private static final long RESTART_PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

    private final Home home;
    private final String pipeline;
    private final String slot;
    private final SourceDatabase source;
    private final Connectors connectors;
    private long lastRestart = System.nanoTime() - RESTART_PAUSE_NANOS;

    ConnectorKeeper(Home home, String pipeline, String slot, SourceDatabase source, Connectors connectors) {
        this.home = home;
        this.pipeline = pipeline;
        this.slot = slot;
        this.source = source;
        this.connectors = connectors;
    }

    /** Mends what can be mended, and tells what does not work, in a few words; nothing when it works. */
    List<String> keep() throws IOException {
        var name = Connector.name(pipeline);
        var state = connectors.state(name);
        if (state.isEmpty()) {
            return List.of("the connector is gone");
        }
        if (state.get().isPaused()) {
            // By somebody's hand, who will resume it.
            return List.of("the connector is " + state.get().connector().toLowerCase(Locale.ROOT));
        }
        if (state.get().hasFailed()) {
            return List.of(
                    "the connector " + startAgain(name, state.get().reason()).message());
        }
        if (!state.get().isRunning()) {
            var hindrance = CaptureStart.hindrance(source, slot);
            return hindrance.isPresent()
                    ? List.of(hindrance.get())
                    : List.of("the connector is " + state.get().connector().toLowerCase(Locale.ROOT));
        }
        var failure = CaptureFailure.of(home, pipeline, confirmed());
        if (failure.isEmpty()) {
            CaptureFailure.forget(home, pipeline);
        }
        return failure.map(before -> "the connector " + before.message()).stream()
                .toList();
    }

    private CaptureFailure startAgain(String name, String reason) throws IOException {
        var failure = new CaptureFailure(reason, confirmed().orElse(new Lsn(0)));
        failure.save(home, pipeline);
        if (System.nanoTime() - lastRestart >= RESTART_PAUSE_NANOS) {
            LOG.warn("restarting connector={} reason={}", name, reason);
            connectors.restart(name);
            lastRestart = System.nanoTime();
        }
        return failure;
    }

    /** What the slot has confirmed; nothing when the source is away, which is the likeliest reason of a failure. */
    private Optional<Lsn> confirmed() {
        try {
            return source.slot(slot).flatMap(ReplicationSlot::confirmed);
        } catch (Failure e) {
            return Optional.empty();
        }
    }
}
