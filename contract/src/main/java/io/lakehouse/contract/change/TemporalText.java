package io.lakehouse.contract.change;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Reads dates and times as texts: as ISO 8601 writes them ({@code -0043-03-15}, {@code +10000-01-01T00:00:00Z}) and as
 * PostgreSQL does ({@code 0044-03-15 BC}, {@code 10000-01-01 00:00:00+00}). The calendar is the proleptic Gregorian one.
 */
final class TemporalText {
    private static final String BEFORE_CHRIST = " BC";
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int DAY_SECONDS = 86_400;
    /** Java's own bound; PostgreSQL's is 5874897. */
    private static final int YEAR_DIGITS = 9;

    private final String text;
    private final boolean isBeforeChrist;
    private final int end;
    private int at;

    private TemporalText(String text) {
        this.text = text;
        this.isBeforeChrist = text.endsWith(BEFORE_CHRIST);
        this.end = isBeforeChrist ? text.length() - BEFORE_CHRIST.length() : text.length();
    }

    /** Whether a text is one of PostgreSQL's infinities. */
    static boolean isInfinite(String text) {
        return text.equals("infinity") || text.equals("-infinity");
    }

    /** Days since 1970-01-01. A {@code Z} behind the date is Debezium's and says nothing. */
    static long epochDay(String text) {
        var reader = new TemporalText(text);
        var day = reader.day();
        reader.skip('Z');
        reader.requireEnd();
        return day;
    }

    /** Microseconds since 1970-01-01T00:00:00Z; without an offset the text is taken as UTC. */
    static long epochMicros(String text) {
        var read = read(text);
        return Math.addExact(Math.multiplyExact(read.seconds, MICROS_PER_SECOND), read.micros);
    }

    /** The same moment in UTC as ISO 8601 writes it, without a zone: {@code 2026-01-31T09:00:00.123456}. */
    static String moment(String text) {
        var read = read(text);
        return LocalDate.ofEpochDay(Math.floorDiv(read.seconds, DAY_SECONDS)) + "T"
                + time(Math.floorMod(read.seconds, DAY_SECONDS) * MICROS_PER_SECOND + read.micros);
    }

    /** A moment: seconds since 1970-01-01T00:00:00Z, and microseconds of the second. */
    private record Read(long seconds, long micros) {}

    private static Read read(String text) {
        var reader = new TemporalText(text);
        var day = reader.day();
        if (!reader.skip('T') && !reader.skip(' ')) {
            throw reader.malformed("a time of day");
        }
        var micros = reader.dayMicros();
        if (micros >= DAY_SECONDS * MICROS_PER_SECOND) {
            throw reader.malformed("an hour below 24");
        }
        var offset = reader.at == reader.end ? 0 : reader.offsetSeconds();
        reader.requireEnd();
        var seconds = day * DAY_SECONDS + micros / MICROS_PER_SECOND - offset;
        return new Read(seconds, micros % MICROS_PER_SECOND);
    }

    /** A time of day as PostgreSQL prints it: {@code 04:05:06.789}, {@code 24:00:00}. */
    static String time(String text) {
        var reader = new TemporalText(text);
        var micros = reader.dayMicros();
        reader.skip('Z');
        reader.requireEnd();
        return time(micros);
    }

    /** A time of day with its offset as PostgreSQL prints it: {@code 04:05:06.789+05:30}, {@code 24:00:00-08}. */
    static String timeWithOffset(String text) {
        var reader = new TemporalText(text);
        var micros = reader.dayMicros();
        var offset = reader.offsetSeconds();
        reader.requireEnd();
        var rest = Math.abs(offset);
        var written = new StringBuilder(time(micros)).append(offset < 0 ? '-' : '+');
        twoDigits(written, rest / 3600);
        if (rest % 3600 != 0) {
            twoDigits(written.append(':'), rest / 60 % 60);
        }
        if (rest % 60 != 0) {
            twoDigits(written.append(':'), rest % 60);
        }
        return written.toString();
    }

