package io.lakehouse.platform.source.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipfTest {
    private static final int DRAWS = 200_000;

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.99, 1.0, 1.1, 2.0})
    void everyRankComesAsOftenAsTheLawSays(double exponent) {
        var counts = counts(exponent, 100);

        var whole = 0.0;
        for (int rank = 1; rank <= 100; rank++) {
            whole += Math.pow(rank, -exponent);
        }
        for (int rank = 1; rank <= 100; rank++) {
            var expected = DRAWS * Math.pow(rank, -exponent) / whole;
            // Six standard deviations.
            assertThat((double) counts[rank - 1])
                    .as("rank " + rank)
                    .isCloseTo(expected, within(6 * Math.sqrt(expected)));
        }
    }

    @Test
    void aSingleRankIsDrawn() {
        assertThat(new Zipf(1.1).rank(1, new Random(1))).isZero();
    }

    @Test
    void aSeedRepeatsTheRanks() {
        assertThat(counts(1.1, 50)).isEqualTo(counts(1.1, 50));
    }

    private static int[] counts(double exponent, int ranks) {
        var random = new Random(1);
        var zipf = new Zipf(exponent);
        var counts = new int[ranks];
        for (int i = 0; i < DRAWS; i++) {
            counts[zipf.rank(ranks, random)]++;
        }
        return counts;
    }
}
