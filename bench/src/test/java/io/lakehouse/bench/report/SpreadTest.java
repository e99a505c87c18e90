package io.lakehouse.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void the_median_of_an_odd_number_is_the_middle_and_of_an_even_one_the_mean_of_the_two() {
        assertThat(Spread.of(List.of(9.0, 1.0, 5.0)).median()).isEqualTo(5);
        assertThat(Spread.of(List.of(9.0, 1.0, 5.0, 7.0)).median()).isEqualTo(6);
    }

    @Test
    void samples_stay_in_the_order_in_which_they_were_taken() {
        var spread = Spread.of(List.of(9.0, 1.0, 5.0));

        assertThat(spread).isEqualTo(new Spread(5, 1, 9, List.of(9.0, 1.0, 5.0)));
    }

    @Test
    void nothing_measured_has_no_spread() {
        assertThatIllegalArgumentException().isThrownBy(() -> Spread.of(List.of()));
    }
}
