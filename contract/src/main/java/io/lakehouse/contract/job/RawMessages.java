package io.lakehouse.contract.job;

/** What a raw message carries beside Debezium's envelope. */
public final class RawMessages {
    /** Record header, a decimal number as text: incarnation of the replication slot that the change was read from. */
    public static final String EPOCH_HEADER = "lakehouse.epoch";

    /**
     * Record header of a message that was put back from the dead letters, as text: the lanes that are to read it, parted
     * by commas. The others have it already. A message without it is for every lane.
     */
    public static final String LANES_HEADER = "lakehouse.lanes";

    private RawMessages() {}
}
