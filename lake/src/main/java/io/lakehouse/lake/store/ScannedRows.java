package io.lakehouse.lake.store;

import io.lakehouse.lake.lookup.FoundRows;
import io.lakehouse.lake.lookup.WantedKeys;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.CloseableIterator;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The rows of wanted keys among all of a file, as Iceberg's own reader gives them. */
final class ScannedRows implements FoundRows {
    private final Schema schema;
    private final int[] key;
    private final WantedKeys wanted;
    private final CloseableIterable<Record> file;
    private final CloseableIterator<Record> records;
    private @Nullable Object[] row = {};
    private long position;

    /** Opens a file. */
    ScannedRows(Table table, FileScanTask task, WantedKeys wanted) {
        this.schema = table.schema();
        this.wanted = wanted;
        var columns = schema.columns();
        this.key = wanted.columns().stream()
                .mapToInt(name -> columns.indexOf(schema.caseInsensitiveFindField(name)))
                .toArray();
        this.file = FileRecords.open(table, task, TypeUtil.join(schema, new Schema(MetadataColumns.ROW_POSITION)));
        this.records = file.iterator();
    }

    @Override
    public boolean next() {
        while (records.hasNext()) {
            var record = records.next();
            row = schema.columns().stream()
                    .map(column -> inner(column.type(), record.getField(column.name())))
                    .toArray();
            var cells = new @Nullable Object[key.length];
            for (var i = 0; i < key.length; i++) {
                cells[i] = row[key[i]];
            }
            if (wanted.contains(cells)) {
                position = (Long) record.getField(MetadataColumns.ROW_POSITION.name());
                return true;
            }
        }
        return false;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public @Nullable Object[] row() {
        return row;
    }

    @Override
    public void close() throws IOException {
        try (file) {
            records.close();
        }
    }

    /** What Spark has within for a value of Iceberg's. */
    private static @Nullable Object inner(Type type, @Nullable Object value) {
        if (value instanceof LocalDate date) {
            return (int) date.toEpochDay();
        }
        if (value instanceof OffsetDateTime moment) {
            return micros(moment.toInstant());
        }
        if (value instanceof LocalDateTime moment) {
            return micros(moment.toInstant(ZoneOffset.UTC));
        }
        if (value instanceof BigDecimal number) {
            return Decimal.apply(number, ((Types.DecimalType) type).precision(), ((Types.DecimalType) type).scale());
        }
        return value instanceof CharSequence text ? UTF8String.fromString(text.toString()) : value;
    }

    private static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }
}
