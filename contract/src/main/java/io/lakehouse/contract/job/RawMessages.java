package io.lakehouse.contract.job;

/** What a raw message carries beside Debezium's envelope, and what its writer must be told for that. */
public final class RawMessages {
    /** Record header, a decimal number as text: incarnation of the replication slot that the change was read from. */
    public static final String EPOCH_HEADER = "lakehouse.epoch";

    /** Class that writes the keys of raw messages, in module {@code capture}. */
    public static final String KEY_CONVERTER = "io.lakehouse.capture.KeyTextConverter";

    /** Option of the key converter: the key columns of every table, as {@link RawKeys} writes them. */
    public static final String KEYS_OPTION = "keys";

    /** Class that writes the values of raw messages and the header, in module {@code capture}. */
    public static final String VALUE_CONVERTER = "io.lakehouse.capture.EnvelopeConverter";

    /** Option of the value converter: what the header {@link #EPOCH_HEADER} says. */
    public static final String EPOCH_OPTION = "epoch";

    /**
     * Record header of a message that was put back from the dead letters, as text: the lanes that are to read it, parted
     * by commas. The others have it already. A message without it is for every lane.
     */
    public static final String LANES_HEADER = "lakehouse.lanes";

    private RawMessages() {}
}
