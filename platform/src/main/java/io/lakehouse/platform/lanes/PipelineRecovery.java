package io.lakehouse.platform.lanes;

import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.plan.Blueprint;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.stream.RecoveryMarks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lets a pipeline go on after changes of its source went missing: a new slot, a new epoch, and a snapshot of every table,
 * so that the lanes become equal to the source again (docs/decisions/0041).
 */
public final class PipelineRecovery {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Blueprint blueprint;
    private final AppliedPipeline applied;
    private final SourceDatabase source;
    private final Connectors connectors;
    private final Deadline deadline = new Deadline(LIMIT);

    /**
     * The recovery of a pipeline.
     *
     * @throws Failure when it was never applied
     */
    public PipelineRecovery(Blueprint blueprint, String name) {
        this.blueprint = blueprint;
        this.applied = Lanes.applied(blueprint.home(), name)
                .orElseThrow(() -> new Failure("pipeline " + name + " has not been applied: lakehouse apply " + name
                        + " takes its first snapshot"));
        this.source = new SourceDatabase(Lanes.source(blueprint, applied));
        this.connectors = new Connectors(blueprint.addresses().connect());
    }

    /** What is to be done, one sentence each, the reason first. */
    public List<String> steps() {
        var epoch = CaptureEpoch.of(blueprint.home(), name());
        return List.of(
                epoch.lost().isEmpty()
                        ? "no change of " + name() + " is known to be missing; it can be recovered all the same"
                        : "changes are missing, since " + epoch.lost(),
                "remove the connector " + Connector.name(name()) + " with its offsets",
                "drop the replication slot " + slot() + ", if it is there",
                "mark every table: what the new snapshot does not bring again is deleted, and each history says that"
                        + " it has a gap; current tables are empty until the snapshot has been read",
                "capture under epoch " + epoch.next().number() + " with a new slot, from a snapshot of "
                        + applied.routes().size() + " tables");
    }

    /**
     * Does it, up to the point where applying the pipeline makes the new connector. Whenever it breaks off, doing it
     * again goes on.
     *
     * @param progress told each step in a few words
     */
    public void recover(Consumer<String> progress) throws IOException {
        try (var lock = PipelineLock.acquire(blueprint.home(), name(), deadline)) {
            var epoch = CaptureEpoch.of(blueprint.home(), name());
            if (epoch.lost().isEmpty()) {
                // Whoever looks from here on sees that it is not to go on as it was.
                epoch = epoch.lost("a recovery was begun").save(blueprint.home(), name());
            }
            progress.accept("removing the connector");
            new LateSnapshots(blueprint.home(), name()).abandon(connectors, deadline);
            ConnectorRemoval.of(connectors, name(), applied.resources()).await(deadline);
            progress.accept("dropping the replication slot");
            deadline.await("the replication slot " + slot() + " can be dropped", () -> {
                source.endReader(slot());
                source.dropSlot(slot());
                return true;
            });
            progress.accept("marking the tables");
            new RecoveryMarks(blueprint.addresses().kafka())
                    .write(applied.routes(), epoch.next().number());
            CaptureFailure.forget(blueprint.home(), name());
            epoch.next().save(blueprint.home(), name());
        }
    }

    private String name() {
        return applied.name();
    }

    private String slot() {
        return applied.plan().pipeline().slot();
    }
}
