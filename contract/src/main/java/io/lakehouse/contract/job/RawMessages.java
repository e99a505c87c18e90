package io.lakehouse.contract.job;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What a raw message carries beside Debezium's envelope, and what its writer must be told for that. */
public final class RawMessages {
    /** Record header, a decimal number as text: incarnation of the replication slot that the change was read from. */
    public static final String EPOCH_HEADER = "lakehouse.epoch";

    /**
     * Record header of a row that was read from a table after the stream had begun, an unsigned decimal number as text:
     * the position of the log from which on every change of that table is captured. The row stands there, ahead of all
     * of them, whatever the position is that it carries itself (docs/decisions/0060).
     */
    public static final String SINCE_HEADER = "lakehouse.since";

    /** Class that writes the keys of raw messages, in module {@code capture}. */
    public static final String KEY_CONVERTER = "io.lakehouse.capture.KeyTextConverter";

    /** Option of the key converter: the key columns of every table, as {@link RawKeys} writes them. */
    public static final String KEYS_OPTION = "keys";

    /** Class that writes the values of raw messages and the header, in module {@code capture}. */
    public static final String VALUE_CONVERTER = "io.lakehouse.capture.EnvelopeConverter";

    /** Option of the value converter: what the header {@link #EPOCH_HEADER} says. */
    public static final String EPOCH_OPTION = "epoch";

    /** Option of the value converter: what the header {@link #SINCE_HEADER} says; without it there is no such header. */
    public static final String SINCE_OPTION = "since";

    /** Option of the value converter: the longest message that its connector's producer takes, in bytes. */
    public static final String LONGEST_OPTION = "longest";

    /**
     * Record header of a message that was put back from the dead letters, as text: the lanes that are to read it, parted
     * by commas. The others have it already. A message without it is for every lane.
     */
    public static final String LANES_HEADER = "lakehouse.lanes";

    /** Class that writes the values whose conversion in Debezium would lose something, in module {@code capture}. */
    public static final String VALUE_TEXTS = "io.lakehouse.capture.value.ExactValues";

    /**
     * What stands in place of a value that the write-ahead log does not hold. It begins with a character that no text
     * of PostgreSQL can have, so that it is never taken for a value or a value for it.
     */
    public static final String UNAVAILABLE = "\0unavailable: needs REPLICA IDENTITY FULL";

    private RawMessages() {}

    /** {@link #UNAVAILABLE} as an option of Debezium, which takes bytes in hex behind {@code hex:}. */
    public static String unavailableOption() {
        return "hex:" + HexFormat.of().formatHex(UNAVAILABLE.getBytes(StandardCharsets.UTF_8));
    }
}
