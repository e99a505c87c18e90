package io.lakehouse.lake.store;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where the time of a run goes: seconds of its parts, in the order of their first end; parts of one name add up. */
public final class Phases {
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long started = System.nanoTime();

    /** Says that a part has ended; the next one starts. */
    public void ended(String part) {
        var now = System.nanoTime();
        seconds.merge(part, (now - started) / 1e9, Double::sum);
        started = now;
    }

    /** Seconds by part. */
    public Map<String, Double> seconds() {
        return new LinkedHashMap<>(seconds);
    }
}
