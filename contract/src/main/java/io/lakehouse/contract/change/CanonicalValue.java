package io.lakehouse.contract.change;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import java.math.BigDecimal;
import java.time.DateTimeException;

/**
 * One text for one value, whatever store it was read from: {@code 1.50} and {@code 1.5} of a numeric are one value,
 * as are {@code 2026-01-01T00:00:00Z} and {@code 2026-01-01 01:00:00+01} of a timestamptz.
 *
 * <p>Keys, identities and hashes are made of these texts. Dates are days and moments microseconds since
 * 1970-01-01T00:00:00Z; every other type has the text of {@link StoredText}, but for the zeros at a decimal's end.
 */
public final class CanonicalValue {
    private CanonicalValue() {}

    /**
     * The canonical text of a value.
     *
     * @param text the value as the source, a raw topic or a store gives it; not {@code null}
     * @throws MalformedChangeException when the text is no value of the column's type
     */
    public static String of(Column column, String text) {
        try {
            return of(column.type(), text);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new MalformedChangeException(
                    "column " + column.name() + ": '" + abbreviated(text) + "' is no " + column.type(), e);
        }
    }

    private static String of(ColumnType type, String text) {
        return switch (type.name()) {
            case SMALLINT, INTEGER, BIGINT -> Long.toString(Long.parseLong(text));
            case NUMERIC -> decimal(text);
            case REAL -> Float.toString(Float.parseFloat(text));
            case DOUBLE -> Double.toString(Double.parseDouble(text));
            case BOOLEAN -> bool(text);
            case TIMESTAMP, TIMESTAMPTZ -> {
                var special = SpecialValues.of(type, text);
                yield special == null ? Long.toString(TemporalText.epochMicros(text)) : special;
            }
            case DATE -> TemporalText.isInfinite(text) ? text : Long.toString(TemporalText.epochDay(text));
            case TEXT, UUID, INET, MACADDR, JSON, BYTEA, TIME, TIMETZ, INTERVAL -> StoredText.of(type, text);
            case ARRAY -> StoredText.canonicalArray(type, text);
        };
    }

    /**
     * Microseconds since 1970-01-01T00:00:00Z of a timestamp's text: ISO 8601 or SQL, with an offset or, meaning UTC,
     * without.
     *
     * @throws DateTimeException when the text is no timestamp, or an infinite one
     */
    public static long epochMicros(String text) {
        return TemporalText.epochMicros(text);
    }

    /**
     * Days since 1970-01-01 of a date's text, {@code 2026-01-01} or, as Debezium writes it, {@code 2026-01-01Z}.
     *
     * @throws DateTimeException when the text is no date, or an infinite one
     */
    public static long epochDay(String text) {
        return TemporalText.epochDay(text);
    }

    static String decimal(String text) {
        var special = SpecialValues.noNumber(text);
        if (special != null) {
            return special;
        }
        var value = new BigDecimal(text);
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static String bool(String text) {
        return switch (text) {
            case "true", "t" -> "true";
            case "false", "f" -> "false";
            default -> throw new NumberFormatException("no boolean");
        };
    }

    private static String abbreviated(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "...";
    }
}
