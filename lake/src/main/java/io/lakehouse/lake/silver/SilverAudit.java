package io.lakehouse.lake.silver;

import static org.apache.spark.sql.functions.col;

import io.lakehouse.lake.bronze.BronzeChanges;
import io.lakehouse.lake.store.PlannedScan;
import io.lakehouse.lake.store.Traffic;
import io.lakehouse.lake.store.WrittenFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Reads what a run wrote, as the lake holds it now, and has it checked: for each touched key what was written, what
 * stands before it, and whatever else claims to be its last version. Versions that were closed before, and that the run
 * neither wrote nor read, are not read for it.
 */
final class SilverAudit {
    private final Table table;
    private final String identifier;
    private final StoredVersions versions;
    private final Traffic traffic;

    /** The audit of an SCD2 table, which SQL names so. */
    SilverAudit(Table table, String identifier, StoredVersions versions, Traffic traffic) {
        this.table = table;
        this.identifier = identifier;
        this.versions = versions;
        this.traffic = traffic;
    }

    /**
     * Checks all versions of some keys.
     *
     * @param expected how many they must be
     * @throws AuditException when they do not hold what must hold
     */
    void whole(TouchedKeys keys, long expected) {
        try (var scan = PlannedScan.of(table, keys.filter())) {
            traffic.read(table.name(), scan);
            SilverCheck.require(identifier, read(scan, keys, functions.lit(true)), expected);
        }
    }

    /**
     * Checks the written versions of some keys and those that may be their last.
     *
     * @param written locations of the files that the run wrote
     * @param without keys among them that are not meant
     * @param expected how many versions they must be
     * @throws AuditException when they do not hold what must hold
     */
    void last(TouchedKeys keys, Set<String> written, Optional<Dataset<Row>> without, long expected) {
        try (var mine = PlannedScan.of(table, keys.filter()).only(file -> written.contains(file.location()));
                var scan = mine.and(PlannedScan.of(table, Expressions.and(StoredVersions.LAST, keys.filter())))) {
            traffic.read(table.name(), scan);
            var wanted = StoredVersions.last()
                    .or(col(StoredVersions.FILE).isin(written.stream().sorted().toArray()));
            var rows = read(scan, keys, wanted);
            SilverCheck.require(
                    identifier,
                    without.map(others -> rows.join(
                                    others,
                                    rows.col(BronzeChanges.KEY_TEXT).equalTo(others.col(BronzeChanges.KEY_TEXT)),
                                    "left_anti"))
                            .orElse(rows),
                    expected);
        }
    }

    /**
     * Checks the same in this JVM, for few keys. Data files never change: what the run read stands there still, but for
     * what is deleted now and was not then. So the written files and the new deletes are read back, as the table has
     * them now, and nothing else.
     *
     * @param taken the versions that were read, and how many they must be now
     * @param before the snapshot that it was read from; empty when the table had none
     * @throws AuditException when the result does not hold what must hold
     */
    void here(FewChanges.Taken taken, Optional<Snapshot> before, WrittenFiles written) {
        if (!isNext(before, written)) {
            // Something else became part of the table, which only reading it all tells.
            again(taken, written.dataLocations());
            return;
        }
        var now = PlannedScan.of(table, taken.touched().filter());
        var files = written.dataLocations();
        var mine = now.only(file -> files.contains(file.location()));
        traffic.read(table.name(), written.all());
        var deleted = now.deletedSince(taken.read());
        var claims = new ArrayList<Claim>();
        for (var row : taken.all().stored()) {
            var gone = deleted.get(StoredVersions.file(row));
            if (gone != null && !gone.isDeleted(StoredVersions.position(row))) {
                claims.add(StoredVersions.claim(row));
            }
        }
        claims.addAll(mine.records(versions.claimed(table.schema()), versions::claim));
        SilverCheck.requireHere(identifier, claims, taken.all().versions());
    }

    private void again(FewChanges.Taken taken, Set<String> written) {
        var late = taken.lateKeys();
        if (late.isEmpty()) {
            last(taken.touched(), written, Optional.empty(), taken.inOrder().versions());
            return;
        }
        last(
                taken.touched(),
                written,
                late.flatMap(TouchedKeys::texts),
                taken.inOrder().versions());
        whole(late.get(), taken.late().versions());
    }

    private boolean isNext(Optional<Snapshot> before, WrittenFiles written) {
        var now = Optional.ofNullable(table.currentSnapshot());
        var parent = written.all().isEmpty() ? now.map(Snapshot::snapshotId) : now.map(Snapshot::parentId);
        return parent.equals(before.map(Snapshot::snapshotId));
    }

    /**
     * Checks the current versions of some keys by the conditions that are declared.
     *
     * @throws AuditException when one does not hold
     */
    void holds(TouchedKeys keys, RowChecks checks, List<String> columns) {
        if (checks.isEmpty()) {
            return;
        }
        try (var scan =
                PlannedScan.of(table, Expressions.and(Expressions.equal(SilverSchema.CURRENT, true), keys.filter()))) {
            traffic.read(table.name(), scan);
            checks.require(identifier, versions.read(scan, keys, col(SilverSchema.CURRENT), checks.columns(columns)));
        }
    }

    private Dataset<Row> read(PlannedScan scan, TouchedKeys keys, Column wanted) {
        return versions.read(scan, keys, wanted, SilverCheck.columns());
    }
}
