package io.lakehouse.lake.silver;

import io.lakehouse.contract.declaration.TableShape;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.iceberg.util.SerializableFunction;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The key text of a stored row as a lookup finds it, if it is a last version, or if it is none. */
final class LookedUpRow implements SerializableFunction<InternalRow, Optional<UTF8String>> {
    private static final long serialVersionUID = 1L;
    private final StructType stored;
    private final boolean last;
    private final int[] key;
    private final int current;
    private final int deleted;
    private final int specialValues;
    private final KeyOfRow keyOfRow;

    /**
     * Of rows of an SCD2 table with these columns.
     *
     * @param last whether the last versions are meant, or the others
     */
    LookedUpRow(TableShape table, StructType stored, boolean last) {
        this.stored = stored;
        this.last = last;
        this.key =
                table.key().stream().mapToInt(column -> place(stored, column)).toArray();
        this.current = stored.fieldIndex(SilverSchema.CURRENT);
        this.deleted = stored.fieldIndex(SilverSchema.DELETED);
        this.specialValues = stored.fieldIndex(SilverSchema.SPECIAL_VALUES);
        this.keyOfRow = new KeyOfRow(table);
    }

    @Override
    public Optional<UTF8String> apply(InternalRow row) {
        if (last != (isTrue(row, current) || isTrue(row, deleted))) {
            return Optional.empty();
        }
        var values = new @Nullable Object[key.length];
        for (var i = 0; i < key.length; i++) {
            values[i] = value(row, key[i]);
        }
        return Optional.of(
                UTF8String.fromString(keyOfRow.call(RowFactory.create(values), (String) value(row, specialValues))));
    }

    private static boolean isTrue(InternalRow row, int place) {
        return !row.isNullAt(place) && row.getBoolean(place);
    }

    /** Java's object for what Spark has within; Spark's own way depends on settings that tasks do not know. */
    private @Nullable Object value(InternalRow row, int place) {
        var type = stored.fields()[place].dataType();
        if (row.isNullAt(place)) {
            return null;
        }
        if (type.equals(DataTypes.DateType)) {
            return LocalDate.ofEpochDay(row.getInt(place));
        }
        if (type.equals(DataTypes.TimestampType)) {
            return SilverValue.instant(row.getLong(place));
        }
        if (type.equals(DataTypes.TimestampNTZType)) {
            return LocalDateTime.ofInstant(SilverValue.instant(row.getLong(place)), ZoneOffset.UTC);
        }
        var value = row.get(place, type);
        if (value instanceof Decimal number) {
            return number.toJavaBigDecimal();
        }
        return value instanceof UTF8String text ? text.toString() : value;
    }

    private static int place(StructType stored, String column) {
        var names = stored.fieldNames();
        for (var i = 0; i < names.length; i++) {
            if (names[i].equalsIgnoreCase(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no column " + column + " in " + String.join(", ", names));
    }
}
