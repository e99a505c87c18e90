package io.lakehouse.lake.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.util.SerializationUtil;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Writes edits of rows whose places are known: a file with the rows as they shall be, and one that deletes the old ones
 * by file and position. Nothing is joined and nothing read for it. Spark's own writers do this for a MERGE only, which
 * reads the table again to find the places.
 *
 * @see <a href="../../../../../../../../docs/decisions/0090-a-run-reads-what-its-keys-need.md">decision 90</a>
 */
public final class RowEdits implements MapPartitionsFunction<Row, byte[]> {
    private static final long serialVersionUID = 1L;

    private final Table table;
    private final HashMap<String, EditWriter.Home> homes;

    private RowEdits(Table table, Map<String, DataFile> files) {
        this.table = SerializableTable.copyOf(table);
        this.homes = homes(files);
    }

    /**
     * Writes, in Spark's tasks.
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

    /**
     * Writes the same in this JVM, for few edits, in the table's order: what belongs to different partitions, and the
     * deletes, at once, since they are different files.
     */
    public static WrittenFiles writeHere(Table table, List<Row> edits, Map<String, DataFile> files) {
        var byPartition = new LinkedHashMap<PartitionKey, List<Record>>();
        var partition = new PartitionKey(table.spec(), table.schema());
        var struct = table.schema().asStruct();
        var wrapper = new InternalRecordWrapper(struct);
        for (var edit : edits) {
            if (!edit.getBoolean(2)) {
                continue;
            }
            var row = new RowRecord(struct, edit.getStruct(3));
            partition.partition(wrapper.wrap(row));
            var rows = byPartition.get(partition);
            if (rows == null) {
                rows = new ArrayList<>();
                byPartition.put(partition.copy(), rows);
            }
            rows.add(row);
        }
        var parts = new ArrayList<Consumer<EditWriter>>();
        byPartition
                .values()
                .forEach(rows -> parts.add(writer -> InOrder.of(table, rows).forEach(writer::add)));
        parts.add(writer -> edits.stream().filter(edit -> !edit.isNullAt(0)).forEach(edit -> delete(writer, edit)));
        return EditWriter.inParts(table, homes(files), parts);
    }

    /** Writes new rows of a table in this JVM. */
    public static WrittenFiles addHere(Table table, Iterable<? extends Record> rows) {
        var writer = new EditWriter(table, Map.of(), 0, 0);
        try (writer) {
            rows.forEach(writer::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writer.written();
    }

    @Override
    public Iterator<byte[]> call(Iterator<Row> edits) throws IOException {
        if (!edits.hasNext()) {
            return List.<byte[]>of().iterator();
        }
        var task = TaskContext.get();
        var writer = new EditWriter(table, homes, task.partitionId(), task.taskAttemptId());
        try (writer) {
            edits.forEachRemaining(edit -> apply(table, writer, edit));
        }
        return List.of(SerializationUtil.serializeToBytes(writer.written())).iterator();
    }

    private static void apply(Table table, EditWriter writer, Row edit) {
        if (!edit.isNullAt(0)) {
            delete(writer, edit);
        }
        if (edit.getBoolean(2)) {
            writer.add(new RowRecord(table.schema().asStruct(), edit.getStruct(3)));
        }
    }

    private static void delete(EditWriter writer, Row edit) {
        writer.delete(edit.getString(0), edit.getLong(1));
    }

    private static HashMap<String, EditWriter.Home> homes(Map<String, DataFile> files) {
        var homes = new HashMap<String, EditWriter.Home>();
        files.forEach((location, file) -> homes.put(location, EditWriter.Home.of(file)));
        return homes;
    }
}
