package io.lakehouse.platform.capture;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.Endpoint;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.engine.rest.RestException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The connectors of a Kafka Connect cluster, over its REST interface. */
public final class Connectors {
    private final JsonRest rest;

    /** The cluster at this address, {@code http://host:port}. */
    public Connectors(Endpoint endpoint) {
        this.rest = new JsonRest(endpoint);
    }

    /**
     * The state of a connector.
     *
     * @param connector Connect's word for the connector's state
     * @param tasks Connect's word for each task's state
     * @param reason first line of the trace of what failed, or an empty text
     */
    public record State(String connector, List<String> tasks, String reason) {
        /** Whether the connector and at least one task run. */
        public boolean isRunning() {
            return connector.equals("RUNNING")
                    && !tasks.isEmpty()
                    && tasks.stream().allMatch("RUNNING"::equals);
        }

        /** Whether somebody has paused or stopped it. */
        public boolean isPaused() {
            return connector.equals("PAUSED") || connector.equals("STOPPED");
        }

        /** Whether the connector or a task has failed. */
        public boolean hasFailed() {
            return connector.equals("FAILED") || tasks.contains("FAILED");
        }
    }

    /** Creates or updates a connector; an equal configuration changes nothing. */
    public void deploy(String name, Map<String, String> configuration) throws RestException {
        if (configuration(name).filter(configuration::equals).isEmpty()) {
            rest.put(path(name) + "/config", configuration);
        }
    }

    /**
     * Asks whether the worker can load the classes that a connector's configuration names: the connector and the
     * converters.
     *
     * @throws Failure naming the class that is missing, and what brings it
     */
    public void requirePlugins(Map<String, String> configuration) throws RestException {
        var loaded = new HashSet<String>();
        for (var plugin : rest.get("/connector-plugins?connectorsOnly=false")) {
            loaded.add(plugin.path("class").asText());
        }
        require(loaded, configuration.get("connector.class"), "Debezium's connector for PostgreSQL, unpacked");
        for (var option : List.of("key.converter", "value.converter")) {
            require(loaded, configuration.get(option), "capture/target/lakehouse-capture.jar of this build");
        }
    }

    private void require(Set<String> loaded, String type, String plugin) {
        if (!loaded.contains(type)) {
            throw new Failure("Kafka Connect at " + rest.base() + " has no " + type + ": put " + plugin
                    + ", into a folder of the worker's plugin.path, and start the worker again");
        }
    }

    /** The state of a connector, empty when there is none of that name. */
    public Optional<State> state(String name) throws RestException {
        return optional(path(name) + "/status").map(Connectors::state);
    }

    /** Creates a connector that runs no task until it is resumed. */
    public void createStopped(String name, Map<String, String> configuration) throws RestException {
        rest.post("/connectors", Map.of("name", name, "config", configuration, "initial_state", "STOPPED"));
    }

    /** Starts a connector and its failed tasks again. */
    public void restart(String name) throws RestException {
        rest.post(path(name) + "/restart?includeTasks=true&onlyFailed=true", null);
    }

    /** Starts a connector and all of its tasks again. */
    public void restartAll(String name) throws RestException {
        rest.post(path(name) + "/restart?includeTasks=true&onlyFailed=false", null);
    }

    /** Lets a connector rest: it keeps its slot, which keeps log meanwhile. */
    public void pause(String name) throws RestException {
        rest.put(path(name) + "/pause", null);
    }

    /** Lets a connector that was paused or stopped go on. */
    public void resume(String name) throws RestException {
        rest.put(path(name) + "/resume", null);
    }

    /** Ends the tasks of a connector, which stays. Its offsets can be removed once it counts as stopped. */
    public void stop(String name) throws RestException {
        rest.put(path(name) + "/stop", null);
    }

    /** Removes the offsets of a stopped connector, so that one of its name starts anew. */
    public void forgetOffsets(String name) throws RestException {
        rest.delete(path(name) + "/offsets");
    }

    /**
     * Whether the snapshot of a connector is complete: Kafka holds its last row, since the rows and Debezium's word of it
     * are one transaction.
     */
    public boolean hasReadSnapshot(String name) throws RestException {
        for (var offset : rest.get(path(name) + "/offsets").path("offsets")) {
            var position = offset.path("offset");
            if (!position.isEmpty()
                    && (position.path("snapshot").isMissingNode()
                            || position.path("last_snapshot_record").asBoolean())) {
                return true;
            }
        }
        return false;
    }

    /** The names of all connectors of the cluster. */
    public List<String> names() throws RestException {
        var names = new ArrayList<String>();
        rest.get("/connectors").forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Removes a connector; its slot and publication stay in the source. */
    public void delete(String name) throws RestException {
        rest.delete(path(name));
    }

    /**
     * What Connect finds wrong with one setting.
     *
     * @param field the setting
     * @param message Connect's words
     */
    public record FieldError(String field, String message) {}

    /** Everything that Connect finds wrong with a configuration; it changes nothing. */
    public List<FieldError> errors(String name, Map<String, String> configuration) throws RestException {
        var type = configuration.get("connector.class");
        var named = new TreeMap<>(configuration);
        named.put("name", name);
        var answer = rest.put("/connector-plugins/" + type + "/config/validate", named);
        var errors = new ArrayList<FieldError>();
        for (var field : answer.path("configs")) {
            for (var error : field.path("value").path("errors")) {
                errors.add(new FieldError(field.path("value").path("name").asText(), error.asText()));
            }
        }
        return errors;
    }

    /** The configuration of a connector without its name; empty when there is none of that name. */
    public Optional<Map<String, String>> configuration(String name) throws RestException {
        return optional(path(name) + "/config").map(found -> {
            var settings = new TreeMap<String, String>();
            found.fields()
                    .forEachRemaining(field ->
                            settings.put(field.getKey(), field.getValue().asText()));
            settings.remove("name");
            return settings;
        });
    }

    private Optional<JsonNode> optional(String path) throws RestException {
        try {
            return Optional.of(rest.get(path));
        } catch (RestException e) {
            if (e.status() == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static State state(JsonNode status) {
        var tasks = new ArrayList<String>();
        var reason = firstLine(status.path("connector").path("trace").asText());
        for (var task : status.path("tasks")) {
            tasks.add(task.path("state").asText());
            reason = reason.isEmpty() ? firstLine(task.path("trace").asText()) : reason;
        }
        return new State(status.path("connector").path("state").asText(), tasks, reason);
    }

    private static String firstLine(String trace) {
        var causes =
                trace.lines().filter(line -> line.startsWith("Caused by: ")).toList();
        return causes.isEmpty()
                ? trace.lines().findFirst().orElse("")
                : causes.get(causes.size() - 1).substring("Caused by: ".length());
    }

    private static String path(String name) {
        return "/connectors/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }
}
