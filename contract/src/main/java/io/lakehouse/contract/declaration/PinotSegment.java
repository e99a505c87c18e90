package io.lakehouse.contract.declaration;

import java.time.Duration;

/**
 * When Pinot commits a segment: at whichever bound is reached first. A commit holds queries up for a moment; rows that
 * are not committed are read again from Kafka after a restart, so Kafka must keep them.
 *
 * @param rows after this many rows, or 0 to go by {@code bytes}
 * @param bytes at about this size, in bytes, when {@code rows} is 0; at least one MiB
 * @param time after this time, at least one minute
 */
public record PinotSegment(int rows, long bytes, Duration time) {
    /** Rare commits. */
    public static final PinotSegment DEFAULTS = new PinotSegment(1_000_000, 200L << 20, Duration.ofHours(24));

    /** Refuses what Pinot could not do. */
    public PinotSegment {
        if (rows < 0) {
            throw new InvalidDeclarationException("rows", "expected 0 (by size) or more, found " + rows);
        }
        if (bytes < 1 << 20) {
            throw new InvalidDeclarationException("size", "expected at least 1M, found " + bytes + " bytes");
        }
        if (time.toMinutes() < 1) {
            throw new InvalidDeclarationException("time", "expected at least 1m, found " + time.toSeconds() + " s");
        }
    }
}
