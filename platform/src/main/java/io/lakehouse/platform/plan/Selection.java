package io.lakehouse.platform.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which lanes a platform has. */
public enum Selection {
    /** Both lanes. */
    ALL(true, true),
    /** Only the lane to Pinot. */
    REALTIME(true, false),
    /** Only the lane to the lake. */
    LAKE(false, true);

    private static final List<String> SHARED =
            List.of("postgres", "kafka", "connect", "flink-jobmanager", "flink-taskmanager");

    private final boolean realtime;
    private final boolean lake;

    Selection(boolean realtime, boolean lake) {
        this.realtime = realtime;
        this.lake = lake;
    }

    /** Whether it has the lane to Pinot. */
    public boolean hasRealtime() {
        return realtime;
    }

    /** Whether it has the lane to the lake. */
    public boolean hasLake() {
        return lake;
    }

    /** Names of the engines that run. */
    public Set<String> engines() {
        var names = new LinkedHashSet<>(SHARED);
        if (lake) {
            names.addAll(List.of("s3", "nessie"));
        }
        if (realtime) {
            names.add("pinot");
        }
        if (lake) {
            names.add("trino");
        }
        return names;
    }
}
