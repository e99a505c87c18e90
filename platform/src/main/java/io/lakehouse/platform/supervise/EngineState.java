package io.lakehouse.platform.supervise;

/**
 * What the supervisor knows of one engine.
 *
 * @param name its name
 * @param state where it is in its life
 * @param pid id of its process, or 0 when it has none
 * @param restarts how often it was started again after it had been ready
 * @param startMillis how long its last start took until it was ready, in ms; 0 before that
 * @param detail the reason of a failure or what is being waited for; may be empty
 */
public record EngineState(String name, Phase state, long pid, int restarts, long startMillis, String detail) {
    /** The phases of an engine's life. */
    public enum Phase {
        /** It waits for the engines that it needs. */
        WAITING,
        /** Its process runs but does not answer yet. */
        STARTING,
        /** It answers. */
        READY,
        /** It ended; it is started again after a pause. */
        BACKING_OFF,
        /** It could not be started. */
        FAILED,
        /** It was asked to end. */
        STOPPING,
        /** It has no process. */
        STOPPED,
        /** It is somebody else's: used, not started. */
        EXTERNAL
    }

    static EngineState waiting(String name) {
        return new EngineState(name, Phase.WAITING, 0, 0, 0, "");
    }

    /** A process that others start when they want it, and that is ready while it lives. */
    static EngineState session(String name, long process) {
        return new EngineState(name, Phase.READY, process, 0, 0, "");
    }

    EngineState starting(long process) {
        return new EngineState(name, Phase.STARTING, process, restarts, 0, "");
    }

    EngineState ready(long millis) {
        return new EngineState(name, Phase.READY, pid, restarts, millis, "");
    }

    EngineState backingOff(String reason) {
        return new EngineState(name, Phase.BACKING_OFF, 0, restarts + 1, 0, reason);
    }

    EngineState failed(String reason) {
        return new EngineState(name, Phase.FAILED, 0, restarts, 0, reason);
    }

    EngineState stopping() {
        return new EngineState(name, Phase.STOPPING, pid, restarts, 0, "");
    }

    EngineState stopped() {
        return new EngineState(name, Phase.STOPPED, 0, restarts, 0, "");
    }
}
