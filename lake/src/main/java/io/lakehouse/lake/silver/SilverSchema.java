package io.lakehouse.lake.silver;

import io.lakehouse.contract.change.SpecialValues;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The columns of an SCD2 table: the source's, by their names, then those that every SCD2 table has. All of them may be
 * NULL for Iceberg, so that a source can gain and lose columns; the run's check keeps what must not be.
 */
public final class SilverSchema {
    /** timestamptz: start of the effective range, inclusive. */
    public static final String START = "effective_start_ts";
    /** timestamptz: end of the effective range, exclusive; NULL while the version is current. */
    public static final String END = "effective_end_ts";
    /** boolean: whether it is the key's current version. */
    public static final String CURRENT = "is_current";
    /** boolean: whether a delete or a truncation closed it. */
    public static final String DELETED = "is_deleted";
    /** string: hash of the source's columns. */
    public static final String ROW_HASH = "row_hash";
    /** string: order key of the change that opened the version. */
    public static final String ORDER_KEY = "version_order_key";
    /** string: identity of the change that opened the version. */
    public static final String EVENT_ID = "event_id";
    /** string: identity of the run that inserted the version. */
    public static final String RUN_ID = "run_id";
    /** string: order key of the last change that the version took in, so that a late change is known as one. */
    public static final String LAST_ORDER_KEY = "last_order_key";

    /** string: values that no column above holds, as JSON; see {@link SpecialValues}. */
    public static final String SPECIAL_VALUES = SpecialValues.COLUMN;

    /** A decimal of Iceberg has at most this many digits; a longer or unbounded one is kept as its text. */
    static final int DECIMAL_DIGITS = 38;

    private static final List<NestedField> OWN = List.of(
            NestedField.optional(1, START, Types.TimestampType.withZone()),
            NestedField.optional(2, END, Types.TimestampType.withZone()),
            NestedField.optional(3, CURRENT, Types.BooleanType.get()),
            NestedField.optional(4, DELETED, Types.BooleanType.get()),
            NestedField.optional(5, ROW_HASH, Types.StringType.get()),
            NestedField.optional(6, ORDER_KEY, Types.StringType.get()),
            NestedField.optional(7, EVENT_ID, Types.StringType.get()),
            NestedField.optional(8, RUN_ID, Types.StringType.get()),
            NestedField.optional(9, LAST_ORDER_KEY, Types.StringType.get()),
            NestedField.optional(10, SPECIAL_VALUES, Types.StringType.get()));

    private SilverSchema() {}

    /**
     * The schema of a source table's SCD2 table.
     *
     * @throws IllegalArgumentException when the table has no key, or a column's name is one of the SCD2 table's own
     */
    public static Schema of(TableShape table) {
        if (table.key().isEmpty()) {
            throw new IllegalArgumentException(table.qualifiedName()
                    + " has no key, without which its rows have no versions: give it a primary key or leave it out");
        }
        var fields = new ArrayList<NestedField>();
        for (var column : table.columns()) {
            if (OWN.stream().anyMatch(own -> own.name().equals(column.name().toLowerCase(Locale.ROOT)))) {
                throw new IllegalArgumentException("column \"" + column.name() + "\" of " + table.qualifiedName()
                        + " has the name of a column that every SCD2 table has: leave it out or rename it");
            }
            fields.add(NestedField.optional(fields.size() + 1, column.name(), type(column)));
        }
        for (var own : OWN) {
            fields.add(NestedField.optional(fields.size() + 1, own.name(), own.type()));
        }
        return new Schema(fields);
    }

    /** Whether a column's values are kept as Iceberg decimals. */
    static boolean isDecimal(Column column) {
        return column.type().name() == TypeName.NUMERIC
                && column.type().precision() > 0
                && column.type().precision() <= DECIMAL_DIGITS;
    }

    private static Type type(Column column) {
        return switch (column.type().name()) {
            case SMALLINT, INTEGER -> Types.IntegerType.get();
            case BIGINT -> Types.LongType.get();
            case NUMERIC ->
                isDecimal(column)
                        ? Types.DecimalType.of(
                                column.type().precision(), column.type().scale())
                        : Types.StringType.get();
            case REAL -> Types.FloatType.get();
            case DOUBLE -> Types.DoubleType.get();
            case BOOLEAN -> Types.BooleanType.get();
            // Spark has no type for a time of day.
            case TEXT, UUID, TIME, TIMETZ, INTERVAL, INET, MACADDR, JSON, BYTEA, ARRAY -> Types.StringType.get();
            case DATE -> Types.DateType.get();
            case TIMESTAMP -> Types.TimestampType.withoutZone();
            case TIMESTAMPTZ -> Types.TimestampType.withZone();
        };
    }
}
