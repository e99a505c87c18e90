package io.lakehouse.platform.source.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.ValueRule;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ValueMakerTest {
    @Property
    void aRangeKeepsItsBoundsAndItsDigits(
            @ForAll @IntRange(max = 100_000) int least, @ForAll @IntRange(max = 9_999) int width) {
        var rule = new ValueRule.Range(BigDecimal.valueOf(least, 2), BigDecimal.valueOf(least + width, 2));

        var value = new BigDecimal(made(rule, least));

        assertThat(value).isBetween(rule.least(), rule.most());
        assertThat(value.scale()).isEqualTo(2);
    }

    @Test
    void aRangeReachesBothBounds() {
        var rule = new ValueRule.Range(BigDecimal.ONE, BigDecimal.valueOf(3));

        assertThat(many(rule)).containsOnlyKeys("1", "2", "3");
    }

    @Test
    void aPatternFillsEveryPart() {
        var rule = new ValueRule.Pattern("{red|green}-{7..9}-{###}$1");

        assertThat(many(rule).keySet()).allMatch(text -> text.matches("(red|green)-[789]-\\d{3}\\$1"));
    }

    @Test
    void aChoiceKeepsItsWeights() {
        var counts = many(new ValueRule.Choice(Map.of("often", 9.0, "seldom", 1.0)));

        assertThat(counts.get("seldom")).isBetween(60L, 140L);
    }

    @Test
    void aLookupFollowsTheOtherColumn() {
        var rule = new ValueRule.Lookup("size", Map.of("s", "small"));
        var maker = new ValueMaker(new Random(1));

        assertThat(maker.value(rule, text(100), Map.of("size", "s"))).isEqualTo("small");
        assertThat(maker.value(rule, text(100), Map.of("size", "xxl"))).isNull();
    }

    @Test
    void aTextIsNeverLongerThanItsColumn() {
        var maker = new ValueMaker(new Random(1));

        assertThat(Stream.generate(() -> String.valueOf(maker.value(new ValueRule.ByType(), text(5), Map.of())))
                        .limit(100))
                .allMatch(text -> text.length() <= 5);
    }

    private static String made(ValueRule rule, long seed) {
        return String.valueOf(new ValueMaker(new Random(seed)).value(rule, text(100), Map.of()));
    }

    private static Map<String, Long> many(ValueRule rule) {
        var maker = new ValueMaker(new Random(1));
        return Stream.generate(() -> String.valueOf(maker.value(rule, text(100), Map.of())))
                .limit(1000)
                .collect(Collectors.groupingBy(text -> text, Collectors.counting()));
    }

    private static SimulatedColumn text(int length) {
        return new SimulatedColumn(
                "c",
                "character varying(" + length + ")",
                ValueType.of("varchar", "character varying(" + length + ")"),
                true,
                false,
                false,
                false,
                false,
                Bounds.NONE);
    }
}
