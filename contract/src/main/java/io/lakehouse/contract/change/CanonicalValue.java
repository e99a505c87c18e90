package io.lakehouse.contract.change;

import io.lakehouse.contract.declaration.Column;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * One text for one value, whatever store it was read from: {@code 1.50} and {@code 1.5} of a numeric are one value,
 * as are {@code 2026-01-01T00:00:00Z} and {@code 2026-01-01 01:00:00+01} of a timestamptz.
 *
 * <p>Keys, identities and hashes are made of these texts. Times are microseconds since 1970-01-01T00:00:00Z.
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
            return switch (column.type().name()) {
                case SMALLINT, INTEGER, BIGINT -> Long.toString(Long.parseLong(text));
                case NUMERIC -> decimal(text);
                case REAL -> Float.toString(Float.parseFloat(text));
                case DOUBLE -> Double.toString(Double.parseDouble(text));
                case BOOLEAN -> bool(text);
                case TIMESTAMP, TIMESTAMPTZ -> Long.toString(epochMicros(text));
                case DATE -> Long.toString(epochDay(text));
                case TEXT, UUID, JSON, BYTEA -> text;
            };
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            throw new MalformedChangeException(
                    "column " + column.name() + ": '" + abbreviated(text) + "' is no " + column.type(), e);
        }
    }

    /**
     * Microseconds since 1970-01-01T00:00:00Z of a timestamp's text: ISO 8601 or SQL, with an offset or, meaning UTC,
     * without.
     *
     * @throws DateTimeException when the text is no timestamp
     */
    public static long epochMicros(String text) {
        var iso =
                text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
        var instant = instant(iso);
        // ChronoUnit.MICROS.between counts in nanoseconds and overflows after the year 2262.
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000L), instant.getNano() / 1_000);
    }

    /**
     * Days since 1970-01-01 of a date's text, {@code 2026-01-01} or, as Debezium writes it, {@code 2026-01-01Z}.
     *
     * @throws DateTimeException when the text is no date
     */
    public static long epochDay(String text) {
        return LocalDate.parse(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text)
                .toEpochDay();
    }

    private static Instant instant(String iso) {
        var time = iso.indexOf('T');
        var sign = Math.max(iso.indexOf('+', time), iso.indexOf('-', time));
        if (time < 0) {
            throw new DateTimeException("no time of day in " + iso);
        }
        if (iso.endsWith("Z")) {
            return Instant.parse(iso);
        }
        if (sign < 0) {
            return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        }
        var offset = ZoneOffset.of(iso.substring(sign));
        return OffsetDateTime.of(LocalDateTime.parse(iso.substring(0, sign)), offset)
                .toInstant();
    }

    private static String decimal(String text) {
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
