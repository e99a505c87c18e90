package io.lakehouse.platform.lanes;

import io.lakehouse.platform.capture.Connectors;
import java.io.IOException;

/** Removes a connector with its offsets, which Connect lets go only once its tasks have ended. */
record ConnectorRemoval(Connectors connectors, String name) {
    /**
     * Goes one step further.
     *
     * @return whether it is gone
     */
    boolean step() throws IOException {
        var state = connectors.state(name);
        if (state.isEmpty()) {
            return true;
        }
        if (!state.get().connector().equals("STOPPED")) {
            connectors.stop(name);
            return false;
        }
        if (!state.get().tasks().isEmpty()) {
            return false;
        }
        connectors.forgetOffsets(name);
        connectors.delete(name);
        return true;
    }

    /**
     * Removes it; one that is not there is fine.
     *
     * @throws io.lakehouse.platform.engine.Failure when it does not go in time
     */
    void await(Deadline deadline) {
        deadline.await("the connector " + name + " has been removed", this::step);
    }
}
