package io.lakehouse.contract.job;

import java.util.List;

/**
 * What one SCD2 run did.
 *
 * @param runId identity of the run
 * @param state {@code PUBLISHED}, or {@code UNCHANGED} when bronze held nothing new
 * @param bronzeSnapshot the last bronze snapshot that the run read; 0 when bronze is empty
 * @param startedMicros start, in microseconds since 1970-01-01T00:00:00Z
 * @param publishedMicros publication, likewise; 0 when nothing was published
 * @param tables what it did to each table
 * @param traffic what it read and wrote of bronze and of each SCD2 table
 * @param upkeep what it did instead, when it was no run but upkeep
 */
public record BatchReport(
        String runId,
        String state,
        long bronzeSnapshot,
        long startedMicros,
        long publishedMicros,
        List<TableReport> tables,
        List<TableTraffic> traffic,
        UpkeepReport upkeep) {
    /** Keeps its own copies of the lists. */
    public BatchReport {
        tables = List.copyOf(tables);
        traffic = List.copyOf(traffic);
    }

    /**
     * What a run did to one table.
     *
     * @param table the source table, {@code schema.table}
     * @param rowsRead changes read from bronze
     * @param versionsInserted versions appended
     * @param versionsClosed versions closed
     * @param unknownKeys changes for keys that had no current version
     */
    public record TableReport(
            String table, long rowsRead, long versionsInserted, long versionsClosed, long unknownKeys) {}

    /**
     * Files of one table that a run opened and wrote; of data and of deletes, not of metadata. A file that several scans
     * of the run open counts for each of them, with its whole size.
     *
     * @param table the table in the lake, {@code namespace.name}
     * @param filesRead files opened
     * @param bytesRead their size
     * @param filesWritten files written
     * @param bytesWritten their size
     */
    public record TableTraffic(String table, long filesRead, long bytesRead, long filesWritten, long bytesWritten) {

        /** The sum of this and more of the same table. */
        public TableTraffic plus(TableTraffic more) {
            return new TableTraffic(
                    table,
                    filesRead + more.filesRead,
                    bytesRead + more.bytesRead,
                    filesWritten + more.filesWritten,
                    bytesWritten + more.bytesWritten);
        }
    }
}