    /** A time of day from its microseconds since midnight; the fraction is as short as it can be. */
    static String time(long micros) {
        var seconds = (int) (micros / MICROS_PER_SECOND);
        var written = new StringBuilder(15);
        twoDigits(written, seconds / 3600);
        twoDigits(written.append(':'), seconds / 60 % 60);
        twoDigits(written.append(':'), seconds % 60);
        return written.append(fraction(micros % MICROS_PER_SECOND)).toString();
    }

    /** Microseconds below a second, as the digits after a second, their point included; empty for none. */
    static String fraction(long micros) {
        if (micros == 0) {
            return "";
        }
        var digits = Long.toString(MICROS_PER_SECOND + micros);
        var last = digits.length();
        while (digits.charAt(last - 1) == '0') {
            last--;
        }
        return "." + digits.substring(1, last);
    }

    private long day() {
        var isNegative = skip('-');
        if (!isNegative) {
            skip('+');
        }
        var start = at;
        var year = number(4, YEAR_DIGITS);
        require('-');
        var month = number(2, 2);
        require('-');
        var day = number(2, 2);
        if (isBeforeChrist && (isNegative || year == 0 || start != 0)) {
            throw malformed("a year before Christ without a sign");
        }
        return LocalDate.of(isBeforeChrist ? 1 - year : isNegative ? -year : year, month, day)
                .toEpochDay();
    }

    /** Microseconds since midnight; digits beyond them are dropped. */
    private long dayMicros() {
        var hours = number(2, 2);
        require(':');
        var minutes = number(2, 2);
        var seconds = 0;
        var micros = 0L;
        if (skip(':')) {
            seconds = number(2, 2);
            if (skip('.')) {
                micros = fractionMicros();
            }
        }
        var total = (hours * 3600L + minutes * 60L + seconds) * MICROS_PER_SECOND + micros;
        if (minutes > 59 || seconds > 59 || total > DAY_SECONDS * MICROS_PER_SECOND) {
            throw malformed("a time of day");
        }
        return total;
    }

    private long fractionMicros() {
        var start = at;
        var micros = 0L;
        while (at < end && isDigit(text.charAt(at))) {
            if (at - start < 6) {
                micros = micros * 10 + text.charAt(at) - '0';
            }
            at++;
        }
        if (at == start || at - start > 9) {
            throw malformed("one to nine digits of a second");
        }
        for (int digits = at - start; digits < 6; digits++) {
            micros *= 10;
        }
        return micros;
    }

    private int offsetSeconds() {
        if (skip('Z')) {
            return 0;
        }
        var isNegative = skip('-');
        if (!isNegative) {
            require('+');
        }
        var seconds = number(2, 2) * 3600;
        if (at < end) {
            skip(':');
            seconds += sixty() * 60;
        }
        if (at < end) {
            skip(':');
            seconds += sixty();
        }
        if (seconds > 18 * 3600) {
            throw malformed("an offset of at most 18 hours");
        }
        return isNegative ? -seconds : seconds;
    }

    private int sixty() {
        var number = number(2, 2);
        if (number > 59) {
            throw malformed("at most 59");
        }
        return number;
    }

    private int number(int fewest, int most) {
        var start = at;
        var number = 0;
        while (at < end && at - start < most && isDigit(text.charAt(at))) {
            number = number * 10 + text.charAt(at++) - '0';
        }
        if (at - start < fewest) {
            throw malformed(fewest + " digits");
        }
        return number;
    }

    private boolean skip(char expected) {
        if (at < end && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void require(char expected) {
        if (!skip(expected)) {
            throw malformed("'" + expected + "'");
        }
    }

    private void requireEnd() {
        if (at != end) {
            throw malformed("the end");
        }
    }

    private DateTimeException malformed(String expected) {
        return new DateTimeException("expected " + expected + " at character " + at);
    }

    private static void twoDigits(StringBuilder written, int number) {
        written.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
