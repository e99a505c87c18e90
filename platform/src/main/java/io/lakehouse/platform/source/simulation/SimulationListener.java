package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.TableDeclaration;
import java.util.List;

/** Who is told what a simulation does: one call at a time, on the simulation's threads. Whoever is slow slows it down. */
public interface SimulationListener {
    /** Tells nobody. */
    SimulationListener NONE = new SimulationListener() {};

    /** About once a second: what was done so far. */
    default void progress(SimulationSummary soFar) {}

    /** A change has committed; changes of one row come in their order. */
    default void committed(CommittedChange change) {}

    /**
     * A change that has committed.
     *
     * @param table the table
     * @param key texts of the row's key columns, in key order
     * @param operation what was done
     * @param commitNanos when the commit was known, by {@link System#nanoTime()}
     */
    record CommittedChange(TableDeclaration table, List<String> key, Operation operation, long commitNanos) {
        /** Keeps its own copy. */
        public CommittedChange {
            key = List.copyOf(key);
        }
    }
}
