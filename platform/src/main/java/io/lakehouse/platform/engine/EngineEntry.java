package io.lakehouse.platform.engine;

import java.util.List;
import java.util.Map;

/**
 * What the catalogue says of one engine.
 *
 * @param bundle name of the artifacts that it runs from
 * @param jdk feature release of the JDK that it runs on, 17 or 25; 0 for a native program
 * @param ports its ports by what they serve, before the offset
 * @param jvm arguments of its JVM: heap and flags
 */
public record EngineEntry(String bundle, int jdk, Map<String, Integer> ports, List<String> jvm) {
    /** Keeps its own copies. */
    public EngineEntry {
        ports = Map.copyOf(ports);
        jvm = List.copyOf(jvm);
    }
}
