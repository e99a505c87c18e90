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
 */
public record BatchReport(
        String runId,
        String state,
        long bronzeSnapshot,
        long startedMicros,
        long publishedMicros,
        List<TableReport> tables) {
    /** Keeps its own copy of the list. */
    public BatchReport {
        tables = List.copyOf(tables);
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
}
