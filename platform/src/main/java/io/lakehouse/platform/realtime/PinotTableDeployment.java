package io.lakehouse.platform.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.engine.rest.RestException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates, changes and deletes tables in Pinot. Applying the same table again changes nothing. */
public final class PinotTableDeployment {
    private static final Logger LOG = LoggerFactory.getLogger(PinotTableDeployment.class);
    private static final Duration SETTLING = Duration.ofSeconds(60);

    private final JsonRest controller;
    private final Duration settling;

    /** Deploys through the controller at this address, {@code http://host:port}. */
    public PinotTableDeployment(JsonRest controller) {
        this(controller, SETTLING);
    }

    /** The same, with the longest time that Pinot is given to open segments or to let go of a table. */
    public PinotTableDeployment(JsonRest controller, Duration settling) {
        this.controller = controller;
        this.settling = settling;
    }

    /** What applying a table did. */
    public enum Change {
        /** The table was not there. */
        CREATED,
        /** Its schema or its config was another. */
        UPDATED,
        /** Pinot had it already. */
        UNCHANGED
    }

    /**
     * Makes Pinot have this table.
     *
     * <p>Segments that were opened before the schema was changed, also by a call that did not come to its end, are
     * committed, so that every message after this call is read with the new columns; messages with the new column must
     * not be produced before it returns.
     *
     * @throws Failure when Pinot refuses the table, in its words, or does not open new segments in time
     */
    public Change apply(PinotTable table) {
        var schemas = call(table.name(), () -> answer("/schemas/" + path(table.name())));
        var configs = call(table.name(), () -> answer("/tables/" + path(table.name())))
                .path("REALTIME");
        if (configs.isMissingNode()) {
            call(table.name(), () -> controller.post("/schemas?override=true", table.schema()));
            call(table.name(), () -> controller.post("/tables", table.config()));
            return Change.CREATED;
        }
        var schemaStands = JsonSubset.holds(table.schema(), schemas);
        var configStands = JsonSubset.holds(table.config(), configs);
        if (!schemaStands) {
            call(table.name(), () -> controller.put("/schemas/" + path(table.name()), table.schema()));
        }
        if (!configStands) {
            call(table.name(), () -> controller.put("/tables/" + path(table.name()), table.config()));
        }
        var segmentsStand = !takeUpSchema(table.name());
        return schemaStands && configStands && segmentsStand ? Change.UNCHANGED : Change.UPDATED;
    }

    /**
     * A table as Pinot has it, with the defaults that Pinot filled in; a schema or a config that is not there is
     * missing.
     */
    public PinotTable find(String table) {
        return new PinotTable(
                table,
                call(table, () -> answer("/schemas/" + path(table))),
                call(table, () -> answer("/tables/" + path(table))).path("REALTIME"));
    }

    /** Deletes a table with its schema and its data, and waits until its name is free. One that is not there is fine. */
    public void delete(String table) {
        if (list().contains(table)) {
            call(table, () -> controller.delete("/tables/" + path(table) + "?type=realtime&retention=0d"));
            // A table that is made anew before the servers have let go of the old one is lost with it.
            await("Pinot table " + table + " is still being deleted", () -> isUnassigned(table) && !isHeld(table));
        }
        if (!call(table, () -> answer("/schemas/" + path(table))).isMissingNode()) {
            call(table, () -> controller.delete("/schemas/" + path(table)));
        }
    }

    /**
     * The release of this Pinot.
     *
     * @throws Failure when it does not answer, or is one that is not supported
     */
    public PinotRelease release() {
        return PinotRelease.answered(call("release", () -> controller.get("/version")));
    }

    /** The names of all tables, sorted. */
    public List<String> list() {
        var names = new ArrayList<String>();
        call("list", () -> controller.get("/tables?type=realtime"))
                .path("tables")
                .forEach(name -> names.add(name.asText().replaceFirst("_REALTIME$", "")));
        names.sort(null);
        return names;
    }

    private boolean isUnassigned(String table) {
        return call(table, () -> answer("/tables/" + path(table) + "/externalview"))
                .path("REALTIME")
                .isEmpty();
    }

    /** Whether a server still has the table open. A server that does not answer has nothing open. */
    private boolean isHeld(String table) {
        for (var server : servers(table)) {
            try {
                for (var held : server.get("/tables").path("tables")) {
                    if (held.asText().equals(table + "_REALTIME")) {
                        return true;
                    }
                }
            } catch (RestException e) {
                LOG.debug("{} does not tell its tables: {}", server.base(), e.getMessage());
            }
        }
        return false;
    }

    private List<JsonRest> servers(String table) {
        try {
            return PinotServers.of(controller);
        } catch (RestException e) {
            throw failure(table, e);
        }
    }

    /**
     * Segments that were open before columns came lose their values for ever: they are committed, and new ones opened.
     *
     * @return whether there were such segments
     */
    private boolean takeUpSchema(String table) {
        var changed = schemaChangedMillis(table);
        var open = openSegments(table);
        if (open.stream().noneMatch(segment -> isOpenedBefore(changed, table, segment))) {
            return false;
        }
        call(table, () -> controller.post("/segments/" + path(table) + "/reload?type=REALTIME", null));
        call(table, () -> controller.post("/tables/" + path(table) + "/forceCommit", null));
        await("Pinot table " + table + " has not opened segments with its new columns", () -> {
            var now = openSegments(table);
            return now.size() >= open.size()
                    && now.stream().noneMatch(segment -> isOpenedBefore(changed, table, segment));
        });
        return true;
    }

    /** When the schema was written last, in ms since 1970-01-01T00:00:00Z: nothing but ZooKeeper remembers it. */
    private long schemaChangedMillis(String table) {
        var cluster = call(table, () -> controller.get("/cluster/info"))
                .path("clusterName")
                .asText();
        return call(
                        table,
                        () -> controller.get(
                                "/zk/stat?path=" + path("/" + cluster + "/PROPERTYSTORE/SCHEMAS/" + table)))
                .path("mtime")
                .asLong();
    }

    private boolean isOpenedBefore(long millis, String table, String segment) {
        return call(table, () -> controller.get("/segments/" + path(table) + "/" + path(segment) + "/metadata"))
                        .path("segment.creation.time")
                        .asLong()
                <= millis;
    }

    private Set<String> openSegments(String table) {
        var open = new TreeSet<String>();
        call(table, () -> controller.get("/tables/" + path(table) + "/consumingSegmentsInfo"))
                .path("_segmentToConsumingInfoMap")
                .fields()
                .forEachRemaining(segment -> {
                    if (!segment.getValue().isEmpty()) {
                        open.add(segment.getKey());
                    }
                });
        return open;
    }

    private JsonNode answer(String path) throws RestException {
        try {
            return controller.get(path);
        } catch (RestException e) {
            if (e.status() == 404) {
                return MissingNode.getInstance();
            }
            throw e;
        }
    }

    private static JsonNode call(String table, RestCall call) {
        try {
            return call.run();
        } catch (RestException e) {
            throw failure(table, e);
        }
    }

    private static Failure failure(String table, RestException e) {
        return new Failure(
                "Pinot table " + table + ": " + e.getMessage() + (e.status() == 0 ? "; is the platform up?" : ""), e);
    }

    private void await(String complaint, BooleanSupplier condition) {
        var end = System.nanoTime() + settling.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new Failure(
                        complaint + " after " + settling.toSeconds() + " s; see Pinot's log, then apply again");
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Failure(complaint + ": interrupted", e);
            }
        }
    }

    private static String path(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    private interface RestCall {
        JsonNode run() throws RestException;
    }
}
