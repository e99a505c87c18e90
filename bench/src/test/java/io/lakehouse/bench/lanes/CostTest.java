package io.lakehouse.bench.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CostTest {
    private static final Map<String, Double> IDLE = Map.of("kafka", 0.1, "nessie", 0.02);

    @Test
    void what_the_idle_platform_computes_in_the_same_time_is_left_out() {
        var cost = Cost.of(Map.of("kafka", 5.0, "spark", 8.0, "nessie", 0.5), 20, IDLE, 10_000);

        assertThat(cost.perMillion().get("kafka")).isCloseTo(300, within(1e-9));
        assertThat(cost.perMillion().get("nessie")).isCloseTo(10, within(1e-9));
        assertThat(cost.total()).isCloseTo(1110, within(1e-9));
        assertThat(cost.without("spark")).isCloseTo(310, within(1e-9));
    }

    @Test
    void an_arm_is_compared_with_the_first_round_by_round_and_what_is_asked_of_trino_is_no_streaming() {
        var nothing = new Turn.Part(0, Map.of());
        var turns = List.of(
                new Turn("realtime", 1, 1_000_000, part("kafka", 100), nothing),
                new Turn(
                        "both",
                        1,
                        1_000_000,
                        new Turn.Part(0, Map.of("kafka", 120.0, "trino", 50.0)),
                        part("spark", 30)),
                new Turn("both", 2, 1_000_000, part("kafka", 220), part("spark", 40)),
                new Turn("realtime", 2, 1_000_000, part("kafka", 200), nothing));

        var costs = ArmCost.of(turns, "realtime", Map.of());

        assertThat(costs).extracting(ArmCost::arm).containsExactly("realtime", "both");
        assertThat(costs.get(0).ofFirst().samples()).containsExactly(1.0, 1.0);
        assertThat(costs.get(1).streamingOfFirst().samples()).containsExactly(1.2, 1.1);
        assertThat(costs.get(1).ofFirst().samples()).containsExactly(1.5, 1.3);
        assertThat(costs.get(1).total().median()).isCloseTo(205, within(1e-9));
        assertThat(costs.get(1).batchByEngine()).containsExactly(Map.entry("spark", 35.0));
    }

    private static Turn.Part part(String engine, double seconds) {
        return new Turn.Part(0, Map.of(engine, seconds));
    }
}
