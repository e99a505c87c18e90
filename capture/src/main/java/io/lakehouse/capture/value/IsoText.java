package io.lakehouse.capture.value;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/**
 * A date and time as {@link DateTimeFormatter#ISO_LOCAL_DATE_TIME} writes it, for a fraction of its time: a row has
 * several of them, and every change two rows.
 */
final class IsoText {
    private static final int LAST_PLAIN_YEAR = 9999;

    private IsoText() {}

    static String of(LocalDateTime moment) {
        var year = moment.getYear();
        if (year < 0 || year > LAST_PLAIN_YEAR) {
            return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(moment);
        }
        var text = new StringBuilder(30);
        twoDigits(text, year / 100);
        twoDigits(text, year % 100);
        twoDigits(text.append('-'), moment.getMonthValue());
        twoDigits(text.append('-'), moment.getDayOfMonth());
        twoDigits(text.append('T'), moment.getHour());
        twoDigits(text.append(':'), moment.getMinute());
        twoDigits(text.append(':'), moment.getSecond());
        fraction(text, moment.getNano());
        return text.toString();
    }

    /** As short as it can be. */
    private static void fraction(StringBuilder text, int nanos) {
        if (nanos == 0) {
            return;
        }
        text.append('.');
        for (int rest = nanos, unit = 100_000_000; rest > 0; rest %= unit, unit /= 10) {
            text.append((char) ('0' + rest / unit));
        }
    }

    private static void twoDigits(StringBuilder text, int number) {
        text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
    }
}
