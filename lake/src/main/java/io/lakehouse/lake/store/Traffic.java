package io.lakehouse.lake.store;

import io.lakehouse.contract.job.BatchReport.TableTraffic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.ContentFile;

/**
 * Files and bytes that a run reads and writes, by table. A file that is opened counts with its whole size, also where
 * some of its row groups or columns are passed over, and again in each scan that opens it; so the figures say how the
 * work grows, and never too little. Metadata of the tables is not counted.
 */
public final class Traffic {
    private final Map<String, TableTraffic> tables = new LinkedHashMap<>();

    /** Counts what a scan opens. */
    public void read(String table, PlannedScan scan) {
        add(table, new TableTraffic(table, scan.files(), scan.bytes(), 0, 0));
    }

    /** Counts files of data or deletes that are opened one by one. */
    public void read(String table, List<? extends ContentFile<?>> files) {
        add(table, new TableTraffic(table, files.size(), bytes(files), 0, 0));
    }

    /** Counts files of data or deletes that were written. */
    public void written(String table, List<? extends ContentFile<?>> files) {
        add(table, new TableTraffic(table, 0, 0, files.size(), bytes(files)));
    }

    /** What was counted so far, in the order of the tables' first use. */
    public List<TableTraffic> tables() {
        return List.copyOf(tables.values());
    }

    private static long bytes(List<? extends ContentFile<?>> files) {
        return files.stream().mapToLong(ContentFile::fileSizeInBytes).sum();
    }

    private void add(String table, TableTraffic more) {
        tables.merge(table, more, TableTraffic::plus);
    }
}
