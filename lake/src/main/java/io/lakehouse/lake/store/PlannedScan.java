package io.lakehouse.lake.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Scan;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.PositionDeleteIndex;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.spark.ScanTaskSetManager;
import org.apache.iceberg.spark.SparkReadOptions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * One reading of a table: Iceberg plans it here, from a filter, so that it is known which files it opens before Spark
 * opens them. Spark is then given these files and no filter to plan by, but the rest of the filter stays with each file
 * and passes over row groups.
 *
 * <p>Rows that the filter excludes may still be among {@link #rows}: it only says which files and row groups are of no
 * use.
 */
public final class PlannedScan implements AutoCloseable {
    /** So many rows of a table are read in this JVM, without Spark, whose tasks pass over what is not wanted faster. */
    private static final long FEW = 20_000;
    /** Fewer, when their files are larger than this: rows can be wide, and what they say is packed ten times and more. */
    private static final long SMALL = 16L << 20;

    /** Bytes of a task, so that also a table of one or two files keeps all cores busy. */
    static final long SPLIT = 16L << 20;

    private final Table table;
    private final List<FileScanTask> tasks;
    private final String id = UUID.randomUUID().toString();
    private boolean staged;

    private PlannedScan(Table table, List<FileScanTask> tasks) {
        this.table = table;
        this.tasks = List.copyOf(tasks);
    }

    /** The table as it was loaded. */
    public static PlannedScan of(Table table, Expression filter) {
        return new PlannedScan(table, plan(table.newScan().caseSensitive(false).filter(filter)));
    }

    /** The table as of one of its snapshots. */
    public static PlannedScan asOf(Table table, long snapshot, Expression filter) {
        return new PlannedScan(
                table,
                plan(table.newScan().caseSensitive(false).useSnapshot(snapshot).filter(filter)));
    }

    /** Likewise, with what the table knows of the values in each file. */
    public static PlannedScan withStatistics(Table table, long snapshot, Expression filter) {
        return new PlannedScan(
                table,
                plan(table.newScan()
                        .caseSensitive(false)
                        .useSnapshot(snapshot)
                        .filter(filter)
                        .includeColumnStats()));
    }

    /** What was appended after a snapshot, up to and with another. */
    public static PlannedScan appended(Table table, OptionalLong after, long upTo, Expression filter) {
        if (after.isEmpty()) {
            return asOf(table, upTo, filter);
        }
        return new PlannedScan(
                table,
                plan(table.newIncrementalAppendScan()
                        .fromSnapshotExclusive(after.getAsLong())
                        .toSnapshot(upTo)
                        .filter(filter)));
    }

    /** This scan without the files that fail a test. */
    public PlannedScan only(Predicate<DataFile> wanted) {
        return new PlannedScan(
                table, tasks.stream().filter(task -> wanted.test(task.file())).toList());
    }

    /** This scan and another of the same table, each file once. */
    public PlannedScan and(PlannedScan other) {
        var byPath = new LinkedHashMap<String, FileScanTask>();
        tasks.forEach(task -> byPath.put(task.file().location(), task));
        other.tasks.forEach(task -> byPath.putIfAbsent(task.file().location(), task));
        return new PlannedScan(table, new ArrayList<>(byPath.values()));
    }

    /** Whether {@link #records} may take them in. */
    public boolean isFew() {
        var rows = tasks.stream().mapToLong(task -> task.file().recordCount()).sum();
        return rows <= FEW && bytes() <= SMALL;
    }

    /**
     * The rows of these files, less the deleted ones, read in this JVM, several files at once: Spark takes longer to start
     * a query than a few small files take to be read.
     *
     * @param columns the columns that are wanted; a record may have more
     */
    public List<Record> records(Schema columns) {
        return records(columns, record -> record);
    }

    /** What is made of these rows, in their order, by several threads. */
    public <T> List<T> records(Schema columns, Function<Record, T> make) {
        return records(columns, record -> Optional.of(make.apply(record)), made -> true)
                .orElseThrow();
    }

    /**
     * What is made of these rows, in their order, as long as there is room.
     *
     * @param make what a record is worth; nothing when it is not meant
     * @param fits whether there is room for one more; asked by several threads
     * @return empty when there was not
     */
    public <T> Optional<List<T>> records(Schema columns, Function<Record, Optional<T>> make, Predicate<T> fits) {
        return FileRecords.of(table, tasks, columns, make, fits);
    }

    /** Files of data and of deletes that are opened. */
    public long files() {
        return sizes().size();
    }

    /** Their bytes. */
    public long bytes() {
        return sizes().values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Which rows of the data files that an earlier scan had, too, were deleted since it was planned: for each of those
     * files the places of such rows, as they stand in the files of deletes.
     */
    public Map<String, PositionDeleteIndex> deletedSince(PlannedScan earlier) {
        var then = new HashMap<String, FileScanTask>();
        earlier.tasks.forEach(task -> then.put(task.file().location(), task));
        var loader = new EachOnce(table);
        var deleted = new HashMap<String, PositionDeleteIndex>();
        for (var task : tasks) {
            var before = then.get(task.file().location());
            if (before != null) {
                var known = before.deletes().stream().map(DeleteFile::location).collect(Collectors.toSet());
                var since = task.deletes().stream()
                        .filter(delete -> !known.contains(delete.location()))
                        .toList();
                deleted.put(
                        task.file().location(),
                        since.isEmpty()
                                ? PositionDeleteIndex.empty()
                                : loader.loadPositionDeletes(since, task.file().location()));
            }
        }
        return deleted;
    }

    /** The table of these files. */
    Table table() {
        return table;
    }

    /** These files. */
    List<FileScanTask> tasks() {
        return tasks;
    }

    /** Each of these files as a scan of its own. */
    public List<PlannedScan> fileByFile() {
        return tasks.stream().map(task -> new PlannedScan(table, List.of(task))).toList();
    }

    /** The data files, by their location. */
    public Map<String, DataFile> dataFiles() {
        var files = new HashMap<String, DataFile>();
        tasks.forEach(task -> files.put(task.file().location(), task.file()));
        return files;
    }

    /**
     * The rows of these files, less the deleted ones; read until the scan is closed.
     *
     * @param identifier the same table as SQL names it, catalogue and all
     */
    public Dataset<Row> rows(SparkSession spark, String identifier) {
        if (tasks.isEmpty()) {
            return spark.read().table(identifier).filter(functions.lit(false));
        }
        if (!staged) {
            ScanTaskSetManager.get().stageTasks(table, id, tasks);
            staged = true;
        }
        return spark.read()
                .option(SparkReadOptions.SCAN_TASK_SET_ID, id)
                .option(SparkReadOptions.SPLIT_SIZE, SPLIT)
                .table(identifier);
    }

    @Override
    public void close() {
        if (staged) {
            ScanTaskSetManager.get().removeTasks(table, id);
            staged = false;
        }
    }

    private Map<String, Long> sizes() {
        var sizes = new HashMap<String, Long>();
        for (var task : tasks) {
            put(sizes, task.file());
            task.deletes().forEach(delete -> put(sizes, delete));
        }
        return sizes;
    }

    private static void put(Map<String, Long> sizes, ContentFile<?> file) {
        sizes.put(file.location(), file.fileSizeInBytes());
    }

    /** The files that a scan opens. */
    static List<FileScanTask> plan(Scan<?, FileScanTask, ?> scan) {
        var tasks = new ArrayList<FileScanTask>();
        try (var planned = scan.planFiles()) {
            planned.forEach(tasks::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tasks;
    }
}
