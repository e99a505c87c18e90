package io.lakehouse.lake.upkeep;

import org.apache.iceberg.Table;
import org.apache.iceberg.actions.BinPackRewriteFilePlanner;
import org.apache.iceberg.actions.RewriteDataFiles;
import org.apache.iceberg.actions.RewritePositionDeleteFiles;
import org.apache.iceberg.actions.SizeBasedFileRewritePlanner;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;

/**
 * Writes the many small files that runs and commits make as few, and files without the rows that were deleted from them.
 * The rows of a sorted table are sorted again, so that a file holds a small piece of the keys. Readers and writers may go
 * on meanwhile: it is one commit, which is tried again beside theirs.
 */
final class Compaction {
    /** Fewer small files than these are left for the next time. */
    private static final String FEWEST = "4";
    /** A data file that so many files of deletes belong to is written anew. */
    private static final String MOST_DELETES = "3";

    private static final String SHARE_OF_DELETED_ROWS = "0.1";
    /** How much is sorted at a time, which bounds what goes to the local disk. */
    private static final String GROUP_BYTES = Long.toString(1L << 30);

    private final SparkSession spark;

    Compaction(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * What one table gained.
     *
     * @param before files that were replaced
     * @param after files that replaced them
     */
    record Gain(long before, long after) {}

    /** Compacts a table as it was loaded. */
    Gain compact(Table table) {
        if (table.currentSnapshot() == null) {
            return new Gain(0, 0);
        }
        var files = SparkActions.get(spark)
                .rewriteDataFiles(table)
                .option(RewriteDataFiles.MAX_CONCURRENT_FILE_GROUP_REWRITES, "1")
                .option(RewriteDataFiles.MAX_FILE_GROUP_SIZE_BYTES, GROUP_BYTES)
                .option(RewriteDataFiles.REMOVE_DANGLING_DELETES, "true")
                .option(SizeBasedFileRewritePlanner.MIN_INPUT_FILES, FEWEST)
                .option(BinPackRewriteFilePlanner.DELETE_FILE_THRESHOLD, MOST_DELETES)
                .option(BinPackRewriteFilePlanner.DELETE_RATIO_THRESHOLD, SHARE_OF_DELETED_ROWS);
        var rewritten = (table.sortOrder().isSorted() ? files.sort() : files.binPack()).execute();
        table.refresh();
        var deletes = SparkActions.get(spark)
                .rewritePositionDeletes(table)
                .option(RewritePositionDeleteFiles.MAX_CONCURRENT_FILE_GROUP_REWRITES, "1")
                .option(SizeBasedFileRewritePlanner.MIN_INPUT_FILES, FEWEST)
                .execute();
        table.refresh();
        return new Gain(
                (long) rewritten.rewrittenDataFilesCount()
                        + rewritten.removedDeleteFilesCount()
                        + deletes.rewrittenDeleteFilesCount(),
                (long) rewritten.addedDataFilesCount() + deletes.addedDeleteFilesCount());
    }
}
