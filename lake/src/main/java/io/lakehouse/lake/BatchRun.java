package io.lakehouse.lake;

import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.BatchReport;
import io.lakehouse.contract.job.BatchReport.TableReport;
import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.contract.job.UpkeepReport;
import io.lakehouse.lake.bronze.BronzeHistory;
import io.lakehouse.lake.bronze.BronzeInput;
import io.lakehouse.lake.publish.Workspace;
import io.lakehouse.lake.silver.Checkpoint;
import io.lakehouse.lake.silver.Checkpoints;
import io.lakehouse.lake.silver.SilverTable;
import io.lakehouse.lake.silver.SilverTables;
import io.lakehouse.lake.silver.Sql;
import io.lakehouse.lake.store.Phases;
import io.lakehouse.lake.store.Room;
import io.lakehouse.lake.store.SmallFiles;
import io.lakehouse.lake.store.Traffic;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SCD2 run: what is new in bronze, from the newest checkpoint to the snapshot that is current when the run starts,
 * goes into the SCD2 tables, is checked, and is published together with its checkpoint.
 *
 * <p>Its input is that range and nothing else, no clock: run again, it finds nothing new.
 */
public final class BatchRun {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

    private final SparkSession spark;
    private final Workspace workspace;
    private final BatchSpec spec;
    private final Catalog catalog;
    private final SilverTables tables;
    private final Checkpoints checkpoints;
    private final String bronzeIdentifier;
    private final Room room;
    private final Traffic traffic = new Traffic();
    private final Phases phases = new Phases();
    private final long startedMicros = now();

    /** A run of a spec in a workspace, which the caller closes. */
    public BatchRun(SparkSession spark, Workspace workspace, BatchSpec spec) {
        this(spark, workspace, spec, Room.ofHeap());
    }

    /** Such a run that holds no more in this JVM than a room has; what is more follows the same rules in Spark's tasks. */
    BatchRun(SparkSession spark, Workspace workspace, BatchSpec spec, Room room) {
        this.room = room;
        this.spark = spark;
        this.workspace = workspace;
        this.spec = spec;
        this.catalog = Spark3Util.loadIcebergCatalog(spark, workspace.catalog());
        this.tables = new SilverTables(catalog, spec.silverNamespace());
        this.checkpoints = new Checkpoints(tables, spec.checkpointTable());
        this.bronzeIdentifier = Sql.table(workspace.catalog(), spec.bronzeNamespace(), spec.bronzeTable());
    }

    /**
     * Runs.
     *
     * @throws io.lakehouse.lake.publish.PublicationConflictException when another run published in the meantime
     * @throws IllegalArgumentException when a table of the spec cannot have versions
     * @throws io.lakehouse.lake.silver.AuditException when the result does not hold the invariants; nothing is
     *     published then
     * @throws IllegalStateException when bronze does not hold what is to be read; nothing is published then
     */
    public BatchReport run() {
        spec.tables().forEach(route -> SilverTable.require(spark, route));
        var bronze = bronze();
        var snapshot = bronze.map(Table::currentSnapshot).orElse(null);
        if (snapshot == null) {
            return unchanged(0);
        }
        var newest = checkpoints.newest(
                spec.pipeline(),
                spec.tables().stream()
                        .map(route -> route.shape().qualifiedName())
                        .collect(Collectors.toSet()));
        var positions = new LinkedHashMap<TableShape, OptionalLong>();
        for (var route : spec.tables()) {
            var checkpoint = newest.get(route.shape().qualifiedName());
            positions.put(
                    route.shape(),
                    checkpoint == null ? OptionalLong.empty() : OptionalLong.of(checkpoint.bronzeSnapshot()));
        }
        var upTo = snapshot.snapshotId();
        phases.ended("plan");
        try (var input =
                BronzeInput.read(spark, bronze.orElseThrow(), bronzeIdentifier, positions, upTo, traffic, room)) {
            phases.ended("bronze");
            FaultPoint.READ.reach();
            return input.isEmpty() ? unchanged(upTo) : publish(input, upTo, newest);
        }
    }

    /** Seconds that the parts of the run took so far, by their names. */
    public Map<String, Double> phases() {
        return phases.seconds();
    }

    private BatchReport publish(BronzeInput input, long upTo, Map<String, Checkpoint> newest) {
        tables.ensureNamespace();
        var reports = new ArrayList<TableReport>();
        var rows = new ArrayList<Checkpoint>();
        for (var route : spec.tables()) {
            var before = Optional.ofNullable(newest.get(route.shape().qualifiedName()));
            tables.ensureSilver(route);
            phases.ended("plan");
            var report = merge(route, input, upTo, before);
            FaultPoint.TABLE_COMMITTED.reach(report.table());
            reports.add(report);
            rows.add(Checkpoint.of(spec, before, input.totals(route.shape()), report, upTo, startedMicros));
        }
        var afterAll = newest.values().stream()
                .mapToLong(checkpoint -> checkpoint.publishedMicros() + 1)
                .max()
                .orElse(0);
        var publishedMicros = Math.max(now(), afterAll);
        FaultPoint.CHECKPOINT_DUE.reach();
        checkpoints.append(
                rows.stream().map(row -> row.publishedAt(publishedMicros)).toList());
        phases.ended("checkpoint");
        FaultPoint.CHECKPOINT_COMMITTED.reach();
        workspace.publish(spec.publication());
        phases.ended("publish");
        FaultPoint.MERGED.reach();
        LOG.info("seconds by part: {}", phases.seconds());
        traffic.tables().forEach(table -> LOG.info("{}", table));
        return new BatchReport(
                spec.runId(),
                "PUBLISHED",
                upTo,
                startedMicros,
                publishedMicros,
                reports,
                traffic.tables(),
                UpkeepReport.NONE);
    }

    private TableReport merge(TableRoute route, BronzeInput input, long upTo, Optional<Checkpoint> before) {
        var name = route.shape().qualifiedName();
        var totals = input.totals(route.shape());
        if (totals.isEmpty()) {
            return new TableReport(name, 0, 0, 0, 0);
        }
        var stored = tables.load(route.silverTable());
        try (var silver = new SilverTable(
                        spark, route, stored, silverIdentifier(route.silverTable()), spec.runId(), traffic, phases);
                var history = new BronzeHistory(
                        spark, () -> bronze().orElseThrow(), bronzeIdentifier, route.shape(), upTo, traffic)) {
            var read = totals.get().rows();
            var merged = silver.merge(
                    input.changes(route.shape()),
                    totals.get(),
                    before.map(Checkpoint::lastTruncation).orElse(""),
                    history::from);
            LOG.info("merged table={} read={} {}", name, read, merged);
            SmallFiles.join(stored, traffic);
            phases.ended("join");
            return new TableReport(name, read, merged.inserted(), merged.closed(), merged.unknown());
        }
    }

    private BatchReport unchanged(long snapshot) {
        var reports = spec.tables().stream()
                .map(route -> new TableReport(route.shape().qualifiedName(), 0, 0, 0, 0))
                .toList();
        return new BatchReport(
                spec.runId(), "UNCHANGED", snapshot, startedMicros, 0, reports, traffic.tables(), UpkeepReport.NONE);
    }

    private Optional<Table> bronze() {
        var identifier = TableIdentifier.of(spec.bronzeNamespace(), spec.bronzeTable());
        return catalog.tableExists(identifier) ? Optional.of(catalog.loadTable(identifier)) : Optional.empty();
    }

    private String silverIdentifier(String table) {
        return Sql.table(workspace.catalog(), spec.silverNamespace(), table);
    }

    private static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
