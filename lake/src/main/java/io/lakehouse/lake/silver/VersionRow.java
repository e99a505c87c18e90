package io.lakehouse.lake.silver;

import io.lakehouse.contract.change.SpecialValues;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.lake.version.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
    /** What a run says of a version, each at the place that the constants below name. */
    private static final List<String> OWN = List.of(
            SilverSchema.START,
            SilverSchema.END,
            SilverSchema.CURRENT,
            SilverSchema.DELETED,
            SilverSchema.ROW_HASH,
            SilverSchema.ORDER_KEY,
            SilverSchema.LAST_ORDER_KEY,
            SilverSchema.EVENT_ID,
            SilverSchema.RUN_ID,
            SilverSchema.SPECIAL_VALUES);

    private static final int START = 0;
    private static final int END = 1;
    private static final int CURRENT = 2;
    private static final int DELETED = 3;
    private static final int ROW_HASH = 4;
    private static final int ORDER_KEY = 5;
    private static final int LAST_ORDER_KEY = 6;
    private static final int EVENT_ID = 7;
    private static final int RUN_ID = 8;
    private static final int SPECIAL_VALUES = 9;

    /** How many of these, from the first on, a stored row may have otherwise later. */
    private static final int CHANGING = 7;

    private final TableShape table;
    private final StructType stored;
    private final String runId;
    /** For each column of a stored row its place in {@link #OWN}, or -1. */
    private final int[] own;
    /** For each of {@link #OWN} its place in a stored row. */
    private final int[] places;
    /** For each column of a stored row the source's, if it is one. */
    private final @Nullable Column[] columns;

    /** Rows of the SCD2 table with these columns, inserted by a run. */
    VersionRow(TableShape table, StructType stored, String runId) {
        this.table = table;
        this.stored = stored;
        this.runId = runId;
        this.own = Arrays.stream(stored.fieldNames()).mapToInt(OWN::indexOf).toArray();
        this.places = OWN.stream().mapToInt(stored::fieldIndex).toArray();
        var named = new HashMap<String, Column>();
        table.columns().forEach(column -> named.put(folded(column.name()), column));
        this.columns = Arrays.stream(stored.fieldNames())
                .map(name -> named.get(folded(name)))
                .toArray(Column[]::new);
    }

    /** The version that a stored row says. */
    Version version(Row row) {
        return new Version(
                row.getString(places[EVENT_ID]),
                row.getString(places[ORDER_KEY]),
                row.getString(places[LAST_ORDER_KEY]),
                Objects.requireNonNull(micros(row.get(places[START])), "a version without a start"),
                micros(row.get(places[END])),
                row.getBoolean(places[DELETED]),
                row.getString(places[ROW_HASH]),
                null);
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
        var said = own(version);
        said[EVENT_ID] = version.eventId();
        said[RUN_ID] = runId;
        said[SPECIAL_VALUES] = SpecialValues.of(table, image);
        var cells = new @Nullable Object[stored.size()];
        for (var i = 0; i < cells.length; i++) {
            var column = columns[i];
            if (own[i] >= 0) {
                cells[i] = said[own[i]];
            } else if (column != null) {
                cells[i] = widened(SilverValue.of(column, image.value(column.name())), stored.fields()[i].dataType());
            }
        }
        return RowFactory.create(cells);
    }

    /** A stored row as it has to be for its version, which has the same identity. */
    Row changed(Row before, Version version) {
        var said = own(version);
        var cells = new @Nullable Object[stored.size()];
        for (var i = 0; i < cells.length; i++) {
            cells[i] = own[i] >= 0 && own[i] < CHANGING ? said[own[i]] : before.get(i);
        }
        return RowFactory.create(cells);
    }

    private static @Nullable Object[] own(Version version) {
        var said = new @Nullable Object[OWN.size()];
        said[START] = SilverValue.instant(version.startMicros());
        said[END] = SilverValue.instantOrNull(version.endMicros());
        said[CURRENT] = version.current();
        said[DELETED] = version.deleted();
        said[ROW_HASH] = version.rowHash();
        said[ORDER_KEY] = version.orderKey();
        said[LAST_ORDER_KEY] = version.lastOrderKey();
        return said;
    }

    private static @Nullable Long micros(@Nullable Object moment) {
        return moment == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, (Instant) moment);
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
