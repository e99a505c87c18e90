package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.SimulationDeclaration.Mix;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/** Chooses operations so that the declared shares hold over any longer run, although some bring changes of their own. */
final class OperationMix {
    /** Changes ahead that the mix is kept over: small enough to hold it, large enough to leave chance its part. */
    private static final int WINDOW = 20;

    private final Map<Operation, Double> shares = new EnumMap<>(Operation.class);
    private final Map<Operation, Long> planned = new EnumMap<>(Operation.class);

    OperationMix(Mix mix) {
        var whole = mix.insert() + mix.update() + mix.delete();
        shares.put(Operation.CREATE, mix.insert() / whole);
        shares.put(Operation.UPDATE, mix.update() / whole);
        shares.put(Operation.DELETE, mix.delete() / whole);
        shares.keySet().forEach(operation -> planned.put(operation, 0L));
    }

    /** An operation was planned. */
    void add(Operation operation) {
        planned.merge(operation, 1L, Long::sum);
    }

    Operation next(Random random) {
        var total = planned.values().stream().mapToLong(Long::longValue).sum();
        var weights = new EnumMap<Operation, Double>(Operation.class);
        shares.forEach((operation, share) ->
                weights.put(operation, Math.max(0, share * (total + WINDOW) - planned.getOrDefault(operation, 0L))));
        var left = random.nextDouble()
                * weights.values().stream().mapToDouble(Double::doubleValue).sum();
        var chosen = Operation.CREATE;
        for (var weight : weights.entrySet()) {
            if (weight.getValue() > 0) {
                chosen = weight.getKey();
                left -= weight.getValue();
                if (left < 0) {
                    break;
                }
            }
        }
        return chosen;
    }
}
