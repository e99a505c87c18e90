package io.lakehouse.contract.change;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.util.regex.Pattern;

/**
 * An interval as ISO 8601 writes it, in PostgreSQL's own normal form ({@code IntervalStyle = iso_8601}):
 * {@code P1Y2M-3DT4H5M6.789S}, zero as {@code PT0S}. Months, days and microseconds stay apart, each with its sign, as
 * a day is not always 24 hours and a month not always 30 days.
 */
final class IntervalText {
    private static final long MICROS_PER_SECOND = 1_000_000;
    /** Seconds by which nine digits may fall short. */
    private static final BigDecimal CUT = new BigDecimal("0.000000001");

    private static final String NUMBER = "([+-]?\\d+)";
    private static final Pattern ISO = Pattern.compile("P(?:" + NUMBER + "Y)?(?:" + NUMBER + "M)?(?:" + NUMBER
            + "D)?(?:T(?:" + NUMBER + "H)?(?:" + NUMBER + "M)?(?:([+-]?\\d+(?:\\.\\d+)?)S)?)?");
    private static final Pattern POSTGRES = Pattern.compile("(?:" + NUMBER + " years?)?(?: ?" + NUMBER + " mons?)?(?: ?"
            + NUMBER + " days?)?(?: ?([+-]?)(\\d+):(\\d\\d):(\\d\\d(?:\\.\\d+)?))?");

    private IntervalText() {}

    /**
     * The normal form of an interval that ISO 8601 or PostgreSQL's default style writes.
     *
     * @throws DateTimeException when the text is no interval
     * @throws ArithmeticException when it is beyond what PostgreSQL holds
     */
    static String of(String text) {
        if (TemporalText.isInfinite(text)) {
            return text;
        }
        var iso = ISO.matcher(text);
        if (text.length() > 1 && !text.endsWith("T") && iso.matches()) {
            var seconds = iso.group(6) == null ? BigDecimal.ZERO : new BigDecimal(iso.group(6));
            return written(
                    months(iso.group(1), iso.group(2)),
                    number(iso.group(3)),
                    Math.addExact(
                            Math.multiplyExact(
                                    Math.addExact(
                                            Math.multiplyExact(number(iso.group(4)), 3600L),
                                            Math.multiplyExact(number(iso.group(5)), 60L)),
                                    MICROS_PER_SECOND),
                            micros(seconds)));
        }
        var postgres = POSTGRES.matcher(text);
        if (text.isEmpty() || !postgres.matches()) {
            throw new DateTimeException("no interval");
        }
        var micros = 0L;
        if (postgres.group(5) != null) {
            var seconds = number(postgres.group(5)) * 3600 + number(postgres.group(6)) * 60;
            micros = Math.addExact(
                    Math.multiplyExact(seconds, MICROS_PER_SECOND), micros(new BigDecimal(postgres.group(7))));
            micros = "-".equals(postgres.group(4)) ? -micros : micros;
        }
        return written(months(postgres.group(1), postgres.group(2)), number(postgres.group(3)), micros);
    }

    private static String written(long months, long days, long micros) {
        var written = new StringBuilder("P");
        append(written, months / 12, 'Y');
        append(written, months % 12, 'M');
        append(written, days, 'D');
        if (micros != 0) {
            var seconds = micros / MICROS_PER_SECOND;
            written.append('T');
            append(written, seconds / 3600, 'H');
            append(written, seconds / 60 % 60, 'M');
            var rest = micros % (60 * MICROS_PER_SECOND);
            if (rest != 0) {
                written.append(rest < 0 ? "-" : "")
                        .append(Math.abs(rest / MICROS_PER_SECOND))
                        .append(TemporalText.fraction(Math.abs(rest % MICROS_PER_SECOND)))
                        .append('S');
            }
        }
        return written.length() == 1 ? "PT0S" : written.toString();
    }

    private static void append(StringBuilder written, long number, char unit) {
        if (number != 0) {
            written.append(number).append(unit);
        }
    }

    private static long months(String years, String months) {
        return Math.addExact(Math.multiplyExact(number(years), 12L), number(months));
    }

    private static long number(String text) {
        return text == null ? 0 : Long.parseLong(text);
    }

    /**
     * PostgreSQL counts microseconds. Debezium counts the seconds in a double and cuts what it writes after nine digits,
     * so that 26.316179 arrives as 26.316178999: a microsecond within that distance is what the source holds.
     */
    private static long micros(BigDecimal seconds) {
        var nearest = seconds.setScale(6, RoundingMode.HALF_UP);
        if (seconds.subtract(nearest).abs().compareTo(CUT) > 0) {
            throw new ArithmeticException("finer than microseconds");
        }
        return nearest.movePointRight(6).longValueExact();
    }
}
