package io.lakehouse.bench.lanes;

import io.lakehouse.bench.report.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What an arm cost, in CPU-seconds per million changes beyond the idle platform.
 *
 * @param arm its name
 * @param total all engines
 * @param streaming until Pinot and bronze have the changes: without the batch
 * @param ofFirst total in relation to that of the first arm, round by round
 * @param streamingOfFirst streaming likewise
 * @param streamingByEngine the medians
 * @param batchByEngine the medians
 */
record ArmCost(
        String arm,
        Spread total,
        Spread streaming,
        Spread ofFirst,
        Spread streamingOfFirst,
        Map<String, Double> streamingByEngine,
        Map<String, Double> batchByEngine) {
    /**
     * What every arm cost.
     *
     * @param turns of every arm one per round
     * @param first name of the arm that the others are compared with
     * @param idle CPU-seconds per second of each engine without changes
     */
    static List<ArmCost> of(List<Turn> turns, String first, Map<String, Double> idle) {
        var byArm = turns.stream()
                .collect(Collectors.groupingBy(
                        Turn::arm,
                        LinkedHashMap::new,
                        Collectors.toMap(Turn::round, turn -> turn, (a, b) -> b, TreeMap::new)));
        var base = byArm.get(first);
        var costs = new ArrayList<ArmCost>();
        byArm.forEach((arm, own) -> {
            var rounds = List.copyOf(own.values());
            costs.add(new ArmCost(
                    arm,
                    spread(rounds, turn -> turn.total(idle)),
                    spread(rounds, turn -> turn.streamed(idle)),
                    spread(
                            rounds,
                            turn -> turn.total(idle) / base.get(turn.round()).total(idle)),
                    spread(
                            rounds,
                            turn -> turn.streamed(idle) / base.get(turn.round()).streamed(idle)),
                    medians(rounds, turn -> turn.streamingCost(idle)),
                    medians(rounds, turn -> turn.batchCost(idle))));
        });
        return costs;
    }

    private static Spread spread(List<Turn> turns, ToDoubleFunction<Turn> of) {
        return Spread.of(turns.stream().mapToDouble(of).boxed().toList());
    }

    private static Map<String, Double> medians(List<Turn> turns, Function<Turn, Cost> of) {
        var medians = new TreeMap<String, Double>();
        for (var engine : of.apply(turns.get(0)).perMillion().keySet()) {
            medians.put(
                    engine,
                    spread(turns, turn -> of.apply(turn).perMillion().getOrDefault(engine, 0.0))
                            .median());
        }
        return medians;
    }
}
