package io.lakehouse.lake.silver;

import io.lakehouse.contract.change.SpecialValues;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.lake.version.Version;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Versions as rows of their SCD2 table, whose columns may be more than the source's and of wider types: of what a run
 * does not know, a stored row keeps its values.
 */
final class VersionRow {
    private final TableShape table;
    private final StructType stored;
    private final String runId;
    private final Map<String, Column> columns = new HashMap<>();

    /** Rows of the SCD2 table with these columns, inserted by a run. */
    VersionRow(TableShape table, StructType stored, String runId) {
        this.table = table;
        this.stored = stored;
        this.runId = runId;
        table.columns().forEach(column -> columns.put(folded(column.name()), column));
    }

    /**
     * The row of a version that the store does not hold.
     *
     * @throws io.lakehouse.contract.change.MalformedChangeException when a column cannot hold its value exactly
     */
    Row of(Version version) {
        var image = version.row();
        if (image == null) {
            throw new IllegalArgumentException("version " + version.eventId() + " has no row");
        }
        var own = own(version);
        own.put(SilverSchema.EVENT_ID, version.eventId());
        own.put(SilverSchema.RUN_ID, runId);
        own.put(SilverSchema.SPECIAL_VALUES, SpecialValues.of(table, image));
        var cells = new @Nullable Object[stored.size()];
        for (var i = 0; i < cells.length; i++) {
            var field = stored.fields()[i];
            var column = columns.get(folded(field.name()));
            if (own.containsKey(field.name())) {
                cells[i] = own.get(field.name());
            } else if (column != null) {
                cells[i] = widened(SilverValue.of(column, image.value(column.name())), field.dataType());
            }
        }
        return RowFactory.create(cells);
    }

    /** A stored row as it has to be for its version, which has the same identity. */
    Row changed(Row before, Version version) {
        var own = own(version);
        var cells = new @Nullable Object[stored.size()];
        for (var i = 0; i < cells.length; i++) {
            var name = stored.fields()[i].name();
            cells[i] = own.containsKey(name) ? own.get(name) : before.get(i);
        }
        return RowFactory.create(cells);
    }

    private static Map<String, @Nullable Object> own(Version version) {
        var own = new HashMap<String, @Nullable Object>();
        own.put(SilverSchema.START, SilverValue.instant(version.startMicros()));
        own.put(SilverSchema.END, SilverValue.instantOrNull(version.endMicros()));
        own.put(SilverSchema.CURRENT, version.current());
        own.put(SilverSchema.DELETED, version.deleted());
        own.put(SilverSchema.ROW_HASH, version.rowHash());
        own.put(SilverSchema.ORDER_KEY, version.orderKey());
        own.put(SilverSchema.LAST_ORDER_KEY, version.lastOrderKey());
        return own;
    }

    private static @Nullable Object widened(@Nullable Object value, DataType type) {
        if (value instanceof Integer number && type.equals(DataTypes.LongType)) {
            return number.longValue();
        }
        return value instanceof Float number && type.equals(DataTypes.DoubleType)
                ? (Object) number.doubleValue()
                : value;
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
