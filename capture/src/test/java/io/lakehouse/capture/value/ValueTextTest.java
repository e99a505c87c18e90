package io.lakehouse.capture.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.job.RawMessages;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import org.junit.jupiter.api.Test;

/** The constants of infinity are those of the driver and of Debezium 3.7; a journey proves them on the real ones. */
class ValueTextTest {
    private static final long DRIVER_INFINITY = 9_223_372_036_825_200_000L;
    private static final long DRIVER_MINUS_INFINITY = -9_223_372_036_832_400_000L;

    @Test
    void dates_of_the_log_are_iso_texts_or_infinite() {
        assertThat(ValueText.date(LocalDate.of(2026, 1, 31))).isEqualTo("2026-01-31");
        assertThat(ValueText.date(LocalDate.of(-43, 3, 15))).isEqualTo("-0043-03-15");
        assertThat(ValueText.date(LocalDate.of(-4713, 11, 24))).isEqualTo("-4713-11-24");
        assertThat(ValueText.date(LocalDate.of(5_874_897, 12, 31))).isEqualTo("+5874897-12-31");
        assertThat(ValueText.date(LocalDate.parse("+5877611-06-21"))).isEqualTo("infinity");
        assertThat(ValueText.date(LocalDate.parse("-5877611-06-22"))).isEqualTo("-infinity");
    }

    @Test
    void dates_of_the_driver_are_the_same_texts() {
        assertThat(ValueText.date(date(GregorianCalendar.AD, 2026, 1, 31))).isEqualTo("2026-01-31");
        assertThat(ValueText.date(date(GregorianCalendar.AD, 1, 1, 1))).isEqualTo("0001-01-01");
        assertThat(ValueText.date(date(GregorianCalendar.BC, 44, 3, 15))).isEqualTo("-0043-03-15");
        assertThat(ValueText.date(date(GregorianCalendar.AD, 5_874_897, 12, 31)))
                .isEqualTo("+5874897-12-31");
        assertThat(ValueText.date(new Date(DRIVER_INFINITY))).isEqualTo("infinity");
        assertThat(ValueText.date(new Date(DRIVER_MINUS_INFINITY))).isEqualTo("-infinity");
    }

    @Test
    void timestamps_keep_their_microseconds_or_are_infinite() {
        assertThat(ValueText.timestamp(Instant.parse("2026-01-31T10:00:00.123456Z")))
                .isEqualTo("2026-01-31T10:00:00.123456");
        assertThat(ValueText.timestamp(Instant.parse("2026-01-31T10:00:00Z"))).isEqualTo("2026-01-31T10:00:00");
        assertThat(ValueText.timestamp(
                        LocalDateTime.of(294_276, 12, 31, 23, 59, 59).toInstant(ZoneOffset.UTC)))
                .isEqualTo("+294276-12-31T23:59:59");
        assertThat(ValueText.timestamp(Instant.ofEpochMilli(DRIVER_INFINITY))).isEqualTo("infinity");
        assertThat(ValueText.timestamp(Instant.ofEpochMilli(DRIVER_MINUS_INFINITY)))
                .isEqualTo("-infinity");
        assertThat(ValueText.timestamp("0044-03-15 12:00:00 BC")).isEqualTo("0044-03-15 12:00:00 BC");
    }

    @Test
    void moments_are_in_utc_or_infinite() {
        assertThat(ValueText.timestamptz(OffsetDateTime.parse("2026-01-31T10:00:00.123456+01:00")))
                .isEqualTo("2026-01-31T09:00:00.123456Z");
        assertThat(ValueText.timestamptz(utc(DRIVER_INFINITY))).isEqualTo("infinity");
        assertThat(ValueText.timestamptz(utc(DRIVER_MINUS_INFINITY))).isEqualTo("-infinity");
        assertThat(ValueText.timestamptz("infinity")).isEqualTo("infinity");
    }

    @Test
    void what_the_log_does_not_hold_is_said_so_and_null_stays_null() {
        assertThat(ValueText.text(new Object())).isEqualTo(RawMessages.UNAVAILABLE);
        assertThat(ValueText.text(null)).isNull();
        assertThat(ValueText.date(null)).isNull();
        assertThat(ValueText.timestamp(null)).isNull();
        assertThat(ValueText.timestamptz(null)).isNull();
    }

    private static Date date(int era, int year, int month, int day) {
        var calendar = new GregorianCalendar(year, month - 1, day);
        calendar.set(Calendar.ERA, era);
        return new Date(calendar.getTimeInMillis());
    }

    private static OffsetDateTime utc(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC);
    }
}
