package io.lakehouse.platform.source.tpch;

/** Is told how a load gets on. */
@FunctionalInterface
public interface LoadProgress {
    /** Rows between two calls for a table that is on its way. */
    int STEP = 100_000;

    /** Tells nobody. */
    LoadProgress SILENT = (table, rows, isComplete) -> {};

    /** So many rows of a table were sent; they are seen when the whole load is. */
    void sent(String table, long rows, boolean isComplete);
}
