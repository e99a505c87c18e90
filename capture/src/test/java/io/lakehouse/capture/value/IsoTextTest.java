package io.lakehouse.capture.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The JDK's own formatter is the oracle. */
class IsoTextTest {
    private static final long FIRST_SECOND = -210_866_803_200L;
    private static final long LAST_SECOND = 9_224_318_015_999L;

    @Property
    void every_moment_is_written_as_the_jdk_writes_it(
            @ForAll @LongRange(min = FIRST_SECOND, max = LAST_SECOND) long second,
            @ForAll @IntRange(max = 999_999_999) int nano) {
        assertAsTheJdk(LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC));
    }

    @Property
    void so_is_every_moment_of_four_digit_years(
            @ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long second,
            @ForAll @IntRange(max = 999_999) int micro) {
        assertAsTheJdk(LocalDateTime.ofEpochSecond(second, micro * 1000, ZoneOffset.UTC));
    }

    @Example
    void a_fraction_is_as_short_as_it_can_be() {
        for (var nano : new int[] {0, 1, 10, 500_000_000, 100_000, 123_456_000, 999_999_999}) {
            assertAsTheJdk(LocalDateTime.of(2026, 1, 31, 0, 0, 0, nano));
        }
    }

    private static void assertAsTheJdk(LocalDateTime moment) {
        assertThat(IsoText.of(moment)).isEqualTo(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(moment));
    }
}
