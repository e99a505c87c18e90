package io.lakehouse.lake.silver;

import io.lakehouse.lake.store.PlannedScan;
import io.lakehouse.lake.store.Traffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;

/** What a run reads of an SCD2 table before it writes: counted, and kept in mind, since it may edit what it read. */
final class VersionReads implements AutoCloseable {
    private final Table table;
    private final Traffic traffic;
    private final Map<String, DataFile> files = new HashMap<>();
    private final List<PlannedScan> scans = new ArrayList<>();

    VersionReads(Table table, Traffic traffic) {
        this.table = table;
        this.traffic = traffic;
    }

    /** The last versions of some keys, as {@link StoredVersions#LAST} tells of them. */
    PlannedScan last(TouchedKeys keys) {
        return scan(Expressions.and(StoredVersions.LAST, keys.filter()));
    }

    /** Their other versions. */
    PlannedScan others(TouchedKeys keys) {
        return scan(Expressions.and(Expressions.not(StoredVersions.LAST), keys.filter()));
    }

    /** All their versions. */
    PlannedScan whole(TouchedKeys keys) {
        return scan(keys.filter());
    }

    /** The data files that were read, by their locations. */
    Map<String, DataFile> files() {
        return files;
    }

    @Override
    public void close() {
        scans.forEach(PlannedScan::close);
    }

    private PlannedScan scan(Expression filter) {
        var scan = PlannedScan.of(table, filter);
        scans.add(scan);
        traffic.read(table.name(), scan);
        files.putAll(scan.dataFiles());
        return scan;
    }
}
