package io.lakehouse.contract.job;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What a raw message carries beside Debezium's envelope, and what its writer must be told for that. */
public final class RawMessages {
    /** Record header, a decimal number as text: incarnation of the replication slot that the change was read from. */
    public static final String EPOCH_HEADER = "lakehouse.epoch";

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
