package io.lakehouse.lake.version;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.change.Row;
import java.util.Comparator;

/**
 * One change of one key, as the SCD2 rules see it. A truncation has no key; it stands in the sequence of every key of
 * its table.
 *
 * @param operation what it did
 * @param orderKey its place in the order of its key, as the text that sorts as bytes
 * @param eventId its identity
 * @param eventMicros the source's commit time, in microseconds since 1970-01-01T00:00:00Z
 * @param rowHash hash of its row; empty for a truncation
 * @param row the row after it, for a delete the one before it; empty for a truncation
 */
public record KeyChange(
        Operation operation, String orderKey, String eventId, long eventMicros, String rowHash, Row row) {

    /**
     * The order within a key. Two changes of one key share an order key only when an update rewrote the key in
     * another notation of the same value (1.0 to 1.00): the source then says delete and create, in that order.
     */
    public static final Comparator<KeyChange> ORDER = Comparator.comparing(KeyChange::orderKey)
            .thenComparing(change -> change.operation != Operation.DELETE)
            .thenComparing(KeyChange::eventId);

    /** A truncation of the key's table. */
    public static KeyChange truncation(String orderKey, String eventId, long eventMicros) {
        return new KeyChange(Operation.TRUNCATE, orderKey, eventId, eventMicros, "", Row.EMPTY);
    }

    boolean truncates() {
        return operation == Operation.TRUNCATE;
    }
}
