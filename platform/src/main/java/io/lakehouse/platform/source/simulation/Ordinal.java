package io.lakehouse.platform.source.simulation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Values of ordered types as numbers, so that checks can bound them: days of a date, microseconds of a time. */
final class Ordinal {
    private static final BigDecimal NANOS_PER_MICRO = BigDecimal.valueOf(1000);
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd")
            .optionalStart()
            .appendPattern("[ ]['T']HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .optionalStart()
            .appendOffset("+HH:mm", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH", "Z")
            .optionalEnd()
            .optionalEnd()
            .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
            .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
            .toFormatter();

    private Ordinal() {}

    /** The number of a value; empty when the type has no order that a simulation knows, or the text is no such value. */
    static Optional<BigDecimal> of(ValueType type, String text) {
        try {
            return type.isArray()
                    ? Optional.empty()
                    : Optional.ofNullable(
                            switch (type.name()) {
                                case "int2", "int4", "int8", "numeric", "float4", "float8" -> new BigDecimal(text);
                                case "date" ->
                                    BigDecimal.valueOf(LocalDate.parse(text).toEpochDay());
                                case "timestamp", "timestamptz" ->
                                    BigDecimal.valueOf(ChronoUnit.MICROS.between(
                                            Instant.EPOCH,
                                            OffsetDateTime.parse(text, MOMENT).toInstant()));
                                case "time" ->
                                    BigDecimal.valueOf(LocalTime.parse(text).toNanoOfDay())
                                            .divide(NANOS_PER_MICRO, 0, RoundingMode.FLOOR);
                                default -> null;
                            });
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The value of a number, for the types of time. */
    static String text(ValueType type, long number) {
        return switch (type.name()) {
            case "date" -> LocalDate.ofEpochDay(number).toString();
            case "time" -> LocalTime.ofNanoOfDay(number * 1000).toString();
            case "timestamp" ->
                Instant.EPOCH
                        .plus(number, ChronoUnit.MICROS)
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDateTime()
                        .toString();
            case "timestamptz" -> Instant.EPOCH.plus(number, ChronoUnit.MICROS).toString();
            default -> throw new IllegalArgumentException(type.declared() + " is no type of time");
        };
    }
}
