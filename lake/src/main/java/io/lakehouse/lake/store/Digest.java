package io.lakehouse.lake.store;

import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.apache.iceberg.data.Record;

/** What rows, and places of deleted rows, come to whatever their order: how many they are, and the sum of their hashes. */
final class Digest {
    private final LongAdder count = new LongAdder();
    private final LongAdder sum = new LongAdder();

    /**
     * Takes a row in.
     *
     * @param columns how many of its values count
     */
    void row(Record row, int columns) {
        var hash = 0L;
        for (var i = 0; i < columns; i++) {
            hash = spread(hash + Objects.hashCode(row.get(i)));
        }
        add(hash);
    }

    /** Takes the place of a deleted row in. */
    void place(CharSequence file, long position) {
        add(spread(spread(file.toString().hashCode()) + position));
    }

    private void add(long hash) {
        count.increment();
        sum.add(hash);
    }

    /** The finalizer of SplitMix64, by which each bit of the input tells on all of the output. */
    private static long spread(long value) {
        var mixed = value + 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    @Override
    public String toString() {
        return count.sum() + " with digest " + Long.toHexString(sum.sum());
    }
}
