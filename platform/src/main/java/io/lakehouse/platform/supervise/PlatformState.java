package io.lakehouse.platform.supervise;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the supervisor publishes about itself, in {@code run/state.json}.
 *
 * @param supervisor id of the supervisor's process
 * @param phase where the platform is in its life
 * @param failure why it could not be started, one line; empty otherwise
 * @param engines its engines, in starting order
 * @param pipelines its pipelines
 * @param sessions processes that come and go as they are wanted; the file of an older version has none
 */
public record PlatformState(
        long supervisor,
        Phase phase,
        String failure,
        List<EngineState> engines,
        List<PipelineState> pipelines,
        @Nullable List<EngineState> sessions) {
    /** Keeps its own copies. */
    public PlatformState {
        engines = List.copyOf(engines);
        pipelines = List.copyOf(pipelines);
        sessions = sessions == null ? List.of() : List.copyOf(sessions);
    }

    /** The phases of the platform's life. */
    public enum Phase {
        /** Engines are starting. */
        STARTING,
        /** All engines answer; the pipelines are being applied. */
        APPLYING,
        /** All engines work, and every pipeline is applied that can be. */
        READY,
        /** It could not be started, and is being taken down. */
        FAILED,
        /** It was asked to end. */
        STOPPING
    }

    /**
     * What the supervisor knows of a pipeline.
     *
     * @param name its name
     * @param applied whether everything that it declares exists
     * @param detail the reason when it cannot be applied or something of it does not work, or what is being done; may be empty
     */
    public record PipelineState(String name, boolean applied, String detail) {}
}
