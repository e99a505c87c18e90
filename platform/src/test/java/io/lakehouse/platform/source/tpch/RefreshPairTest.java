package io.lakehouse.platform.source.tpch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.tpch.OrderGenerator;
import java.util.HashSet;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshPairTest {
    private static final ScaleFactor SMALL = ScaleFactor.of("0.01");

    @Test
    void theFirstThousandPairsDeleteExactlyTheKeysThatTheGeneratorMakes() {
        var generated = StreamSupport.stream(new OrderGenerator(0.01, 1, 1).spliterator(), false)
                .map(order -> order.getOrderKey())
                .toList();

        var deleted = LongStream.rangeClosed(1, RefreshPair.ROUND)
                .mapToObj(number -> new RefreshPair(SMALL, number))
                .flatMap(pair -> LongStream.range(pair.firstOrder(), pair.firstOrder() + pair.orders())
                        .mapToObj(pair::deletedKey))
                .toList();

        assertThat(deleted).isEqualTo(generated);
    }

    /** Clause 4.2.3: the generator populates the first 8 of each 32 keys. */
    @Test
    void whatIsInsertedTakesAKeyThatIsFree() {
        var live = new HashSet<Long>();
        var first = new RefreshPair(SMALL, 1);
        LongStream.rangeClosed(1, SMALL.orders()).map(first::deletedKey).forEach(live::add);

        for (long number = 1; number <= 4500; number++) {
            var pair = new RefreshPair(SMALL, number);
            for (var order = pair.firstOrder(); order < pair.firstOrder() + pair.orders(); order++) {
                assertThat(live.add(pair.insertedKey(order))).isTrue();
            }
            for (var order = pair.firstOrder(); order < pair.firstOrder() + pair.orders(); order++) {
                assertThat(live.remove(pair.deletedKey(order))).isTrue();
            }
            if (number % 500 == 0) {
                assertThat(LongStream.rangeClosed(1, SMALL.orders()).mapToObj(pair::liveKey))
                        .containsExactlyInAnyOrderElementsOf(live);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.01", "0.0247", "0.1", "1", "30"})
    void aPairIsAThousandthOfTheOrders(String scale) {
        var pair = new RefreshPair(ScaleFactor.of(scale), 1001);

        assertThat(pair.orders()).isEqualTo(pair.scale().orders() / 1000);
        assertThat(pair.firstOrder()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.012", "0.0225"})
    void aScaleFactorAtWhichAPartWouldHaveOneSupplierTwiceIsRefused(String scale) {
        assertThatThrownBy(() -> ScaleFactor.of(scale))
                .hasMessageStartingWith("at " + scale + " TPC-H gives a part the same supplier twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.0099", "1001"})
    void aScaleFactorThatCannotBeIsRefused(String scale) {
        assertThatThrownBy(() -> ScaleFactor.of(scale)).hasMessage("a scale factor is between 0.01 and 1000");
    }
}
