package io.lakehouse.platform.source.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypedValuesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            int2    | smallint      | > 32760                       | 32761            | 32767
            int4    | integer       | >= 18 and <= 120              | 18               | 120
            int4    | integer       | < -7                          | -2147483647      | -8
            numeric | numeric(5,2)  | > 0 and < 0.05                | 0.01             | 0.04
            numeric | numeric(3,0)  | >= 998                        | 998              | 999
            numeric | numeric(3,-2) | >= 500                        | 500              | 99900
            numeric | numeric       | > 0.99995                     | 0.99995          | 100001
            float8  | double precision | > 0 and < 1                | 0.0000001        | 0.9999999
            """)
    void numbersKeepTheirBoundsAndTheirType(
            String name, String declared, String conditions, BigDecimal least, BigDecimal most) {
        var type = ValueType.of(name, declared);

        var values = many(type, bounds(type, conditions)).map(BigDecimal::new).toList();

        assertThat(values).allMatch(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
        assertThat(values.stream().distinct().count()).isGreaterThan(1);
    }

    @Test
    void datesAndTimesKeepTheirBounds() {
        var date = ValueType.of("date", "date");
        var moment = ValueType.of("timestamptz", "timestamp with time zone");

        assertThat(many(date, bounds(date, ">= 2024-02-28 and < 2024-03-02")))
                .containsOnly("2024-02-28", "2024-02-29", "2024-03-01");
        assertThat(many(moment, bounds(moment, ">= 2024-02-28 23:00:00+01 and <= 2024-02-28 22:00:00.000001+00")))
                .containsOnly("2024-02-28T22:00:00Z", "2024-02-28T22:00:00.000001Z");
    }

    @Test
    void textsKeepTheirLengths() {
        var type = ValueType.of("varchar", "character varying(9)");
        var bounds =
                Bounds.NONE.narrowed(new Condition.Length("c", ">", 7), type).orElseThrow();

        assertThat(many(type, bounds))
                .allMatch(text ->
                        text.codePointCount(0, text.length()) >= 8 && text.codePointCount(0, text.length()) <= 9);
    }

    @Test
    void textsHoldWhatProgramsTripOver() {
        assertThat(many(ValueType.of("text", "text"), Bounds.NONE))
                .contains("", "🦊", "it's \"quoted\"", "line\nbreak");
    }

    private static Bounds bounds(ValueType type, String conditions) {
        var bounds = Bounds.NONE;
        for (var condition : Arrays.asList(conditions.split(" and "))) {
            var parts = condition.strip().split(" ", 2);
            bounds = bounds.narrowed(new Condition.Comparison("c", parts[0], parts[1]), type)
                    .orElseThrow();
        }
        return bounds;
    }

    private static Stream<String> many(ValueType type, Bounds bounds) {
        var values = new TypedValues(new Random(1));
        return IntStream.range(0, 2000).mapToObj(i -> values.of(type, bounds));
    }
}
