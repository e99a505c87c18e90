package io.lakehouse.platform.lanes;

import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.engine.Home;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a capture waits for that only a person can do, so that nobody waits for the capture meanwhile: a recovery, a connector
 * that somebody deleted or paused.
 */
final class CaptureStandstill {
    private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();
    /** Connect does not know its connectors for a moment when it starts. */
    private static final long CERTAIN_NANOS = Duration.ofSeconds(5).toNanos();

    private final Home home;
    private final String pipeline;
    private final Connectors connectors;
    private long looked = System.nanoTime() - LOOK_NANOS;
    private long since;
    private @Nullable String hindrance;

    CaptureStandstill(Home home, String pipeline, Connectors connectors) {
        this.home = home;
        this.pipeline = pipeline;
        this.connectors = connectors;
    }

    /** What has happened and what to do, one line; empty while the capture may go on by itself. Made to be asked often. */
    Optional<String> reason() {
        var now = System.nanoTime();
        if (now - looked < LOOK_NANOS) {
            return Optional.empty();
        }
        looked = now;
        var lost = CaptureEpoch.of(home, pipeline).lost();
        if (!lost.isEmpty()) {
            return Optional.of(MissingChanges.message(pipeline, lost));
        }
        var found = hindrance();
        if (found.isEmpty() || !found.get().equals(hindrance)) {
            since = now;
        }
        hindrance = found.orElse(null);
        return found.filter(reason -> now - since >= CERTAIN_NANOS);
    }

    private Optional<String> hindrance() {
        // Whoever changes the pipeline makes its connector, perhaps after a while.
        try (var lock = PipelineLock.tryAcquire(home, pipeline).orElse(null)) {
            var name = Connector.name(pipeline);
            if (lock == null) {
                return Optional.ofNullable(hindrance);
            }
            if (connectors.configuration(name).isEmpty()) {
                return Optional.of("Connect has no connector " + name + ", so that no change is captured; lakehouse"
                        + " connectors deploy " + pipeline + " makes it, and it goes on where it was");
            }
            return connectors
                            .state(name)
                            .filter(state -> state.connector().equals("PAUSED"))
                            .isPresent()
                    ? Optional.of("the connector " + name + " is paused, so that no change is captured; lakehouse"
                            + " connectors resume " + pipeline + " lets it go on")
                    : Optional.empty();
        } catch (IOException e) {
            // Connect is away, and is started again.
            return Optional.empty();
        }
    }
}
