package io.lakehouse.contract.job;

/**
 * The bronze table of a pipeline: one row per change of any of its tables, as raw as it came. The bronze job writes
 * it and the batch reads it.
 *
 * <p>The images are kept as the JSON text of the raw message, so that no change of a source table can make a change
 * unstorable. The table is partitioned by the hour or the day of {@link #EVENT_TIMESTAMP}.
 */
public final class Bronze {
    /** Namespace of the bronze tables. */
    public static final String NAMESPACE = "bronze";

    /**
     * Table property: how long changes are kept, in ms since their commit time. Without it they are kept for ever. The
     * upkeep of the lake reads it; nothing else takes rows away.
     */
    public static final String RETENTION_PROPERTY = "lakehouse.retention.ms";

    /** string, required: the source table's schema. */
    public static final String SOURCE_SCHEMA = "source_schema";
    /** string, required: the source table's name. */
    public static final String SOURCE_TABLE = "source_table";
    /** string, required: code of the operation, one of c, r, u, d, t. */
    public static final String OP = "op";
    /** string: the row before, as a JSON object; NULL when there is none. */
    public static final String BEFORE = "before";
    /** string: the row after, as a JSON object; NULL when there is none. */
    public static final String AFTER = "after";
    /** string, required: order within the key. */
    public static final String ORDER_KEY = "order_key";
    /** string, required: identity of the change. */
    public static final String EVENT_ID = "event_id";
    /** long, required: incarnation of the replication slot. */
    public static final String EPOCH = "epoch";
    /** long, required: position in the write-ahead log, as a signed 64-bit number. */
    public static final String LSN = "lsn";
    /** string: the source's transaction id. */
    public static final String TRANSACTION_ID = "transaction_id";
    /** timestamp with zone, µs, required: the source's commit time. */
    public static final String EVENT_TIMESTAMP = "event_timestamp";
    /** string, required: topic of the raw message. */
    public static final String RAW_TOPIC = "raw_topic";
    /** int, required: partition of the raw message. */
    public static final String RAW_PARTITION = "raw_partition";
    /** long, required: offset of the raw message. */
    public static final String RAW_OFFSET = "raw_offset";
    /** timestamp with zone, µs, required: when the bronze job read it. */
    public static final String INGESTED_AT = "ingested_at";

    private Bronze() {}
}
