package io.lakehouse.lake.upkeep;

import io.lakehouse.contract.job.BatchReport;
import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.contract.job.RunIdentity;
import io.lakehouse.contract.job.UpkeepReport;
import io.lakehouse.lake.publish.NessieReferences;
import io.lakehouse.lake.publish.NessieReferences.TableState;
import io.lakehouse.lake.publish.Workspace;
import io.lakehouse.lake.silver.Checkpoints;
import io.lakehouse.lake.silver.SilverTables;
import io.lakehouse.lake.silver.Sql;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The upkeep of the tables of one pipeline, while no run of it is under way. The SCD2 tables and the checkpoint are
 * changed on a branch and published as a run is; bronze, to which the bronze job goes on committing, where it is.
 *
 * <p>It is a function of what it finds: killed anywhere, the next one ends in the same.
 */
public final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    /** The moments after which it may die. */
    public enum Step {
        /** The tables are changed on the branch. */
        COMPACTED,
        /** The branch is merged. */
        MERGED,
        /** Bronze is done; files, branches and uploads are left over. */
        SWEEP_DUE
    }

    private final SparkSession spark;
    private final Workspace workspace;
    private final String published;
    private final NessieReferences references;
    private final BatchSpec spec;
    private final Consumer<Step> reached;
    private final Instant started = Instant.now();
    private final Instant horizon;
    private final TableIdentifier bronze;
    private final List<TableIdentifier> silver = new ArrayList<>();
    private final Tally tally = new Tally();

    /**
     * Upkeep in a workspace, which the caller closes.
     *
     * @param published name of the Spark catalogue at the published branch
     * @param reached is told of each step
     */
    public Upkeep(
            SparkSession spark,
            Workspace workspace,
            String published,
            NessieReferences references,
            BatchSpec spec,
            Consumer<Step> reached) {
        this.spark = spark;
        this.workspace = workspace;
        this.published = published;
        this.references = references;
        this.spec = spec;
        this.reached = reached;
        this.horizon = started.minusMillis(spec.upkeep().timeTravelMillis());
        this.bronze = TableIdentifier.of(spec.bronzeNamespace(), spec.bronzeTable());
        spec.tables().forEach(route -> silver.add(TableIdentifier.of(spec.silverNamespace(), route.silverTable())));
        silver.add(TableIdentifier.of(spec.silverNamespace(), spec.checkpointTable()));
    }

    /**
     * Does it.
     *
     * @throws io.lakehouse.lake.silver.AuditException when a compaction did not keep the rows; nothing is published then
     */
    public BatchReport run() {
        var all = new ArrayList<>(silver);
        all.add(bronze);
        var then = references
                .at(spec.lake().reference(), horizon)
                .map(reference -> references.tables(reference, all))
                .orElse(Map.of());
        var isChanged = keepSilver(then);
        reached.accept(Step.COMPACTED);
        if (isChanged) {
            workspace.publish(spec.publication() + BatchSpec.READABLE_SINCE + horizon);
        }
        reached.accept(Step.MERGED);
        var lake = Spark3Util.loadIcebergCatalog(spark, published);
        if (lake.tableExists(bronze)) {
            new BronzeUpkeep(spark, lake.loadTable(bronze), bronze, tally)
                    .run(read(lake), Optional.ofNullable(then.get(bronze)), started);
        }
        reached.accept(Step.SWEEP_DUE);
        var branches = deleteOldBranches();
        var tables = there(lake, spec.upkeep().sweepsBronze() ? all : silver);
        var sweep = new Sweep(references, started.minusMillis(spec.upkeep().settleMillis()), horizon);
        sweep.files(tables, then, tally);
        var report = new UpkeepReport(micros(horizon), tally.tables(), branches, sweep.uploads(tables));
        LOG.info("{}", report);
        return new BatchReport(
                spec.runId(),
                isChanged ? "PUBLISHED" : "UNCHANGED",
                0,
                micros(started),
                isChanged ? micros(Instant.now()) : 0,
                List.of(),
                List.of(),
                report);
    }

    private boolean keepSilver(Map<TableIdentifier, TableState> then) {
        var isChanged = false;
        for (var entry : there(Spark3Util.loadIcebergCatalog(spark, workspace.catalog()), silver)
                .entrySet()) {
            var name = entry.getKey();
            var table = entry.getValue();
            isChanged |= compact(table, name);
            var expired = then.containsKey(name)
                    ? Expiry.expire(table, Set.of(then.get(name).snapshot()))
                    : 0;
            tally.expired(name, expired);
            isChanged |= expired > 0;
        }
        return isChanged;
    }

    private boolean compact(Table table, TableIdentifier name) {
        var before = table.currentSnapshot();
        tally.compacted(name, new Compaction(spark).compact(table));
        if (before == null || before.snapshotId() == table.currentSnapshot().snapshotId()) {
            return false;
        }
        new SameRows(spark)
                .require(
                        table,
                        Sql.table(workspace.catalog(), name.namespace().toString(), name.name()),
                        before.snapshotId());
        return true;
    }

    /** The bronze snapshots up to which the tables were read; none when one of them never was. */
    private Set<Long> read(Catalog lake) {
        var names = spec.tables().stream()
                .map(route -> route.shape().qualifiedName())
                .collect(Collectors.toSet());
        var newest = new Checkpoints(new SilverTables(lake, spec.silverNamespace()), spec.checkpointTable())
                .newest(spec.pipeline(), names);
        var read = new LinkedHashSet<Long>();
        for (var name : names) {
            var checkpoint = newest.get(name);
            if (checkpoint == null) {
                return Set.of();
            }
            read.add(checkpoint.bronzeSnapshot());
        }
        return read;
    }

    /** Those of runs of this pipeline of before the horizon, whoever has left them. */
    private int deleteOldBranches() {
        var first = RunIdentity.branches(spec.pipeline());
        var oldest = RunIdentity.branch(spec.pipeline(), RunIdentity.of(horizon));
        var deleted = 0;
        for (var reference : references.all()) {
            var name = reference.name();
            if (!reference.isTag()
                    && name.matches(Pattern.quote(first) + RunIdentity.PATTERN)
                    && !name.equals(first + spec.runId())
                    && name.compareTo(oldest) < 0) {
                references.delete(name, reference.hash());
                LOG.info("deleted branch={}, of a run before {}", name, horizon);
                deleted++;
            }
        }
        return deleted;
    }

    private static Map<TableIdentifier, Table> there(Catalog catalog, List<TableIdentifier> names) {
        var tables = new LinkedHashMap<TableIdentifier, Table>();
        names.stream().filter(catalog::tableExists).forEach(name -> tables.put(name, catalog.loadTable(name)));
        return tables;
    }

    private static long micros(Instant moment) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
    }
}
