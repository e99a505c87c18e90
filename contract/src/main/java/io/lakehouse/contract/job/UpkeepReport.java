package io.lakehouse.contract.job;

import java.util.List;

/**
 * What the upkeep of the tables of a pipeline did.
 *
 * @param keptFromMicros moment, in microseconds since 1970-01-01T00:00:00Z, from which on every published state can still
 *     be read; 0 when nothing was done
 * @param tables what was done to each table
 * @param branchesDeleted branches of runs of long ago
 * @param uploadsEnded uploads to the store that nobody was going to end
 */
public record UpkeepReport(long keptFromMicros, List<TableUpkeep> tables, int branchesDeleted, int uploadsEnded) {
    /** That of a run. */
    public static final UpkeepReport NONE = new UpkeepReport(0, List.of(), 0, 0);

    /** Keeps its own copy of the list. */
    public UpkeepReport {
        tables = List.copyOf(tables);
    }

    /**
     * What was done to one table.
     *
     * @param table the table in the lake, {@code namespace.name}
     * @param filesCompacted files of data and deletes that others replaced
     * @param filesMade those others
     * @param filesForgotten files of bronze whose changes were all older than the retention
     * @param snapshotsExpired snapshots that can be read no more
     * @param filesRemoved files taken away, of data, deletes and metadata
     * @param bytesRemoved their size
     */
    public record TableUpkeep(
            String table,
            long filesCompacted,
            long filesMade,
            long filesForgotten,
            long snapshotsExpired,
            long filesRemoved,
            long bytesRemoved) {
        /** The sum of this and more of the same table. */
        public TableUpkeep plus(TableUpkeep more) {
            return new TableUpkeep(
                    table,
                    filesCompacted + more.filesCompacted,
                    filesMade + more.filesMade,
                    filesForgotten + more.filesForgotten,
                    snapshotsExpired + more.snapshotsExpired,
                    filesRemoved + more.filesRemoved,
                    bytesRemoved + more.bytesRemoved);
        }
    }
}
