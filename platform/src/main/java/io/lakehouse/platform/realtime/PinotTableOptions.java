package io.lakehouse.platform.realtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What may be chosen for a Pinot table. Columns are named as they stand in that table: {@code category} in a current
 * table, {@code after_category} in a history table.
 *
 * @param invertedIndex columns with an inverted index: for equality and IN
 * @param rangeIndex columns with a range index: for {@code <} and {@code BETWEEN}
 * @param bloomFilter columns with a bloom filter: for segments to be skipped on equality
 * @param sortedColumn the column that committed segments are sorted by
 * @param retention how long rows are kept, in whole days; empty keeps them for ever. Only for history tables
 * @param replication copies of each segment, at least 1 and at most the number of servers
 * @param flushRows a segment is committed after this many rows, at least 1
 * @param flushTime or after this time. Kafka must keep what is not committed: it is read again after a restart
 * @param flushBytes or, when {@code flushRows} is 0, at about this size, in bytes
 */
public record PinotTableOptions(
        List<String> invertedIndex,
        List<String> rangeIndex,
        List<String> bloomFilter,
        Optional<String> sortedColumn,
        Optional<Duration> retention,
        int replication,
        int flushRows,
        Duration flushTime,
        long flushBytes) {
    /**
     * No index but what Pinot needs, one copy, and rare commits: a commit holds queries up for a second, and rows that
     * are not committed yet are read again from Kafka after a restart.
     */
    public static final PinotTableOptions DEFAULTS = new PinotTableOptions(
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            1,
            1_000_000,
            Duration.ofHours(24),
            200L << 20);

    /** Refuses what Pinot could not do. */
    public PinotTableOptions {
        invertedIndex = List.copyOf(invertedIndex);
        rangeIndex = List.copyOf(rangeIndex);
        bloomFilter = List.copyOf(bloomFilter);
        require(replication >= 1, "replication", replication, "give at least 1");
        require(flushRows >= 0, "flushRows", flushRows, "give 0 (by size) or more");
        require(flushTime.toMinutes() >= 1, "flushTime", flushTime, "give at least one minute");
        require(flushBytes >= 1 << 20, "flushBytes", flushBytes, "give at least one MiB");
        retention.ifPresent(time -> require(time.toDays() >= 1, "retention", time, "give at least one day"));
    }

    /** The same with these indexes. */
    public PinotTableOptions withIndexes(List<String> inverted, List<String> range, List<String> bloom) {
        return new PinotTableOptions(
                inverted, range, bloom, sortedColumn, retention, replication, flushRows, flushTime, flushBytes);
    }

    /** The same, sorted by this column. */
    public PinotTableOptions withSortedColumn(String column) {
        return new PinotTableOptions(
                invertedIndex,
                rangeIndex,
                bloomFilter,
                Optional.of(column),
                retention,
                replication,
                flushRows,
                flushTime,
                flushBytes);
    }

    /** The same, keeping rows for this long. */
    public PinotTableOptions withRetention(Duration time) {
        return new PinotTableOptions(
                invertedIndex,
                rangeIndex,
                bloomFilter,
                sortedColumn,
                Optional.of(time),
                replication,
                flushRows,
                flushTime,
                flushBytes);
    }

    private static void require(boolean right, String name, Object value, String remedy) {
        if (!right) {
            throw new IllegalArgumentException("Pinot table option " + name + " is " + value + "; " + remedy);
        }
    }
}
