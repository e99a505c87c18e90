package io.lakehouse.lake.silver;

import io.lakehouse.contract.change.CanonicalValue;
import io.lakehouse.contract.change.MalformedChangeException;
import io.lakehouse.contract.change.SpecialValues;
import io.lakehouse.contract.change.StoredText;
import io.lakehouse.contract.declaration.Column;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A value on its way from a change's text to Spark's Java object, and back. Exact, or refused. */
final class SilverValue {
    private SilverValue() {}

    /**
     * The value of a text; {@code null} for SQL NULL and for what is kept among the special values.
     *
     * @throws MalformedChangeException when the column's type cannot hold it exactly
     */
    static @Nullable Object of(Column column, @Nullable String text) {
        if (text == null || SpecialValues.of(column.type(), text) != null) {
            return null;
        }
        try {
            return switch (column.type().name()) {
                case SMALLINT, INTEGER -> Integer.valueOf(text);
                case BIGINT -> Long.valueOf(text);
                case NUMERIC -> SilverSchema.isDecimal(column) ? decimal(column, text) : text;
                case REAL -> Float.valueOf(text);
                case DOUBLE -> Double.valueOf(text);
                case BOOLEAN -> "true".equals(CanonicalValue.of(column, text));
                case TEXT, UUID, TIME, TIMETZ, INTERVAL, INET, MACADDR, JSON, BYTEA, ARRAY ->
                    StoredText.of(column.type(), text);
                case DATE -> LocalDate.ofEpochDay(CanonicalValue.epochDay(text));
                case TIMESTAMP -> LocalDateTime.ofInstant(instant(CanonicalValue.epochMicros(text)), ZoneOffset.UTC);
                case TIMESTAMPTZ -> instant(CanonicalValue.epochMicros(text));
            };
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new MalformedChangeException(
                    "column " + column.name() + ": '" + text + "' does not fit " + column.type(), e);
        }
    }

    /** The text of a value that Spark or Iceberg read back. */
    static @Nullable String text(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof OffsetDateTime moment) {
            return moment.toInstant().toString();
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }

    /** What Spark has for a value that Iceberg read. */
    static @Nullable Object ofIceberg(@Nullable Object value) {
        return value instanceof OffsetDateTime moment ? moment.toInstant() : value;
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static @Nullable Instant instantOrNull(@Nullable Long micros) {
        return micros == null ? null : instant(micros);
    }

    private static BigDecimal decimal(Column column, String text) {
        var type = column.type();
        var value = new BigDecimal(text).setScale(type.scale());
        if (value.precision() > type.precision()) {
            throw new ArithmeticException("more than " + type.precision() + " digits");
        }
        return value;
    }
}
