package io.lakehouse.capture.value;

import io.lakehouse.contract.job.RawMessages;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import org.jspecify.annotations.Nullable;

/**
 * Values as texts, from whatever Debezium holds them in: what it parsed from the log, or what the driver gave it while
 * it read a snapshot. What is a text of PostgreSQL already stays as it is.
 */
final class ValueText {
    private static final String INFINITY = "infinity";
    private static final String MINUS_INFINITY = "-infinity";

    /** What the driver takes for infinity, in milliseconds since 1970; binary dates end earlier. */
    private static final long DRIVER_INFINITY = 9_223_372_036_825_200_000L;

    private static final long DRIVER_DATE_INFINITY = 185_543_533_774_800_000L;
    /** What Debezium makes of an infinite date. Of a date without end it is a day before that of one without beginning. */
    private static final LocalDate DEBEZIUM_DATE_INFINITY = LocalDate.of(-5_877_611, 6, 21);
    /** Debezium takes the driver's milliseconds for microseconds here, which is a moment of the year 294247. */
    private static final Instant DEBEZIUM_TIMESTAMP_INFINITY =
            Instant.ofEpochSecond(DRIVER_INFINITY / 1_000_000, DRIVER_INFINITY % 1_000_000 * 1_000);
    /** PostgreSQL's calendar begins in 4714 BC, which is the year -4713, and its moments end in the year 294276. */
    private static final int FIRST_YEAR = -4_713;

    private static final int LAST_YEAR = 294_276;

    private ValueText() {}

    /** A text of PostgreSQL: a time of day, an array. */
    static @Nullable String text(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        // Debezium has an object of no class for a value that the log does not hold.
        return value.getClass() == Object.class ? RawMessages.UNAVAILABLE : value.toString();
    }

    /** A date as ISO 8601 writes it, or an infinity. */
    static @Nullable String date(@Nullable Object value) {
        if (value instanceof LocalDate date) {
            return date.getYear() >= FIRST_YEAR ? date.toString() : infinity(date.equals(DEBEZIUM_DATE_INFINITY));
        }
        return value instanceof Date date ? date(date) : text(value);
    }

    /** The driver's calendar changes in 1582, and it gives the days of that calendar. */
    private static String date(Date date) {
        if (Math.abs(date.getTime()) >= DRIVER_DATE_INFINITY) {
            return infinity(date.getTime() > 0);
        }
        var calendar = new GregorianCalendar();
        calendar.setTime(date);
        var year = calendar.get(Calendar.YEAR);
        return LocalDate.of(
                        calendar.get(Calendar.ERA) == GregorianCalendar.BC ? 1 - year : year,
                        calendar.get(Calendar.MONTH) + 1,
                        calendar.get(Calendar.DAY_OF_MONTH))
                .toString();
    }

    /** A timestamp without a zone as ISO 8601 writes it, or an infinity. */
    static @Nullable String timestamp(@Nullable Object value) {
        if (value instanceof Instant instant) {
            var local = instant.atOffset(ZoneOffset.UTC).toLocalDateTime();
            var positive = instant.equals(DEBEZIUM_TIMESTAMP_INFINITY);
            return positive || local.getYear() < FIRST_YEAR
                    ? infinity(positive)
                    : DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local);
        }
        return text(value);
    }

    /** A moment in UTC as ISO 8601 writes it, or an infinity. */
    static @Nullable String timestamptz(@Nullable Object value) {
        if (value instanceof OffsetDateTime moment) {
            var utc = moment.withOffsetSameInstant(ZoneOffset.UTC);
            return utc.getYear() < FIRST_YEAR || utc.getYear() > LAST_YEAR
                    ? infinity(utc.getYear() > 0)
                    : DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(utc);
        }
        return text(value);
    }

    private static String infinity(boolean positive) {
        return positive ? INFINITY : MINUS_INFINITY;
    }
}
