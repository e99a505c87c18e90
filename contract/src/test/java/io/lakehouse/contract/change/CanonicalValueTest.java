package io.lakehouse.contract.change;

import static io.lakehouse.contract.change.Tables.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lakehouse.contract.declaration.TypeName;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalValueTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            textBlock =
                    """
            SMALLINT,    -32768,                              -32768
            INTEGER,     +7,                                  7
            BIGINT,      9223372036854775807,                 9223372036854775807
            NUMERIC,     1.50,                                1.5
            NUMERIC,     -0.00,                               0
            NUMERIC,     1E+3,                                1000
            NUMERIC,     NaN,                                 NaN
            NUMERIC,     -Infinity,                           -Infinity
            NUMERIC,     12345678901234567890.123456789000,   12345678901234567890.123456789
            REAL,        1.5,                                 1.5
            REAL,        NaN,                                 NaN
            DOUBLE,      1e3,                                 1000.0
            DOUBLE,      -0.0,                                -0.0
            DOUBLE,      -Infinity,                           -Infinity
            BOOLEAN,     t,                                   true
            BOOLEAN,     false,                               false
            TEXT,        "",                                  ""
            TEXT,        " 1.50 ",                            " 1.50 "
            UUID,        7f1c1d0e-0000-4000-8000-000000000001, 7f1c1d0e-0000-4000-8000-000000000001
            JSON,        "{""a"": 1.0}",                      "{""a"": 1.0}"
            BYTEA,       AAEC,                                AAEC
            DATE,        2026-01-01,                          20454
            DATE,        2026-01-01Z,                         20454
            DATE,        1969-12-31,                          -1
            DATE,        -0043-03-15,                         -735160
            DATE,        0044-03-15 BC,                       -735160
            DATE,        10000-01-01,                         2932897
            DATE,        +10000-01-01,                        2932897
            DATE,        infinity,                            infinity
            TIME,        04:05:06.789000,                     04:05:06.789
            TIME,        04:05:06.000001Z,                    04:05:06.000001
            TIME,        24:00:00,                            24:00:00
            TIMETZ,      04:05:06.50+02,                      04:05:06.5+02
            TIMETZ,      04:05:06Z,                           04:05:06+00
            TIMETZ,      24:00:00-15:59:59,                   24:00:00-15:59:59
            TIMETZ,      00:00:00+05:30,                      00:00:00+05:30
            INTERVAL,    P1Y2M-3DT4H5M6.789S,                 P1Y2M-3DT4H5M6.789S
            INTERVAL,    1 year 2 mons -3 days +04:05:06.789, P1Y2M-3DT4H5M6.789S
            INTERVAL,    P0Y0M0DT0H0M0S,                      PT0S
            INTERVAL,    00:00:00,                            PT0S
            INTERVAL,    P0Y14M0DT0H90M0S,                    P1Y2MT1H30M
            INTERVAL,    -00:00:00.5,                         PT-0.5S
            INTERVAL,    -1 years -1 mons,                    P-1Y-1M
            INTERVAL,    1 day -25:00:01,                     P1DT-25H-1S
            INTERVAL,    P0Y0M34DT6H20M26.316178999S,         P34DT6H20M26.316179S
            INTERVAL,    P0Y0M0DT0H0M-26.316178999S,          PT-26.316179S
            INTERVAL,    P0Y0M0DT0H59M59.999999999S,          PT1H
            INTERVAL,    infinity,                            infinity
            INET,        10.1.2.3/8,                          10.1.2.3/8
            TIMESTAMPTZ, 2026-01-01T10:00:00.123456Z,         1767261600123456
            TIMESTAMPTZ, 2026-01-01T11:30:00.123456+01:30,    1767261600123456
            TIMESTAMPTZ, 2026-01-01 11:00:00.123456+01,       1767261600123456
            TIMESTAMPTZ, 2026-01-01 05:00:00.123456-0500,     1767261600123456
            TIMESTAMP,   2026-01-01T10:00:00.123456,          1767261600123456
            TIMESTAMP,   2026-01-01 10:00:00,                 1767261600000000
            TIMESTAMP,   2026-01-01T10:00:00.000001Z,         1767261600000001
            TIMESTAMP,   1969-12-31T23:59:59.999999,          -1
            TIMESTAMP,   9999-12-31T23:59:59.999999,          253402300799999999
            TIMESTAMP,   294276-12-31 23:59:59.999999,        +294276-12-31T23:59:59.999999
            NUMERIC,     NAN,                                 NaN
            TIMESTAMP,   -4712-01-01T00:00:00Z,               -210863520000000000
            TIMESTAMP,   4713-01-01 00:00:00 BC,              -210863520000000000
            TIMESTAMPTZ, 4713-01-01 01:00:00+01 BC,           -210863520000000000
            TIMESTAMPTZ, 10000-01-01 00:00:00+00,             253402300800000000
            TIMESTAMPTZ, 1883-11-18 12:00:00-04:56:02,        -2717651038000000
            TIMESTAMPTZ, -infinity,                           -infinity
            """)
    void a_value_has_one_text(TypeName type, String text, String canonical) {
        assertThat(CanonicalValue.of(column("c", type), text)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            textBlock =
                    """
            SMALLINT,    1.5
            INTEGER,     ""
            BIGINT,      9223372036854775808
            NUMERIC,     1.2.3
            NUMERIC,     nan
            NUMERIC,     infinity
            REAL,        one
            DOUBLE,      ""
            BOOLEAN,     1
            BOOLEAN,     TRUE
            DATE,        2026-02-30
            DATE,        01/02/2026
            TIMESTAMP,   2026-01-01
            TIMESTAMP,   Infinity
            TIMESTAMP,   2026-01-01 24:00:00
            DATE,        0000-01-01 BC
            TIME,        24:00:00.000001
            TIME,        12:60:00
            TIME,        12
            TIMETZ,      12:00:00
            INTERVAL,    P
            INTERVAL,    PT
            INTERVAL,    ""
            INTERVAL,    1 fortnight
            INTERVAL,    PT0.0000001S
            TIMESTAMPTZ, 2026-01-01T25:00:00Z
            TIMESTAMPTZ, 2026-01-01T10:00:00+99
            TIMESTAMPTZ, yesterday
            """)
    void a_text_that_is_no_value_of_the_type_is_refused_by_column_and_type(TypeName type, String text) {
        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> CanonicalValue.of(column("c", type), text))
                .withMessageContaining("column c")
                .withMessageContaining("'" + text + "'")
                .withMessageContaining(type.name().toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void a_long_text_is_refused_with_its_beginning_only() {
        assertThatExceptionOfType(MalformedChangeException.class)
                .isThrownBy(() -> CanonicalValue.of(column("c", TypeName.BIGINT), "x".repeat(1000)))
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(100));
    }

    @Property
    void decimals_have_one_text_exactly_if_they_are_equal_numbers(
            @ForAll @Scale(4) BigDecimal left, @ForAll @IntRange(max = 20) int zeros) {
        var column = column("c", TypeName.NUMERIC);
        var padded = left.setScale(left.scale() + zeros).toPlainString();
        var canonical = CanonicalValue.of(column, padded);

        assertThat(canonical).isEqualTo(CanonicalValue.of(column, left.toPlainString()));
        assertThat(new BigDecimal(canonical)).isEqualByComparingTo(left);
    }

    @Property
    void a_moment_keeps_its_microseconds_in_every_zone(
            @ForAll @LongRange(min = -62_000_000_000_000_000L, max = 250_000_000_000_000_000L) long micros,
            @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int offsetMinutes) {
        var moment = Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
        var text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                moment.atOffset(ZoneOffset.ofTotalSeconds(offsetMinutes * 60)));

        assertThat(CanonicalValue.epochMicros(text)).isEqualTo(micros);
    }
}
