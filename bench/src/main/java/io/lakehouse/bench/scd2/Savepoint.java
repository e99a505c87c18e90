package io.lakehouse.bench.scd2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Tables as they were at one moment, to which they are taken back: a table of a million rows is loaded once. */
final class Savepoint {
    private final Catalog lake;
    private final Map<TableIdentifier, Long> snapshots = new LinkedHashMap<>();

    /** Remembers tables as they are now. */
    Savepoint(Catalog lake, List<TableIdentifier> tables) {
        this.lake = lake;
        tables.forEach(table ->
                snapshots.put(table, lake.loadTable(table).currentSnapshot().snapshotId()));
    }

    /** Takes them back; what was added since stays in the folder, and in no table. */
    void restore() {
        snapshots.forEach((table, snapshot) ->
                lake.loadTable(table).manageSnapshots().rollbackTo(snapshot).commit());
    }
}
