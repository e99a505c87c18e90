package io.lakehouse.lake.store;

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

/** The rows of one planned file, less the deleted ones, as Iceberg's own reader gives them. */
final class FileRecords {
    private FileRecords() {}

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
