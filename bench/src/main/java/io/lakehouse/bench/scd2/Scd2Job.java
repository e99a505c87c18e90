package io.lakehouse.bench.scd2;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.bench.scd2.Meter.Cost;
import io.lakehouse.lake.LakeSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.spark.Spark3Util;
import org.apache.spark.sql.SparkSession;

/** Measures in a warm Spark session of its own: {@code Scd2Job SETTINGS FOLDER OUTPUT}, files of JSON and a folder. */
public final class Scd2Job {
    private static final String CATALOG = "bench";
    private static final String VERSIONS =
            "id, name, category, price, quantity, note, effective_start_ts, effective_end_ts, is_current, is_deleted";

    private final SparkSession spark;
    private final Catalog lake;
    private final Scd2Settings settings;

    private Scd2Job(SparkSession spark, Scd2Settings settings) {
        this.spark = spark;
        this.settings = settings;
        this.lake = Spark3Util.loadIcebergCatalog(spark, CATALOG);
        ((SupportsNamespaces) lake).createNamespace(Namespace.of("bronze"));
    }

    /**
     * What one arm did with one kind of batches.
     *
     * @param churn changes in percent of the table's rows
     * @param late changes that come late, in percent of the changes
     * @param arm its name
     * @param costs of each batch
     * @param differing versions that it has otherwise than the platform, or lacks, or has too many
     */
    record Found(double churn, double late, String arm, List<Cost> costs, long differing) {}

    /** Everything that was measured: applies, and seconds of scans after small runs and after compaction. */
    record Measured(List<Found> applies, List<Double> decayed, List<Double> compacted) {}

    /** Measures and writes. */
    public static void main(String[] arguments) throws IOException {
        var json = JsonMapper.builder().build();
        var settings = json.readValue(Path.of(arguments[0]).toFile(), Scd2Settings.class);
        try (var spark = LakeSession.start("bench scd2")) {
            LakeSession.addCatalog(
                    spark,
                    CATALOG,
                    Map.of(
                            "type",
                            "hadoop",
                            "warehouse",
                            Path.of(arguments[1]).toUri().toString()));
            var job = new Scd2Job(spark, settings);
            var applies = new ArrayList<Found>();
            for (var late : settings.late()) {
                for (var churn : settings.churn()) {
                    applies.addAll(job.apply(churn, late));
                }
            }
            var decay = settings.decayRuns() == 0 ? List.<List<Double>>of(List.of(), List.of()) : job.decay();
            Files.write(
                    Path.of(arguments[2]), json.writeValueAsBytes(new Measured(applies, decay.get(0), decay.get(1))));
        }
    }

    private List<Found> apply(double churn, double late) {
        var bronze = "b" + (int) (churn * 100) + "_" + (int) (late * 100);
        var workload = new Workload(spark, CATALOG, lake, bronze, settings.rows(), settings.seed());
        List<Arm> arms = List.of(
                new LakehouseArm(spark, CATALOG, bronze),
                new MergeArm(spark, lake, CATALOG, bronze, "copy-on-write"),
                new MergeArm(spark, lake, CATALOG, bronze, "merge-on-read"));
        arms.forEach(Arm::take);
        var changes = Math.round(settings.rows() * churn / 100);
        var costs = new LinkedHashMap<Arm, List<Cost>>();
        for (var round = 0; round <= settings.repeats(); round++) {
            workload.append(changes, late / 100);
            var turns = new ArrayList<>(arms);
            // Each arm is first, second and last in turn.
            Collections.rotate(turns, round);
            for (var arm : turns) {
                var cost = Meter.of(arm::take);
                System.out.printf("churn %s%% late %s%% round %d %s: %s%n", churn, late, round, arm.name(), cost);
                if (round > 0) {
                    costs.computeIfAbsent(arm, key -> new ArrayList<>()).add(cost);
                }
            }
        }
        return arms.stream()
                .map(arm -> new Found(
                        churn,
                        late,
                        arm.name(),
                        costs.get(arm),
                        differing(arms.get(0).table(), arm.table())))
                .toList();
    }

    /** Versions that one table has and the other has not, in either direction. */
    private long differing(String one, String other) {
        var left = spark.sql("SELECT " + VERSIONS + " FROM " + one);
        var right = spark.sql("SELECT " + VERSIONS + " FROM " + other);
        return left.exceptAll(right).count() + right.exceptAll(left).count();
    }

    private List<List<Double>> decay() {
        var workload = new Workload(spark, CATALOG, lake, "decay", settings.rows(), settings.seed());
        var arm = new LakehouseArm(spark, CATALOG, "decay");
        arm.take();
        for (var run = 0; run < settings.decayRuns(); run++) {
            workload.append(settings.decayChanges(), 0);
            arm.take();
        }
        var decayed = scans(arm.table());
        spark.sql("CREATE TABLE " + CATALOG + ".silver_decay.compacted USING iceberg"
                + " PARTITIONED BY (is_current, is_deleted) TBLPROPERTIES ('format-version'='2',"
                + " 'write.parquet.compression-codec'='zstd') AS SELECT * FROM " + arm.table()
                + " ORDER BY is_current, is_deleted, id");
        return List.of(decayed, scans(CATALOG + ".silver_decay.compacted"));
    }

    /** Seconds of scans of all columns, after one that only warms up. */
    private List<Double> scans(String table) {
        var seconds = new ArrayList<Double>();
        for (var i = 0; i <= Math.max(settings.repeats(), 5); i++) {
            var cost = Meter.of(
                    () -> spark.sql("SELECT sum(hash(*)) FROM " + table).collect());
            if (i > 0) {
                seconds.add(cost.seconds());
            }
        }
        return seconds;
    }
}
