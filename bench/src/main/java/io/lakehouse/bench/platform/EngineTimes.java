package io.lakehouse.bench.platform;

import io.lakehouse.bench.machine.ProcessorTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Processor time of every engine of a platform at one moment, in seconds: of its process and of all that come from it.
 *
 * @param seconds by engine; what the supervisor started beside them is {@code spark}, and it itself {@code supervisor}
 */
public record EngineTimes(Map<String, Double> seconds) {
    /** Keeps its own copy. */
    public EngineTimes {
        seconds = Map.copyOf(seconds);
    }

    /**
     * The times now.
     *
     * @param left processes that belong to who measures, as those of PostgreSQL that serve the load
     */
    public static EngineTimes now(RaisedPlatform platform, Set<Long> left) {
        var state = platform.state();
        var seconds = new LinkedHashMap<String, Double>();
        var engines = new LinkedHashMap<Long, String>();
        state.engines().stream()
                .filter(engine -> engine.pid() > 0)
                .forEach(engine -> engines.put(engine.pid(), engine.name()));
        engines.forEach((pid, name) -> seconds.put(name, ProcessorTime.ofTree(pid, left::contains)));
        seconds.put("supervisor", ProcessorTime.seconds(state.supervisor()));
        seconds.put(
                "spark",
                ProcessHandle.of(state.supervisor()).stream()
                        .flatMap(ProcessHandle::children)
                        .filter(child -> !engines.containsKey(child.pid()))
                        .mapToDouble(child -> ProcessorTime.ofTree(child.pid(), left::contains))
                        .sum());
        return new EngineTimes(seconds);
    }

    /** What each engine has used since an earlier moment. */
    public Map<String, Double> since(EngineTimes earlier) {
        var used = new TreeMap<String, Double>();
        // An engine that was started again begins at 0.
        seconds.forEach((name, time) -> used.put(name, time - Math.min(time, earlier.seconds.getOrDefault(name, 0.0))));
        return used;
    }

    /** All of them together. */
    public static double sum(Map<String, Double> used) {
        return used.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
