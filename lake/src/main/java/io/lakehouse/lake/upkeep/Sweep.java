package io.lakehouse.lake.upkeep;

import io.lakehouse.lake.publish.NessieReferences;
import io.lakehouse.lake.publish.NessieReferences.Reference;
import io.lakehouse.lake.publish.NessieReferences.TableState;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;

/** Takes away what no branch and no tag reaches any more, out of the folders of some tables. */
final class Sweep {
    private final NessieReferences references;
    private final Instant settled;
    private final Instant horizon;

    /**
     * A sweep.
     *
     * @param settled what is younger may belong to a writer that has not committed yet
     * @param horizon since when every published state can be read
     */
    Sweep(NessieReferences references, Instant settled, Instant horizon) {
        this.references = references;
        this.settled = settled;
        this.horizon = horizon;
    }

    /**
     * Removes files.
     *
     * @param tables the tables as they are published now
     * @param then as they were at the horizon
     */
    void files(Map<TableIdentifier, Table> tables, Map<TableIdentifier, TableState> then, Tally tally) {
        var leftovers = new LinkedHashMap<TableIdentifier, Leftovers>();
        tables.forEach((name, table) -> leftovers.put(
                name,
                Leftovers.list(table.io(), Set.of(table.location()), settled.toEpochMilli(), horizon.toEpochMilli())));
        var live = live(tables, then);
        leftovers.forEach((name, left) -> tally.removed(name, left.remove(live.get(name))));
    }

    /** Ends uploads, and tells how many. */
    int uploads(Map<TableIdentifier, Table> tables) {
        return tables.values().stream()
                .mapToInt(table -> Uploads.end(table.io(), Set.of(table.location()), settled))
                .sum();
    }

    private Map<TableIdentifier, LiveFiles> live(
            Map<TableIdentifier, Table> tables, Map<TableIdentifier, TableState> then) {
        var live = new HashMap<TableIdentifier, LiveFiles>();
        tables.forEach((name, table) -> live.put(name, new LiveFiles(table.io())));
        for (var reference : references.all()) {
            references
                    .tables(reference, tables.keySet())
                    .forEach((name, state) -> add(live.get(name), reference, state));
        }
        then.forEach((name, state) -> Optional.ofNullable(live.get(name))
                .ifPresent(files -> files.addState(state.metadata(), state.snapshot())));
        return live;
    }

    /** A tag reads one state; who works on a branch may ask for each that its tables still know. */
    private static void add(LiveFiles files, Reference reference, TableState state) {
        if (reference.isTag()) {
            files.addState(state.metadata(), state.snapshot());
        } else {
            files.addHistory(state.metadata());
        }
    }
}
