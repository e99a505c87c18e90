package io.lakehouse.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuantilesTest {
    @Test
    void a_quantile_is_the_least_sample_that_its_share_of_all_does_not_exceed() {
        var shuffled = new java.util.ArrayList<>(IntStream.rangeClosed(1, 1000)
                .mapToObj(number -> (double) number)
                .toList());
        Collections.shuffle(shuffled, new java.util.Random(7));

        var quantiles = Quantiles.of(shuffled);

        assertThat(quantiles.samples()).isEqualTo(1000);
        assertThat(quantiles.p50()).isEqualTo(500);
        assertThat(quantiles.p99()).isEqualTo(990);
        assertThat(quantiles.p999()).isEqualTo(999);
        assertThat(quantiles.most()).isEqualTo(1000);
    }

    @Test
    void a_tail_that_too_few_samples_tell_is_the_most() {
        assertThat(Quantiles.of(List.of(3.0, 1.0, 2.0)))
                .extracting(Quantiles::p50, Quantiles::p99, Quantiles::p999)
                .containsExactly(2.0, 3.0, 3.0);
    }

    @Test
    void nothing_has_no_distribution() {
        assertThatThrownBy(() -> Quantiles.of(List.of())).hasMessage("nothing was measured");
    }
}
