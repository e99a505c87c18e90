package io.lakehouse.platform.plan;

import io.lakehouse.platform.engine.Engine;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What {@code up} will do, in order: a value that can be shown, stored and compared. Nothing is started by making one.
 *
 * @param home the state folder
 * @param portOffset what every port is moved by
 * @param steps the engines, each after those that it needs
 * @param pipelines names of the pipelines that are applied then
 */
public record BootPlan(String home, int portOffset, List<Step> steps, List<String> pipelines) {
    /** Keeps its own copies. */
    public BootPlan {
        steps = List.copyOf(steps);
        pipelines = List.copyOf(pipelines);
    }

    /**
     * One engine.
     *
     * @param engine its name
     * @param bundle what it runs from, {@code name version}; empty when it is external
     * @param needs engines that must be ready before
     * @param ports its ports by what they serve, with the offset
     * @param memoryMegabytes what it holds in the steady state, in MiB
     * @param external whether it is used but not started
     */
    public record Step(
            String engine,
            String bundle,
            Set<String> needs,
            Map<String, Integer> ports,
            int memoryMegabytes,
            boolean external) {
        /** Sorts what has no order, so that equal plans look equal. */
        public Step {
            needs = new TreeSet<>(needs);
            ports = new TreeMap<>(ports);
        }

        /** The step that starts an engine. */
        public static Step start(Engine engine, String bundle, int memoryMegabytes) {
            return new Step(engine.name(), bundle, engine.needs(), engine.ports(), memoryMegabytes, false);
        }

        /** The step that only uses an engine. */
        public static Step use(String engine) {
            return new Step(engine, "", Set.of(), Map.of(), 0, true);
        }
    }

    /** What all started engines together hold in the steady state, in MiB. */
    public int memoryMegabytes() {
        return steps.stream().mapToInt(Step::memoryMegabytes).sum();
    }
}
