package io.lakehouse.platform.lanes;

import io.lakehouse.platform.capture.Connector;
import io.lakehouse.platform.capture.Connectors;
import io.lakehouse.platform.plan.diff.Kind;
import io.lakehouse.platform.plan.diff.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Removes a connector with its offsets, which Connect lets go only once its tasks have ended.
 *
 * @param configuration with which one that somebody deleted is made again, stopped: its offsets outlived it, and Connect
 *     removes only those of a connector that is there. Empty when none can have been left
 */
record ConnectorRemoval(Connectors connectors, String name, Map<String, String> configuration) {
    /** The removal of a connector that nobody deletes but the platform. */
    ConnectorRemoval(Connectors connectors, String name) {
        this(connectors, name, Map.of());
    }

    /**
     * The removal of the connector of a pipeline.
     *
     * @param resources every object that was made for the pipeline
     */
    static ConnectorRemoval of(Connectors connectors, String pipeline, List<Resource> resources) {
        var name = Connector.name(pipeline);
        var made = resources.stream()
                .filter(resource -> resource.id().equals(new Resource.Id(Kind.CONNECTOR, name)))
                .findFirst();
        return new ConnectorRemoval(connectors, name, made.map(Resource::fields).orElse(Map.of()));
    }

    /** Whether it, or at least its offsets, may be there. */
    boolean isDue() throws IOException {
        return !configuration.isEmpty() || connectors.state(name).isPresent();
    }

    /**
     * Goes one step further.
     *
     * @return whether it is gone
     */
    boolean step() throws IOException {
        var state = connectors.state(name);
        if (state.isEmpty()) {
            if (configuration.isEmpty()) {
                return true;
            }
            connectors.createStopped(name, configuration);
            return false;
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
