package io.lakehouse.platform.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.engine.rest.RestException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What keeps Pinot's tables from holding what their topics brought. */
public final class PinotHealth {
    private final JsonRest controller;

    /** Asks the controller at this address, {@code http://host:port}, and the servers that it knows. */
    public PinotHealth(JsonRest controller) {
        this.controller = controller;
    }

    /**
     * What one table misses.
     *
     * @param messages messages that were no rows
     * @param errors the kind of the last error of each segment that had one
     */
    public record Unindexed(long messages, Set<String> errors) {
        /** Keeps its own copy of the errors. */
        public Unindexed {
            errors = Set.copyOf(errors);
        }
    }

    /**
     * Why a table does not take in these partitions of its topic, one line each; none when it does. A partition whose
     * segment is just being changed is taken in.
     *
     * @throws Failure when Pinot does not answer or has no such table
     */
    public List<String> hindrances(String table, Set<Integer> partitions) {
        var hindrances = new ArrayList<String>();
        var without = new TreeSet<>(partitions);
        get(table, "/consumingSegmentsInfo")
                .path("_segmentToConsumingInfoMap")
                .fieldNames()
                .forEachRemaining(segment -> without.remove(partition(segment)));
        without.forEach(partition ->
                hindrances.add("Pinot table " + table + " does not read partition " + partition + " of its topic"));
        brokenSegments(table)
                .forEach(segment ->
                        hindrances.add("segment " + segment + " of Pinot is broken; when Pinot's log tells why"
                                + " and it is mended, POST /segments/" + table + "_REALTIME/" + segment
                                + "/reset at Pinot's controller opens it again"));
        return hindrances;
    }

    /**
     * The segments of a table that no query sees since they ended in an error; Pinot refuses to answer without them.
     *
     * @throws Failure when Pinot does not answer or has no such table
     */
    public List<String> brokenSegments(String table) {
        var broken = new ArrayList<String>();
        get(table, "/externalview").path("REALTIME").fields().forEachRemaining(segment -> {
            for (var state : segment.getValue()) {
                if (state.asText().equals("ERROR")) {
                    broken.add(segment.getKey());
                }
            }
        });
        return broken;
    }

    /**
     * What the servers of the platform's own Pinot could not index since they started, by table; tables that miss
     * nothing are left out.
     *
     * @throws Failure when a server does not answer
     */
    public TreeMap<String, Unindexed> unindexed() {
        var unindexed = new TreeMap<String, Unindexed>();
        try {
            for (var server : PinotServers.of(controller)) {
                server.get("/unindexed").fields().forEachRemaining(table -> {
                    var errors = new TreeSet<String>();
                    table.getValue().path("errors").forEach(error -> errors.add(error.asText()));
                    unindexed.merge(
                            table.getKey().replaceFirst("_REALTIME$", ""),
                            new Unindexed(table.getValue().path("messages").asLong(), errors),
                            PinotHealth::both);
                });
            }
        } catch (RestException e) {
            throw new Failure("Pinot does not tell what it could not index: " + e.getMessage(), e);
        }
        return unindexed;
    }

    private static Unindexed both(Unindexed one, Unindexed other) {
        var errors = new TreeSet<>(one.errors());
        errors.addAll(other.errors());
        return new Unindexed(one.messages() + other.messages(), errors);
    }

    /** The partition in the name of a segment, {@code table__partition__sequence__time}; -1 for another name. */
    private static int partition(String segment) {
        var parts = segment.split("__");
        try {
            return parts.length < 4 ? -1 : Integer.parseInt(parts[parts.length - 3]);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private JsonNode get(String table, String what) {
        try {
            return controller.get("/tables/" + URLEncoder.encode(table, StandardCharsets.UTF_8) + what);
        } catch (RestException e) {
            throw new Failure("Pinot table " + table + ": its segments cannot be read: " + e.getMessage(), e);
        }
    }
}
