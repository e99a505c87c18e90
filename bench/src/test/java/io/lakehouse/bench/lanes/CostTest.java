package io.lakehouse.bench.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CostTest {
    @Test
    void what_the_idle_platform_computes_is_left_out_and_batches_are_told_apart() {
        var used = Map.of("kafka", 5.0, "spark", 8.0, "nessie", 0.5);
        var idle = Map.of("kafka", 0.1, "nessie", 0.02);

        var cost = Cost.of(used, 20, idle, 10_000);

        assertThat(cost.perMillion().get("kafka")).isCloseTo(300, within(1e-9));
        assertThat(cost.perMillion().get("nessie")).isCloseTo(10, within(1e-9));
        assertThat(cost.total()).isCloseTo(1110, within(1e-9));
        assertThat(cost.streaming()).isCloseTo(310, within(1e-9));
        assertThat(cost.grossPerMillion()).isCloseTo(1350, within(1e-9));
    }
}
