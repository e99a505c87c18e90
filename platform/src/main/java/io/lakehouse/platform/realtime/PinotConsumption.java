package io.lakehouse.platform.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import io.lakehouse.platform.engine.rest.RestException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far Pinot has read. Offsets are Kafka's: the offset of the next message, so that one message consumed means
 * offset 1. A row is queryable before its offset counts as consumed.
 */
public final class PinotConsumption {
    private final JsonRest controller;

    /** Asks the controller at this address, {@code http://host:port}. */
    public PinotConsumption(JsonRest controller) {
        this.controller = controller;
    }

    /**
     * The offset of the next message that each partition's open segment will read. A partition whose segment is just
     * being changed is missing.
     *
     * @throws Failure when Pinot does not answer or has no such table
     */
    public Map<Integer, Long> offsets(String table) {
        var offsets = new TreeMap<Integer, Long>();
        for (var segment : segments(table)) {
            for (var consumer : segment) {
                consumer.path("partitionToOffsetMap")
                        .fields()
                        .forEachRemaining(partition -> offsets.merge(
                                Integer.valueOf(partition.getKey()),
                                Long.valueOf(partition.getValue().asText()),
                                Math::max));
            }
        }
        return offsets;
    }

    /**
     * Whether a query would see every message below these offsets.
     *
     * @param endOffsets Kafka's end offset by partition: one above the last message. The end offset of a topic that is
     *     written in transactions stands above the last commit marker, which Pinot does not count: there, give one
     *     above the last message
     */
    public boolean hasConsumed(String table, Map<Integer, Long> endOffsets) {
        var reached = offsets(table);
        return endOffsets.entrySet().stream()
                .allMatch(end -> end.getValue() <= 0 || reached.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }

    private JsonNode segments(String table) {
        try {
            return controller
                    .get("/tables/" + URLEncoder.encode(table, StandardCharsets.UTF_8) + "/consumingSegmentsInfo")
                    .path("_segmentToConsumingInfoMap");
        } catch (RestException e) {
            throw new Failure("Pinot table " + table + ": its offsets cannot be read: " + e.getMessage(), e);
        }
    }
}
