package io.lakehouse.contract.declaration;

import java.time.Duration;

/**
 * How Pinot keeps a table. Columns are named as they stand in that table: {@code category} in a current table,
 * {@code after_category} in a history table.
 *
 * @param indexes the indexes of its columns
 * @param retention how long its rows are kept, in whole days; zero keeps them for ever. Only for history tables: a row
 *     of a current table that did not change for that long would vanish
 * @param partitions partitions of the topic that it reads, 1 to 1000. It never changes under a living table, since a
 *     key would move to another partition
 * @param replication copies of each segment, at least 1 and at most the number of Pinot's servers
 * @param segment when a segment is committed
 */
public record PinotTableOptions(
        PinotIndexes indexes, Duration retention, int partitions, int replication, PinotSegment segment) {
    /** No index but what Pinot needs, one copy, and rare commits. */
    public static final PinotTableOptions DEFAULTS =
            new PinotTableOptions(PinotIndexes.NONE, Duration.ZERO, 2, 1, PinotSegment.DEFAULTS);

    /** Refuses what Pinot could not do. */
    public PinotTableOptions {
        if (retention.isNegative() || !Duration.ofDays(retention.toDays()).equals(retention)) {
            throw new InvalidDeclarationException("retention", "expected whole days, as 30d");
        }
        if (partitions < 1 || partitions > 1000) {
            throw new InvalidDeclarationException(
                    "partitions", "expected a number within 1 and 1000, found " + partitions);
        }
        if (replication < 1) {
            throw new InvalidDeclarationException("replication", "expected at least 1, found " + replication);
        }
    }

    /** The same with these indexes. */
    public PinotTableOptions withIndexes(PinotIndexes other) {
        return new PinotTableOptions(other, retention, partitions, replication, segment);
    }

    /** The same, keeping rows for this long. */
    public PinotTableOptions withRetention(Duration time) {
        return new PinotTableOptions(indexes, time, partitions, replication, segment);
    }
}
