package io.lakehouse.platform.source;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.TableDeclaration;
import java.util.List;

/** Who is told what a simulation does. It is called on the simulation's thread: whoever is slow slows it down. */
public interface SimulationListener {
    /** Tells nobody. */
    SimulationListener NONE = new SimulationListener() {};

    /** About once a second: what was done so far. */
    default void progress(SimulationSummary soFar) {}

    /** A change has committed, in the order of the changes. */
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
