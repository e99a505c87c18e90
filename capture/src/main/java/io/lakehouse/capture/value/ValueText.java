package io.lakehouse.capture.value;

import io.lakehouse.contract.job.RawMessages;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
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

    /** The driver means infinity by dates beyond these milliseconds since 1970, in texts and in binary. */
    private static final long DRIVER_INFINITY = 185_543_533_774_800_000L;
    /** PostgreSQL's calendar begins in 4714 BC, which is the year -4713. Debezium means infinity by what is beyond. */
    private static final int FIRST_YEAR = -4_713;

    private static final int LAST_YEAR_OF_DATES = 5_874_897;
    private static final int LAST_YEAR_OF_MOMENTS = 294_276;

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
            return isInfinite(date.getYear(), LAST_YEAR_OF_DATES) ? infinity(date.getYear() > 0) : date.toString();
        }
        return value instanceof Date date ? date(date) : text(value);
    }

    /** The driver's calendar changes in 1582, and it gives the days of that calendar. */
    private static String date(Date date) {
        if (Math.abs(date.getTime()) >= DRIVER_INFINITY) {
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
            return isInfinite(local.getYear(), LAST_YEAR_OF_MOMENTS)
                    ? infinity(local.getYear() > 0)
                    : IsoText.of(local);
        }
        return text(value);
    }

    /** A moment in UTC as ISO 8601 writes it, or an infinity. */
    static @Nullable String timestamptz(@Nullable Object value) {
        if (value instanceof OffsetDateTime moment) {
            var utc = moment.withOffsetSameInstant(ZoneOffset.UTC);
            return isInfinite(utc.getYear(), LAST_YEAR_OF_MOMENTS)
                    ? infinity(utc.getYear() > 0)
                    : IsoText.of(utc.toLocalDateTime()) + 'Z';
        }
        return text(value);
    }

    private static boolean isInfinite(int year, int last) {
        return year < FIRST_YEAR || year > last;
    }

    private static String infinity(boolean positive) {
        return positive ? INFINITY : MINUS_INFINITY;
    }
}
