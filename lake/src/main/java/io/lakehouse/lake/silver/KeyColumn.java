package io.lakehouse.lake.silver;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.TableShape;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * A key column by whose values files can be passed over: its stored order is that of its values, which follow from the
 * key text. Whole numbers, dates (as days) and moments (as microseconds) compare as longs. Not among them are texts
 * that say one number in several ways, floating point numbers and arrays; a key of such columns only is looked for in
 * every file.
 *
 * @param name the column's name
 * @param position its place in the key, from 0
 * @param kind how its values compare
 * @param scale digits after the point, for decimals
 */
record KeyColumn(String name, int position, Kind kind, int scale) implements Serializable {

    /** How values of a key column compare. */
    enum Kind {
        LONG,
        DATE,
        MOMENT,
        DECIMAL,
        TEXT
    }

    /** The key columns of a table that files can be chosen by; may be none. */
    static List<KeyColumn> of(TableShape table) {
        var columns = new ArrayList<KeyColumn>();
        for (var i = 0; i < table.keyColumns().size(); i++) {
            var column = table.keyColumns().get(i);
            var position = i;
            kind(column)
                    .ifPresent(kind -> columns.add(new KeyColumn(column.name(), position, kind, scale(column, kind))));
        }
        return columns;
    }

    /** The value in a key; {@code null} for a special one, of which the column is NULL. */
    @Nullable
    Object value(List<String> canonical) {
        var text = canonical.get(position);
        if (kind == Kind.TEXT) {
            return text;
        }
        try {
            return kind == Kind.DECIMAL ? new BigDecimal(text).setScale(scale) : (Object) Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Spark's type of {@link #value}. */
    DataType type() {
        return switch (kind) {
            case LONG, DATE, MOMENT -> DataTypes.LongType;
            case DECIMAL -> DataTypes.createDecimalType(SilverSchema.DECIMAL_DIGITS, scale);
            case TEXT -> DataTypes.StringType;
        };
    }

    /** The column of stored rows, as {@link #value} compares. */
    org.apache.spark.sql.Column stored(Dataset<Row> rows) {
        var column = rows.col(Sql.quoted(name));
        return switch (kind) {
            case LONG -> column.cast(DataTypes.LongType);
            case DATE -> functions.unix_date(column).cast(DataTypes.LongType);
            case MOMENT -> functions.unix_micros(column.cast(DataTypes.TimestampType));
            case DECIMAL -> column.cast(type());
            case TEXT -> column;
        };
    }

    private static Optional<Kind> kind(Column column) {
        return switch (column.type().name()) {
            case SMALLINT, INTEGER, BIGINT -> Optional.of(Kind.LONG);
            case DATE -> Optional.of(Kind.DATE);
            case TIMESTAMP, TIMESTAMPTZ -> Optional.of(Kind.MOMENT);
            case NUMERIC -> SilverSchema.isDecimal(column) ? Optional.of(Kind.DECIMAL) : Optional.empty();
            case TEXT, UUID -> Optional.of(Kind.TEXT);
            default -> Optional.empty();
        };
    }

    private static int scale(Column column, Kind kind) {
        return kind == Kind.DECIMAL ? column.type().scale() : 0;
    }
}
