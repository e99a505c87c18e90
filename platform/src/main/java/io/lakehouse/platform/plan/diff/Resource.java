package io.lakehouse.platform.plan.diff;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One object on an engine, as it is or as it should be.
 *
 * @param kind what it is
 * @param name its name there
 * @param fields what is compared, by name; an empty text counts like a field that is missing
 */
public record Resource(Kind kind, String name, Map<String, String> fields) {
    /** Field of a replication slot that will not bring every change: why. */
    public static final String MISSING_CHANGES = "missing changes";

    /** Sorts the fields. */
    public Resource {
        fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    /**
     * What tells it from all others.
     *
     * @param kind what it is
     * @param name its name
     */
    public record Id(Kind kind, String name) {}

    /** What tells it from all others. */
    public Id id() {
        return new Id(kind, name);
    }
}
