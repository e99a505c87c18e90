package io.lakehouse.contract.change;

/**
 * The identity of a change: 32 hex digits that are equal for two deliveries of one change and different for two
 * changes.
 *
 * <p>COPY writes many rows at one LSN, and an update of a primary key is a delete and an insert at one LSN; so the
 * key and the operation are part of it. Times, transaction ids and Debezium's {@code sequence} are not.
 */
public final class EventId {
    private static final int BYTES = 16;

    private EventId() {}

    /** The identity of a change to a row with a key. */
    public static String of(long epoch, long lsn, String qualifiedTable, String keyText, Operation operation) {
        return new Encoding()
                .append(Long.toString(epoch))
                .append(Long.toUnsignedString(lsn))
                .append(qualifiedTable)
                .append(keyText)
                .append(operation.code())
                .sha256(BYTES);
    }

    /** The identity of a change without a key (a table without one, a truncation): where its message stands. */
    public static String ofPosition(String topic, int partition, long offset) {
        return new Encoding()
                .append(topic)
                .append(Integer.toString(partition))
                .append(Long.toString(offset))
                .sha256(BYTES);
    }
}
