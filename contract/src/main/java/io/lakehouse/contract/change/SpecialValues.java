package io.lakehouse.contract.change;

import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;

/**
 * Values that the typed column of a store cannot hold: NaN and the infinities of a numeric, infinite dates and times,
 * moments after the year 73326, which not every store can tell, and arrays whose first element is not number 1. Such a
 * column is NULL in Pinot and in the SCD2 table, and the row's column {@value #COLUMN} has its value.
 *
 * <p>One rule for all stores, whatever more one of them could hold, so that their rows compare equal. The row hash is
 * made of the values themselves: NULL and NaN are two versions.
 */
public final class SpecialValues {
    /** Column of every row: a JSON object, column name to text, or NULL as nearly always. */
    public static final String COLUMN = "special_values";

    /** The last moment whose milliseconds Trino can keep beside a zone. */
    private static final String LAST_MOMENT = "+73326-09-11T20:14:45.247999";

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
            case NUMERIC -> noNumber(text);
            case DATE -> TemporalText.isInfinite(text) ? text : null;
            case TIMESTAMP -> moment(text, "");
            case TIMESTAMPTZ -> moment(text, "Z");
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

    /** NaN or an infinity as PostgreSQL prints it, from that or from Debezium's name for it; {@code null} for a number. */
    static String noNumber(String text) {
        return switch (text) {
            case "NaN", "NAN" -> "NaN";
            case "Infinity", "POSITIVE_INFINITY" -> "Infinity";
            case "-Infinity", "NEGATIVE_INFINITY" -> "-Infinity";
            default -> null;
        };
    }

    private static String moment(String text, String zone) {
        if (TemporalText.isInfinite(text)) {
            return text;
        }
        // Years of five digits are rare: nearly every value is told by its fifth character alone.
        if (text.length() > 4 && text.charAt(4) == '-') {
            return null;
        }
        var moment = TemporalText.moment(text);
        return isLate(moment) ? moment + zone : null;
    }

    /** Texts of one length compare as what they say; a longer year is a later one. */
    private static boolean isLate(String moment) {
        if (!moment.startsWith("+")) {
            return false;
        }
        var years = moment.indexOf('-') - LAST_MOMENT.indexOf('-');
        return years > 0 || years == 0 && moment.compareTo(LAST_MOMENT) > 0;
    }
}
