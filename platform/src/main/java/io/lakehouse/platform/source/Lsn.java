package io.lakehouse.platform.source;

/**
 * A position in PostgreSQL's log, in bytes; unsigned.
 *
 * @param position the position
 */
public record Lsn(long position) implements Comparable<Lsn> {
    /**
     * Reads PostgreSQL's spelling, {@code 16/B374D848}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Lsn parse(String text) {
        var halves = text.split("/");
        if (halves.length != 2) {
            throw new IllegalArgumentException("not a position in the log: " + text);
        }
        return new Lsn((Long.parseLong(halves[0], 16) << 32) + Long.parseLong(halves[1], 16));
    }

    /** Bytes of log from another position to this one; negative when this one is earlier. */
    public long since(Lsn other) {
        return position - other.position;
    }

    @Override
    public int compareTo(Lsn other) {
        return Long.compareUnsigned(position, other.position);
    }

    /** PostgreSQL's spelling. */
    @Override
    public String toString() {
        return "%X/%X".formatted(position >>> 32, position & 0xFFFFFFFFL);
    }
}
