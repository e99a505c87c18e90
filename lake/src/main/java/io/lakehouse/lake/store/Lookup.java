package io.lakehouse.lake.store;

import io.lakehouse.lake.lookup.FoundRows;
import io.lakehouse.lake.lookup.KeySearch;
import io.lakehouse.lake.lookup.WantedKeys;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.ScanTaskGroup;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.relocated.com.google.common.collect.AbstractIterator;
import org.apache.iceberg.relocated.com.google.common.collect.Iterators;
import org.apache.iceberg.spark.SparkUtil;
import org.apache.iceberg.util.PartitionUtil;
import org.apache.iceberg.util.SerializableFunction;
import org.apache.iceberg.util.TableScanUtil;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the rows of some keys in files, within tasks: by the key's columns first, or, in a file that is kept in a way
 * which only Iceberg's own reader knows, in all of its rows.
 */
public final class Lookup implements Serializable {
    private static final long serialVersionUID = 1L;
    /** What opening a file costs, in bytes that could be read meanwhile, and tasks that are filled at once: as Spark's. */
    private static final long OPENING = TableProperties.SPLIT_OPEN_FILE_COST_DEFAULT;

    private static final int LOOKBACK = TableProperties.SPLIT_LOOKBACK_DEFAULT;

    private final Table table;
    private final WantedKeys wanted;
    private final StructType schema;
    private final SerializableFunction<InternalRow, Optional<UTF8String>> named;
    private transient @Nullable EachOnce deletes;

    private Lookup(
            Table table,
            WantedKeys wanted,
            StructType schema,
            SerializableFunction<InternalRow, Optional<UTF8String>> named) {
        this.table = table;
        this.wanted = wanted;
        this.schema = schema;
        this.named = named;
    }

    /**
     * The rows of some keys in planned files, found by Spark's tasks, as long as there is room for them.
     *
     * @param scan files that may hold rows of these keys
     * @param keys what is looked for
     * @param schema of what is found: a text that {@code named} gives, location of the file, place in it, the row
     * @param named the text of a row, as Spark has it within; nothing when the row is not meant
     * @return empty when there was not enough room
     */
    public static Optional<List<Row>> of(
            SparkSession spark,
            PlannedScan scan,
            WantedKeys keys,
            StructType schema,
            SerializableFunction<InternalRow, Optional<UTF8String>> named,
            Room room) {
        var groups = TableScanUtil.planTaskGroups(scan.tasks(), PlannedScan.SPLIT, LOOKBACK, OPENING);
        if (groups.isEmpty()) {
            return Optional.of(List.of());
        }
        var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        var lookup = context.broadcast(new Lookup(SerializableTable.copyOf(scan.table()), keys, schema, named));
        try {
            return RowsHere.of(
                    context.parallelize(groups, groups.size())
                            .mapPartitions(files -> lookup.value().rows(files))
                            .rdd(),
                    schema,
                    room);
        } finally {
            lookup.destroy();
        }
    }

    /** The rows of wanted keys in some files, packed, while the task runs. */
    private Iterator<InternalRow> rows(Iterator<ScanTaskGroup<FileScanTask>> groups) {
        var packing = UnsafeProjection.create(schema);
        var files = Iterators.concat(
                Iterators.transform(groups, group -> group.tasks().iterator()));
        return Iterators.transform(Iterators.concat(Iterators.transform(files, this::rows)), packing::apply);
    }

    private Iterator<InternalRow> rows(FileScanTask task) {
        try {
            var found = found(task);
            TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> close(found));
            return new NamedRows(found, UTF8String.fromString(task.file().location()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FoundRows found(FileScanTask task) throws IOException {
        var isPlain = task.file().format() == FileFormat.PARQUET
                && task.file().keyMetadata() == null
                && task.deletes().stream().allMatch(delete -> delete.content() == FileContent.POSITION_DELETES);
        if (isPlain) {
            var deleted =
                    deletes().loadPositionDeletes(task.deletes(), task.file().location());
            var search = KeySearch.in(
                    table.io().newInputFile(task.file()),
                    task.start(),
                    task.length(),
                    table.schema(),
                    PartitionUtil.constantsMap(task, SparkUtil::internalToSpark),
                    wanted,
                    deleted::isDeleted);
            if (search.isPresent()) {
                return search.get();
            }
        }
        return new ScannedRows(table, task, wanted);
    }

    /** A file of deletes is read once by all tasks of a JVM. */
    private synchronized EachOnce deletes() {
        if (deletes == null) {
            deletes = new EachOnce(table);
        }
        return deletes;
    }

    private static void close(FoundRows found) {
        try {
            found.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The found rows that are meant, with their names. */
    private final class NamedRows extends AbstractIterator<InternalRow> {
        private final FoundRows found;
        private final UTF8String file;

        NamedRows(FoundRows found, UTF8String file) {
            this.found = found;
            this.file = file;
        }

        @Override
        protected @Nullable InternalRow computeNext() {
            try {
                while (found.next()) {
                    var row = new GenericInternalRow(found.row());
                    var name = named.apply(row);
                    if (name.isPresent()) {
                        return new GenericInternalRow(new Object[] {name.get(), file, found.position(), row});
                    }
                }
                found.close();
                return endOfData();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
