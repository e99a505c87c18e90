package io.lakehouse.lake.bronze;

import java.util.OptionalLong;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * An exact piece of bronze: everything appended after one snapshot, up to and with another.
 *
 * @param after id of the snapshot before the first that is read; empty for everything from the beginning
 * @param upTo id of the last snapshot that is read
 */
public record BronzeRange(OptionalLong after, long upTo) {

    /**
     * The range from a position to a snapshot of the table's history.
     *
     * @throws IllegalStateException when the position is not in that history any more
     */
    public static BronzeRange between(Table bronze, OptionalLong position, long upTo) {
        if (position.isPresent()
                && position.getAsLong() != upTo
                && !SnapshotUtil.isParentAncestorOf(bronze, upTo, position.getAsLong())) {
            throw new IllegalStateException("bronze table " + bronze.name() + ": snapshot " + position.getAsLong()
                    + ", up to which the last published run read, is not in the history of snapshot " + upTo
                    + ": it expired before its successors were read, or the table was made anew;"
                    + " rebuild the SCD2 tables from a complete bronze");
        }
        return new BronzeRange(position, upTo);
    }

    /** The whole table as of a snapshot. */
    public static BronzeRange whole(long upTo) {
        return new BronzeRange(OptionalLong.empty(), upTo);
    }

    /** Whether nothing stands between its ends. */
    public boolean isEmpty() {
        return after.isPresent() && after.getAsLong() == upTo;
    }
}
