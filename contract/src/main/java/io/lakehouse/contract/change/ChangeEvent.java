package io.lakehouse.contract.change;

import io.lakehouse.contract.declaration.TableShape;

/**
 * One change, read from its raw message.
 *
 * @param table the table it changed
 * @param operation what it did
 * @param before the row before it; empty for an insert, a snapshot read and a truncation
 * @param after the row after it; empty for a delete and a truncation
 * @param orderKey its place in the order of its key
 * @param transaction the source's transaction id, or an empty text for a snapshot read without one
 * @param eventMicros the source's commit time, in microseconds since 1970-01-01T00:00:00Z
 * @param position where its raw message stands
 */
public record ChangeEvent(
        TableShape table,
        Operation operation,
        Row before,
        Row after,
        OrderKey orderKey,
        String transaction,
        long eventMicros,
        Position position) {

    /** Refuses a change whose images do not fit its operation. */
    public ChangeEvent {
        switch (operation) {
            case CREATE, READ -> require(!after.isEmpty(), operation, "after");
            case UPDATE -> {
                require(!after.isEmpty(), operation, "after");
                require(!before.isEmpty() || table.key().isEmpty(), operation, "before (REPLICA IDENTITY FULL)");
            }
            case DELETE -> require(!before.isEmpty(), operation, "before (REPLICA IDENTITY FULL)");
            case TRUNCATE -> {}
        }
    }

    /** Incarnation of the replication slot. */
    public long epoch() {
        return orderKey.epoch();
    }

    /** Position of the change in the write-ahead log. */
    public long lsn() {
        return orderKey.lsn();
    }

    /** The row that it is about: the one after it or, for a delete, the one before it. */
    public Row row() {
        return operation == Operation.DELETE ? before : after;
    }

    /** Whether the change names a row by a key: not for a truncation or a table without a key. */
    public boolean hasKey() {
        return operation != Operation.TRUNCATE && !table.key().isEmpty();
    }

    /**
     * The canonical text of its key.
     *
     * @throws MalformedChangeException when a key column is missing or NULL
     */
    public String keyText() {
        return KeyText.of(table, row());
    }

    /** Its identity, equal for every delivery of this change. */
    public String eventId() {
        return hasKey()
                ? EventId.of(epoch(), lsn(), table.qualifiedName(), keyText(), operation)
                : EventId.ofPosition(position.topic(), position.partition(), position.offset());
    }

    private static void require(boolean present, Operation operation, String image) {
        if (!present) {
            throw new MalformedChangeException("op " + operation.code() + " without " + image);
        }
    }
}
