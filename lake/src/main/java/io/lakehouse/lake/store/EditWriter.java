package io.lakehouse.lake.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.StructLike;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.deletes.DeleteGranularity;
import org.apache.iceberg.deletes.PositionDelete;
import org.apache.iceberg.io.FanoutDataWriter;
import org.apache.iceberg.io.FanoutPositionOnlyDeleteWriter;
import org.apache.iceberg.io.OutputFileFactory;
import org.apache.iceberg.util.PropertyUtil;
import org.jspecify.annotations.Nullable;

/** Writes the files of one task: rows that come, and the places of rows that go. Committing them is another's business. */
final class EditWriter implements Closeable {
    private final Table table;
    private final Map<String, Home> homes;
    private final FanoutDataWriter<Record> data;
    private final FanoutPositionOnlyDeleteWriter<Record> deletes;
    private final PartitionKey key;
    private final InternalRecordWrapper wrapper;

    /** Where a data file belongs, which its deletes belong to, too. */
    record Home(int spec, StructLike partition) implements Serializable {
        static Home of(DataFile file) {
            return new Home(file.specId(), file.partition());
        }
    }

    /**
     * A writer.
     *
     * @param homes of the data files that rows go from, by their locations
     * @param partition number of the task, for the names of its files
     * @param attempt number of its attempt, likewise
     */
    EditWriter(Table table, Map<String, Home> homes, int partition, long attempt) {
        this.table = table;
        this.homes = homes;
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
        this.data = new FanoutDataWriter<>(factory, outputFiles(partition, attempt, null), table.io(), size);
        this.deletes = new FanoutPositionOnlyDeleteWriter<>(
                factory, outputFiles(partition, attempt, "deletes"), table.io(), size, DeleteGranularity.PARTITION);
        this.key = new PartitionKey(table.spec(), table.schema());
        this.wrapper = new InternalRecordWrapper(table.schema().asStruct());
    }

    /**
     * Writes parts at once, each by a writer of its own.
     *
     * @see <a href="../../../../../../../../docs/decisions/0151-the-drivers-part-uses-all-cores.md">decision 151</a>
     */
    static WrittenFiles inParts(Table table, Map<String, Home> homes, List<? extends Consumer<EditWriter>> parts) {
        return AtOnce.of(parts.size(), part -> {
                    var writer = new EditWriter(table, homes, part, 0);
                    try (writer) {
                        parts.get(part).accept(writer);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return writer.written();
                })
                .stream()
                .reduce(new WrittenFiles(), WrittenFiles::and);
    }

    /** Deletes the row at a place of a file. */
    void delete(String file, long position) {
        var home = homes.get(file);
        if (home == null) {
            throw new IllegalStateException(
                    file + " holds a row to be edited, but is none of the files that were read");
        }
        deletes.write(
                PositionDelete.<Record>create().set(file, position),
                table.specs().get(home.spec()),
                home.partition());
    }

    /** Adds a row. */
    void add(Record row) {
        key.partition(wrapper.wrap(row));
        data.write(row, table.spec(), key);
    }

    @Override
    public void close() throws IOException {
        try (data) {
            deletes.close();
        }
    }

    /** What was written, after it was closed. */
    WrittenFiles written() {
        var deleted = deletes.result();
        return new WrittenFiles(data.result().dataFiles(), deleted.deleteFiles(), deleted.referencedDataFiles());
    }

    private OutputFileFactory outputFiles(int partition, long attempt, @Nullable String suffix) {
        return OutputFileFactory.builderFor(table, partition, attempt)
                .format(FileFormat.PARQUET)
                .operationId(UUID.randomUUID().toString())
                .suffix(suffix)
                .build();
    }
}
