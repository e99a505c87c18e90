package io.lakehouse.lake.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericDeleteFilter;
import org.apache.iceberg.data.IdentityPartitionConverters;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.util.PartitionUtil;

/** The rows of planned files, less the deleted ones, as Iceberg's own reader gives them. */
final class FileRecords {
    private FileRecords() {}

    /** What is made of the rows of some files, several files at once; empty when one does not fit. */
    static <T> Optional<List<T>> of(
            Table table,
            List<FileScanTask> tasks,
            Schema columns,
            Function<Record, Optional<T>> make,
            Predicate<T> fits) {
        var full = new AtomicBoolean();
        var made = AtOnce.of(tasks.size(), i -> {
            var rowsOfFile = new ArrayList<T>();
            try (var rows = open(table, tasks.get(i), columns)) {
                for (var row : rows) {
                    var one = make.apply(row);
                    if (full.get() || (one.isPresent() && !fits.test(one.get()))) {
                        full.set(true);
                        break;
                    }
                    one.ifPresent(rowsOfFile::add);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return rowsOfFile;
        });
        return full.get()
                ? Optional.empty()
                : Optional.of(made.stream().flatMap(List::stream).toList());
    }

    /** The rows of one of them. */
    static CloseableIterable<Record> open(Table table, FileScanTask task, Schema columns) {
        var deletes = new GenericDeleteFilter(table.io(), task, table.schema(), columns);
        var schema = deletes.requiredSchema();
        var ofPartition = PartitionUtil.constantsMap(task, IdentityPartitionConverters::convertConstant);
        return deletes.filter(Parquet.read(table.io().newInputFile(task.file()))
                .project(schema)
                .caseSensitive(false)
                .createReaderFunc(file -> GenericParquetReaders.buildReader(schema, file, ofPartition))
                .split(task.start(), task.length())
                .filter(task.residual())
                .build());
    }
}
