package io.lakehouse.lake.lookup;

import java.nio.ByteBuffer;

/**
 * Which rows of a page have a value and which are NULL: Parquet's levels of a column that is not nested, as runs of one
 * bit a row. A run of one and the same bit is passed over at once, which Parquet's own reader does row by row.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/data-pages/encodings/">Parquet: encodings, RLE = 3</a>
 */
final class Presence {
    private final ByteBuffer runs;
    /** Rows of the current run that are left. */
    private int left;

    private boolean isRepeated;
    private int bits;
    private int bitsLeft;

    /** Of a page whose runs are these. */
    Presence(ByteBuffer runs) {
        this.runs = runs;
    }

    /** Of a page in which no row is NULL. */
    static Presence ofAll() {
        var all = new Presence(ByteBuffer.allocate(0));
        all.isRepeated = true;
        all.bits = 1;
        all.left = Integer.MAX_VALUE;
        return all;
    }

    /** Passes over some rows, and says how many of them have a value. */
    int skip(int rows) {
        var present = 0;
        for (var more = rows; more > 0; ) {
            if (left == 0) {
                nextRun();
            }
            var part = Math.min(more, left);
            if (isRepeated) {
                present += part * bits;
                left -= part;
            } else {
                for (var i = 0; i < part; i++) {
                    present += nextBit();
                }
            }
            more -= part;
        }
        return present;
    }

    /** Passes over a row, and says whether it has a value. */
    boolean next() {
        return skip(1) == 1;
    }

    private void nextRun() {
        var header = 0;
        for (var shift = 0; ; shift += 7) {
            var part = runs.get();
            header |= (part & 0x7F) << shift;
            if (part >= 0) {
                break;
            }
        }
        isRepeated = (header & 1) == 0;
        left = isRepeated ? header >>> 1 : (header >>> 1) * Byte.SIZE;
        bits = isRepeated ? runs.get() : 0;
        bitsLeft = 0;
    }

    private int nextBit() {
        if (bitsLeft == 0) {
            bits = runs.get();
            bitsLeft = Byte.SIZE;
        }
        var bit = bits & 1;
        bits >>= 1;
        bitsLeft--;
        left--;
        return bit;
    }
}
