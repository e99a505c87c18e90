package io.lakehouse.lake.store;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Memory of this JVM that rows of a run may take: they are counted while they are read, by what their objects and
 * characters take, so that a run over more than that, be it more rows or wider ones, is left to Spark's tasks, which spill.
 *
 * @see <a href="../../../../../../../../docs/decisions/0152-what-the-driver-holds-is-bounded-by-its-bytes.md">decision 152</a>
 */
public final class Room {
    /** What comes of the rows takes as much as these; the other half is Spark's and the writers'. */
    private static final int SHARE_OF_HEAP = 4;
    /** Spark refuses to collect a gigabyte, and more than this keeps tasks busy that run at once. */
    private static final long MOST = 512L << 20;

    private static final int OBJECT = 24;
    private static final int TEXT = 56;
    private static final int REFERENCE = 8;

    private final long bytes;
    private final AtomicLong taken = new AtomicLong();

    private Room(long bytes) {
        this.bytes = bytes;
    }

    /** As much as the heap of this JVM allows. */
    public static Room ofHeap() {
        return new Room(Math.min(MOST, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
    }

    /** So many bytes. */
    public static Room of(long bytes) {
        return new Room(bytes);
    }

    /** Takes some bytes; {@code false} when there are not so many left, and then none fit any more. */
    public boolean take(long more) {
        return taken.addAndGet(more) <= bytes;
    }

    /** Bytes that are left. */
    public long left() {
        return Math.max(0, bytes - taken.get());
    }

    /** Another room, of what is left of this one. */
    public Room rest() {
        return new Room(left());
    }

    /** Bytes that a row takes as objects. */
    public static long of(Row row) {
        var size = OBJECT + (long) REFERENCE * row.size();
        for (var i = 0; i < row.size(); i++) {
            size += of(row.get(i));
        }
        return size;
    }

    private static long of(@Nullable Object value) {
        if (value == null) {
            return 0;
        }
        if (value instanceof String text) {
            return TEXT + (long) text.length() * bytesOfCharacter(text);
        }
        return value instanceof Row row ? of(row) : OBJECT;
    }

    /** Java keeps a text in one byte a character if all of them are Latin. */
    private static int bytesOfCharacter(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return 2;
            }
        }
        return 1;
    }
}
