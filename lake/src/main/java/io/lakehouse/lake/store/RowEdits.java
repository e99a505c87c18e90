package io.lakehouse.lake.store;

import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.DeleteGranularity;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.io.FanoutDataWriter;
import org.apache.iceberg.io.FanoutPositionOnlyDeleteWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.util.PropertyUtil;
import org.apache.iceberg.util.SerializationUtil;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Writes edits of rows whose places are known: a file with the rows as they shall be, and one that deletes the old ones
 * by file and position. Nothing is joined and nothing read for it. Spark's own writers do this for a MERGE only, which
 * reads the table again to find the places.
 *
 * @see <a href="../../../../../../../docs/decisions/0090-a-run-reads-what-its-keys-need.md">decision 90</a>
 */
public final class RowEdits implements MapPartitionsFunction<Row, byte[]> {
    private static final long serialVersionUID = 1L;

    private final Table table;
    private final HashMap<String, Home> homes = new HashMap<>();

    private RowEdits(Table table, Map<String, DataFile> files) {
        this.table = SerializableTable.copyOf(table);
        files.forEach((location, file) -> homes.put(location, new Home(file.specId(), file.partition())));
    }

    /** Where a data file belongs, which its deletes belong to, too. */
    private record Home(int spec, StructLike partition) implements Serializable {}

    /**
     * Writes.
     *
     * @param edits rows of four columns: location of the file and place in it of the row that goes, or NULL; whether a
     *     row comes; that row, as a struct of all columns of the table, in its order
     * @param files the data files that rows go from
     */
    public static WrittenFiles write(Table table, Dataset<Row> edits, Map<String, DataFile> files) {
        return edits.mapPartitions(new RowEdits(table, files), Encoders.BINARY()).collectAsList().stream()
                .map(SerializationUtil::<WrittenFiles>deserializeFromBytes)
                .reduce(new WrittenFiles(), WrittenFiles::and);
    }

    @Override
    public Iterator<byte[]> call(Iterator<Row> edits) throws IOException {
        if (!edits.hasNext()) {
            return List.<byte[]>of().iterator();
        }
        var factory = new GenericFileWriterFactory.Builder(table)
                .dataFileFormat(FileFormat.PARQUET)
                .dataSchema(table.schema())
                .dataSortOrder(table.sortOrder())
                .deleteFileFormat(FileFormat.PARQUET)
                .build();
        var size = PropertyUtil.propertyAsLong(
                table.properties(),
                TableProperties.WRITE_TARGET_FILE_SIZE_BYTES,
                TableProperties.WRITE_TARGET_FILE_SIZE_BYTES_DEFAULT);
        var data = new FanoutDataWriter<>(factory, outputFiles(""), table.io(), size);
        var deletes = new FanoutPositionOnlyDeleteWriter<Record>(
                factory, outputFiles("deletes"), table.io(), size, DeleteGranularity.PARTITION);
        try (data;
                deletes) {
            var key = new PartitionKey(table.spec(), table.schema());
            var wrapper = new InternalRecordWrapper(table.schema().asStruct());
            edits.forEachRemaining(edit -> {
                if (!edit.isNullAt(0)) {
                    delete(deletes, edit.getString(0), edit.getLong(1));
                }
                if (edit.getBoolean(2)) {
                    var row = record(edit.getStruct(3));
                    key.partition(wrapper.wrap(row));
                    data.write(row, table.spec(), key);
                }
            });
        }
        var deleted = deletes.result();
        var written = new WrittenFiles(data.result().dataFiles(), deleted.deleteFiles(), deleted.referencedDataFiles());
        return List.of(SerializationUtil.serializeToBytes(written)).iterator();
    }

    private void delete(FanoutPositionOnlyDeleteWriter<Record> deletes, String file, long position) {
        var home = homes.get(file);
        if (home == null) {
            throw new IllegalStateException(
                    file + " holds a row to be edited, but is none of the files that were read");
        }
        deletes.write(
                PositionDelete.<Record>create().set(file, position),
                table.specs().get(home.spec),
                home.partition);
    }

    private OutputFileFactory outputFiles(String suffix) {
        var task = TaskContext.get();
        return OutputFileFactory.builderFor(table, task.partitionId(), task.taskAttemptId())
                .format(FileFormat.PARQUET)
                .operationId(UUID.randomUUID().toString())
                .suffix(suffix.isEmpty() ? null : suffix)
                .build();
    }

    private Record record(Row row) {
        var record = GenericRecord.create(table.schema());
        for (var i = 0; i < row.size(); i++) {
            record.set(i, value(row.get(i)));
        }
        return record;
    }

    /** Iceberg has a moment with an offset where Spark has an instant; all else is the same. */
    private static @Nullable Object value(@Nullable Object value) {
        return value instanceof Instant moment ? moment.atOffset(ZoneOffset.UTC) : value;
    }
}
