package io.lakehouse.lake.upkeep;

import io.lakehouse.contract.job.UpkeepReport.TableUpkeep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;

/** What was done so far, by table, in the order of their first mention. */
final class Tally {
    private final Map<TableIdentifier, TableUpkeep> tables = new LinkedHashMap<>();

    void compacted(TableIdentifier table, Compaction.Gain gain) {
        add(new TableUpkeep(table.toString(), gain.before(), gain.after(), 0, 0, 0, 0), table);
    }

    void forgotten(TableIdentifier table, long files) {
        add(new TableUpkeep(table.toString(), 0, 0, files, 0, 0, 0), table);
    }

    void expired(TableIdentifier table, long snapshots) {
        add(new TableUpkeep(table.toString(), 0, 0, 0, snapshots, 0, 0), table);
    }

    void removed(TableIdentifier table, Leftovers.Removed files) {
        add(new TableUpkeep(table.toString(), 0, 0, 0, 0, files.files(), files.bytes()), table);
    }

    List<TableUpkeep> tables() {
        return List.copyOf(tables.values());
    }

    private void add(TableUpkeep more, TableIdentifier table) {
        tables.merge(table, more, TableUpkeep::plus);
    }
}
