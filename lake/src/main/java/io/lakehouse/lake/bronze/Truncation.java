package io.lakehouse.lake.bronze;

import io.lakehouse.lake.version.KeyChange;
import java.io.Serializable;

/**
 * A truncation of a table.
 *
 * @param orderKey its order key
 * @param eventId its identity
 * @param eventMicros its commit time, in microseconds since 1970-01-01T00:00:00Z
 */
public record Truncation(String orderKey, String eventId, long eventMicros) implements Serializable {

    /** As a change in the sequence of a key. */
    public KeyChange toChange() {
        return KeyChange.truncation(orderKey, eventId, eventMicros);
    }
}
