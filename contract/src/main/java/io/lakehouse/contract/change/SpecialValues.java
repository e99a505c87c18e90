package io.lakehouse.contract.change;

import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;

/**
 * Values that the typed column of a store cannot hold: NaN and the infinities of a numeric, infinite dates and times,
 * moments after the year 73326, which Trino cannot tell, and arrays whose first element is not number 1. Such a column
 * is NULL in Pinot and in the SCD2 table, and the row's column {@value #COLUMN} has its value.
 *
 * <p>One rule for all stores, whatever more one of them could hold, so that their rows compare equal. The row hash is
 * made of the values themselves: NULL and NaN are two versions.
 */
public final class SpecialValues {
    /** Column of every row: a JSON object, column name to text, or NULL as nearly always. */
    public static final String COLUMN = "special_values";

    /** 73326-09-11T20:14:45.247999Z: the last moment whose milliseconds Trino can keep beside a zone. */
    private static final long LAST_MOMENT = 2_251_799_813_685_247_999L;

    private SpecialValues() {}

    /**
     * The text of a value that no typed column holds.
     *
     * @param text the value as a raw topic gives it; may be {@code null}
     * @return {@code null} when the column holds the value
     */
    public static String of(ColumnType type, String text) {
        if (text == null) {
            return null;
        }
        return switch (type.name()) {
            case NUMERIC -> isNoNumber(text) ? text : null;
            case DATE, TIMESTAMP -> TemporalText.isInfinite(text) ? text : null;
            case TIMESTAMPTZ -> TemporalText.isInfinite(text) ? text : late(text);
            case ARRAY -> text.startsWith("[") ? text : null;
            default -> null;
        };
    }

    /** The special values of a row as a JSON object, or {@code null} when it has none. */
    public static String of(TableShape table, Row row) {
        StringBuilder json = null;
        for (var column : table.columns()) {
            var special = of(column.type(), row.value(column.name()));
            if (special != null) {
                json = json == null ? new StringBuilder("{") : json.append(',');
                json.append(ArrayText.quote(column.name())).append(':').append(ArrayText.quote(special));
            }
        }
        return json == null ? null : json.append('}').toString();
    }

    /** Whether columns of a type can have special values. */
    public static boolean arePossible(ColumnType type) {
        return switch (type.name()) {
            case NUMERIC, DATE, TIMESTAMP, TIMESTAMPTZ, ARRAY -> true;
            default -> false;
        };
    }

    static boolean isNoNumber(String text) {
        return text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
    }

    private static String late(String text) {
        // Years of five digits are rare: nearly every value is told by its fifth character alone.
        if (text.length() > 4 && text.charAt(4) == '-') {
            return null;
        }
        var micros = TemporalText.epochMicros(text);
        return micros > LAST_MOMENT ? StoredText.moment(micros) + "Z" : null;
    }
}
