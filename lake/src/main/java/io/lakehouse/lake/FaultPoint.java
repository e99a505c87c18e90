package io.lakehouse.lake;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The moments of a run, or of upkeep, at which it may die without harm: the next one ends in the same. A drill names one in the
 * system property {@value #PROPERTY}, and the process ends there at once, as by {@code kill -9}.
 */
public enum FaultPoint {
    /** What is new in bronze has been read, nothing was written. */
    READ,
    /** The versions of a table are committed on the branch; reached once for each table. */
    TABLE_COMMITTED,
    /** All tables are committed, the checkpoint rows are not. */
    CHECKPOINT_DUE,
    /** The checkpoint rows are committed too, and the branch is about to be merged. */
    CHECKPOINT_COMMITTED,
    /** It is merged, and nobody has been told. */
    MERGED,
    /** Upkeep has compacted and expired on its branch, and is about to merge it. */
    UPKEEP_COMPACTED,
    /** That is merged; bronze is as it was. */
    UPKEEP_MERGED,
    /** Bronze is done too; what nobody reaches any more is still there. */
    UPKEEP_SWEEP_DUE;

    /** Name of the system property: the name of a point, and after a colon the source table where that matters. */
    public static final String PROPERTY = "lakehouse.batch.die-at";

    private static final int KILLED = 137;

    /** Says that the run has come to this point. */
    void reach() {
        reach("");
    }

    /** Says that the run has come to this point with a source table, {@code schema.table}. */
    void reach(String table) {
        var wanted = System.getProperty(PROPERTY);
        if (wanted != null && (wanted.equals(name()) || wanted.equals(name() + ":" + table))) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    /**
     * Refuses a property that names no point: a drill that never happens would pass for one that went well.
     *
     * @throws IllegalArgumentException when it does; the message lists the points
     */
    static void requireKnown() {
        var wanted = System.getProperty(PROPERTY);
        if (wanted == null) {
            return;
        }
        var name = wanted.split(":", 2)[0];
        if (Arrays.stream(values()).noneMatch(point -> point.name().equals(name))) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s=%s: there is no such point; there are %s",
                    PROPERTY,
                    wanted,
                    Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))));
        }
    }
}
