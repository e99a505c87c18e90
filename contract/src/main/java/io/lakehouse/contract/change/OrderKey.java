package io.lakehouse.contract.change;

import java.util.Comparator;

/**
 * The order of changes within one key: {@code epoch(8 hex)-phase(1)-lsn(16 hex)}, a text of fixed width whose order
 * as bytes is the order of the changes.
 *
 * <p>A snapshot row carries the LSN of the slot, which can be above that of a transaction that commits later; so a
 * snapshot (phase 0) comes before everything streamed (phase 1) in its epoch. Across keys this is no order: LSNs of
 * concurrent transactions interleave.
 *
 * <p>Rows of a table that is read after the stream has begun are no phase 0: they stand where the capture of their table
 * begins (docs/decisions/0060).
 *
 * <p>No change stands at LSN 0. A truncation there is the mark of a recovery: it comes before the snapshot of its
 * epoch, so that it deletes what was before and nothing that the snapshot brings.
 *
 * @param epoch incarnation of the replication slot, 0 to 2^32-1; it rises when the slot is made anew
 * @param phase 0 for a row of the snapshot that the stream begins with, 1 for what stands at its place in the stream
 * @param lsn position in the write-ahead log, as an unsigned 64-bit number
 */
public record OrderKey(long epoch, int phase, long lsn) implements Comparable<OrderKey> {
    /** Characters in the text of every order key. */
    public static final int LENGTH = 27;

    private static final Comparator<OrderKey> ORDER = Comparator.comparingLong(OrderKey::epoch)
            .thenComparingInt(OrderKey::phase)
            .thenComparing((left, right) -> Long.compareUnsigned(left.lsn, right.lsn));

    /** Refuses an epoch or a phase outside its range. */
    public OrderKey {
        if (epoch < 0 || epoch > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("order_key: epoch " + epoch + " is not within 0 and 4294967295");
        }
        if (phase != 0 && phase != 1) {
            throw new IllegalArgumentException(
                    "order_key: phase " + phase + " is neither 0 (snapshot) nor 1 (streamed)");
        }
    }

    /** The order key of a change, whose snapshot, if it is read from one, is that which the stream begins with. */
    public static OrderKey of(long epoch, Operation operation, long lsn) {
        var isMark = operation == Operation.TRUNCATE && lsn == 0;
        return new OrderKey(epoch, operation == Operation.READ || isMark ? 0 : 1, lsn);
    }

    /** The order key of what stands at its place in the stream: a change, or a row that was read late. */
    public static OrderKey streamed(long epoch, long lsn) {
        return new OrderKey(epoch, 1, lsn);
    }

    /**
     * Reads the text of an order key.
     *
     * @throws IllegalArgumentException when the text is not one; the message names it
     */
    public static OrderKey parse(String text) {
        if (text.length() != LENGTH || text.charAt(8) != '-' || text.charAt(10) != '-') {
            throw new IllegalArgumentException(
                    "order_key: '" + text + "' is not of the form epoch(8 hex)-phase(1)-lsn(16 hex)");
        }
        try {
            return new OrderKey(
                    Long.parseLong(text.substring(0, 8), 16),
                    Integer.parseInt(text.substring(9, 10)),
                    Long.parseUnsignedLong(text.substring(11), 16));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "order_key: '" + text + "' is not of the form epoch(8 hex)-phase(1)-lsn(16 hex)", e);
        }
    }

    @Override
    public int compareTo(OrderKey other) {
        return ORDER.compare(this, other);
    }

    /** The text of fixed width that sorts as bytes. */
    @Override
    public String toString() {
        var text = new StringBuilder(LENGTH);
        appendHex(text, epoch, 8);
        text.append('-').append((char) ('0' + phase)).append('-');
        appendHex(text, lsn, 16);
        return text.toString();
    }

    private static void appendHex(StringBuilder text, long value, int digits) {
        for (var shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            text.append(Character.forDigit((int) (value >>> shift) & 0xF, 16));
        }
    }
}
