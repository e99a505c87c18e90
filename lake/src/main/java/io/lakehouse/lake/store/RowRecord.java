package io.lakehouse.lake.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * A row of Spark as Iceberg's writers take it. Iceberg has a moment with an offset where Spark has an instant, which is
 * made when it is asked for: of many rows that wait to be written nothing is held twice. All else is the same.
 *
 * @param struct all columns of the table
 * @param row their values, in this order
 */
record RowRecord(Types.StructType struct, Row row) implements Record {
    @Override
    public int size() {
        return row.size();
    }

    @Override
    public @Nullable Object get(int place) {
        var value = row.get(place);
        return value instanceof Instant moment ? moment.atOffset(ZoneOffset.UTC) : value;
    }

    @Override
    public <T> @Nullable T get(int place, Class<T> type) {
        return type.cast(get(place));
    }

    @Override
    public @Nullable Object getField(String name) {
        var field = struct.field(name);
        return field == null ? null : get(struct.fields().indexOf(field));
    }

    @Override
    public <T> void set(int place, T value) {
        throw new UnsupportedOperationException("a row of Spark does not change");
    }

    @Override
    public void setField(String name, Object value) {
        throw new UnsupportedOperationException("a row of Spark does not change");
    }

    @Override
    public Record copy() {
        var copy = GenericRecord.create(struct);
        for (var i = 0; i < size(); i++) {
            copy.set(i, get(i));
        }
        return copy;
    }

    @Override
    public Record copy(Map<String, Object> overwritten) {
        var copy = copy();
        overwritten.forEach(copy::setField);
        return copy;
    }
}
