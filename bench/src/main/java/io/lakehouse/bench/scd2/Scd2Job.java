package io.lakehouse.bench.scd2;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.bench.scd2.Meter.Cost;
import io.lakehouse.bench.scd2.SmallRuns.Decay;
import io.lakehouse.bench.scd2.SmallRuns.Small;
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

    private final Scd2Settings settings;
    private final Versions versions;
    private final Workload workload;
    private final LakehouseArm platform;
    private final List<Arm> arms;
    private final Cost load;

    private Scd2Job(SparkSession spark, Scd2Settings settings) {
        this.settings = settings;
        this.versions = new Versions(spark);
        Catalog lake = Spark3Util.loadIcebergCatalog(spark, CATALOG);
        ((SupportsNamespaces) lake).createNamespace(Namespace.of("bronze"));
        this.workload = new Workload(spark, CATALOG, lake, settings.rows(), settings.seed());
        var loading = new ArrayList<LakehouseArm>();
        this.load = Meter.of(() -> loading.add(new LakehouseArm(spark, lake, CATALOG)));
        this.platform = loading.get(0);
        this.arms = List.of(
                platform,
                new MergeArm(spark, lake, CATALOG, "copy-on-write", platform),
                new MergeArm(spark, lake, CATALOG, "merge-on-read", platform));
        System.out.println("loaded " + load);
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

    /**
     * Everything that was measured.
     *
     * @param load the platform's first run, over a creation of each row, in a session that is not warm yet
     * @param small runs of few changes, each by itself
     * @param decay scans after many of them, in at most one element
     */
    record Measured(Cost load, List<Found> applies, List<Small> small, List<Decay> decay) {}

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
            var runs = new SmallRuns(
                    spark, Spark3Util.loadIcebergCatalog(spark, CATALOG), job.workload, job.platform, settings);
            Files.write(
                    Path.of(arguments[2]),
                    json.writeValueAsBytes(new Measured(job.load, applies, runs.small(), runs.decay())));
        }
    }

    private List<Found> apply(double churn, double late) {
        workload.restart();
        arms.forEach(Arm::restart);
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
            System.out.println("phases " + platform.phases());
        }
        return arms.stream()
                .map(arm -> new Found(
                        churn, late, arm.name(), costs.get(arm), versions.differing(platform.table(), arm.table())))
                .toList();
    }
}
