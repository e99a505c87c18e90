package io.lakehouse.platform.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakehouse.platform.engine.Failure;
import java.util.regex.Pattern;

/**
 * A release of Pinot, and the only place that knows what differs between them. Tables are generated for the platform's
 * own and fitted to another here (docs/decisions/0046-pinot-releases.md).
 *
 * @param major the number before the first point
 * @param minor the number after it
 */
public record PinotRelease(int major, int minor) {
    /** The release that the platform runs itself. */
    public static final PinotRelease EMBEDDED = new PinotRelease(0, 11);

    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:[.-].*)?");
    private static final PinotRelease COLUMN_NULLS = new PinotRelease(1, 1);
    private static final PinotRelease CONSISTENT_UPSERTS = new PinotRelease(1, 2);
    private static final PinotRelease KAFKA_3 = new PinotRelease(1, 3);

    /** Refuses releases that the tables were never fitted to. */
    public PinotRelease {
        if (major == 0 && minor != 11 || major > 1) {
            throw new IllegalArgumentException(
                    "Pinot " + major + "." + minor + " is not supported; 0.11 and the releases 1.x are");
        }
    }

    /**
     * The release that a version names.
     *
     * @param version as {@code 1.5.1} or {@code 0.11.0-1b4d6b6}
     * @throws IllegalArgumentException when it names none, or one that is not supported
     */
    public static PinotRelease of(String version) {
        var numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            throw new IllegalArgumentException("\"" + version + "\" is no version of Pinot; give one like 1.5.1");
        }
        return new PinotRelease(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
    }

    /**
     * The release that answered {@code GET /version}: an object with the version of each of its components.
     *
     * @throws Failure when the answer names no release that is supported
     */
    static PinotRelease answered(JsonNode components) {
        for (var component : components) {
            if (VERSION.matcher(component.asText()).matches()) {
                try {
                    return of(component.asText());
                } catch (IllegalArgumentException e) {
                    throw new Failure(String.valueOf(e.getMessage()), e);
                }
            }
        }
        throw new Failure("Pinot does not tell its version: GET /version names no component that has one");
    }

    /** A table as this release takes it. */
    public PinotTable fit(PinotTable table) {
        if (major == 0) {
            return table;
        }
        var schema = (ObjectNode) table.schema().deepCopy();
        var config = (ObjectNode) table.config().deepCopy();
        var upsert = (ObjectNode) config.path("upsertConfig");
        upsert.putArray("comparisonColumns").add(upsert.remove("comparisonColumn"));
        if (isCurrent(schema)) {
            // The row of a deleted key is hidden, and remembered for ever, so that a late change brings nothing back.
            upsert.put("deleteRecordColumn", PinotTables.IS_DELETED).put("deletedKeysTTL", 0);
        }
        if (isAtLeast(CONSISTENT_UPSERTS)) {
            // Queries never see a key twice or not at all while its row moves from one segment to another.
            upsert.put("consistencyMode", "SYNC");
        }
        if (isAtLeast(COLUMN_NULLS)) {
            schema.put("enableColumnBasedNullHandling", true);
        }
        var stream = (ObjectNode) config.path("tableIndexConfig").path("streamConfigs");
        stream.put(PinotTables.DECODER, "org.apache.pinot.plugin.inputformat.json.JSONMessageDecoder");
        if (isAtLeast(KAFKA_3)) {
            stream.put(PinotTables.CONSUMER_FACTORY, "org.apache.pinot.plugin.stream.kafka30.KafkaConsumerFactory");
        }
        return new PinotTable(table.name(), schema, config);
    }

    private static boolean isCurrent(JsonNode schema) {
        for (var field : schema.path("dimensionFieldSpecs")) {
            if (field.path("name").asText().equals(PinotTables.IS_DELETED)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAtLeast(PinotRelease other) {
        return major > other.major || major == other.major && minor >= other.minor;
    }

    /** {@code 1.5}. */
    @Override
    public String toString() {
        return major + "." + minor;
    }
}
