package io.lakehouse.platform.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the catalogue says of one engine.
 *
 * @param bundle name of the artifacts that it runs from
 * @param jdk feature release of the JDK that it runs on, 17 or 25; 0 for a native program
 * @param ports its ports by what they serve, before the offset, in the catalogue's order
 * @param jvm arguments of its JVM: heap and flags
 * @param memory what it holds resident under the sample load, in MiB; 0 when not measured
 */
public record EngineEntry(String bundle, int jdk, Map<String, Integer> ports, List<String> jvm, int memory) {
    /** Keeps its own copies. */
    public EngineEntry {
        ports = Collections.unmodifiableMap(new LinkedHashMap<>(ports));
        jvm = List.copyOf(jvm);
    }

    /** An engine whose memory was not measured. */
    public EngineEntry(String bundle, int jdk, Map<String, Integer> ports, List<String> jvm) {
        this(bundle, jdk, ports, jvm, 0);
    }
}
