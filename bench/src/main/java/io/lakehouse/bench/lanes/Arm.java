package io.lakehouse.bench.lanes;

import java.util.Locale;

/** A pipeline over an orders table of its own, by the lanes that it has. */
enum Arm {
    /** To Pinot only. */
    REALTIME(true, false),
    /** To the lake only. */
    LAKE(false, true),
    /** To both. */
    BOTH(true, true);

    private final boolean realtime;
    private final boolean lake;

    Arm(boolean realtime, boolean lake) {
        this.realtime = realtime;
        this.lake = lake;
    }

    boolean hasRealtime() {
        return realtime;
    }

    boolean hasLake() {
        return lake;
    }

    /** Name of its pipeline. */
    String pipeline() {
        return name().toLowerCase(Locale.ROOT);
    }
}
