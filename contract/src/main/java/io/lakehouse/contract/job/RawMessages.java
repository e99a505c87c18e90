package io.lakehouse.contract.job;

/** What a raw message carries beside Debezium's envelope. */
public final class RawMessages {
    /** Record header, a decimal number as text: incarnation of the replication slot that the change was read from. */
    public static final String EPOCH_HEADER = "lakehouse.epoch";

    private RawMessages() {}
}
