package io.lakehouse.bench.scd2;

import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.contract.job.Bronze;
import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.lake.BatchRun;
import io.lakehouse.lake.publish.Workspace;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.spark.sql.SparkSession;

/**
 * The platform's own run: all its rules, its check of the result and its checkpoint. Only the Nessie branch is missing,
 * which costs the same whatever the table's size.
 */
final class LakehouseArm implements Arm {
    private static final String NAMESPACE = "silver";
    private static final String PRODUCTS = "products";
    private static final String CHECKPOINTS = "checkpoints";

    private final SparkSession spark;
    private final String catalog;
    private final Savepoint loaded;
    private Map<String, Double> phases = Map.of();
    private int runs;

    /** Takes in what bronze holds. */
    LakehouseArm(SparkSession spark, Catalog lake, String catalog) {
        this.spark = spark;
        this.catalog = catalog;
        take();
        loaded = new Savepoint(
                lake, List.of(TableIdentifier.of(NAMESPACE, PRODUCTS), TableIdentifier.of(NAMESPACE, CHECKPOINTS)));
    }

    @Override
    public String name() {
        return "lakehouse";
    }

    @Override
    public void take() {
        var spec = new BatchSpec(
                "bench",
                "run-" + ++runs,
                new LakeAddress("", "main", "", "", "", ""),
                Bronze.NAMESPACE,
                Workload.BRONZE_TABLE,
                NAMESPACE,
                CHECKPOINTS,
                "",
                List.of(),
                List.of(new TableRoute(Workload.TABLE, "", "", "", PRODUCTS)));
        var run = new BatchRun(spark, new Folder(catalog), spec);
        var report = run.run();
        if (!report.state().equals("PUBLISHED")) {
            throw new IllegalStateException("the run found nothing new: " + report);
        }
        phases = run.phases();
    }

    @Override
    public void restart() {
        loaded.restore();
    }

    @Override
    public String table() {
        return catalog + "." + NAMESPACE + "." + PRODUCTS;
    }

    /** The table in the catalogue. */
    TableIdentifier identifier() {
        return TableIdentifier.of(NAMESPACE, PRODUCTS);
    }

    /** Seconds of each part of the last run, in their order. */
    Map<String, Double> phases() {
        return phases;
    }

    private record Folder(String catalog) implements Workspace {
        @Override
        public void publish(String message) {
            // A folder shows every commit at once.
        }

        @Override
        public String keep() {
            return "folder";
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    }
}
