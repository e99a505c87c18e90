package io.lakehouse.bench.scd2;

import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.contract.job.Bronze;
import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.lake.BatchRun;
import io.lakehouse.lake.publish.Workspace;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * The platform's own run: all its rules, its check of the result and its checkpoint. Only the Nessie branch is missing,
 * which costs the same whatever the table's size.
 */
final class LakehouseArm implements Arm {
    private final SparkSession spark;
    private final String catalog;
    private final String bronze;
    private int runs;

    LakehouseArm(SparkSession spark, String catalog, String bronze) {
        this.spark = spark;
        this.catalog = catalog;
        this.bronze = bronze;
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
                bronze,
                namespace(),
                "checkpoints",
                "",
                List.of(),
                List.of(new TableRoute(Workload.TABLE, "", "", "", "products")));
        var report = new BatchRun(spark, new Folder(catalog), spec).run();
        if (!report.state().equals("PUBLISHED")) {
            throw new IllegalStateException("the run found nothing new: " + report);
        }
    }

    @Override
    public String table() {
        return catalog + "." + namespace() + ".products";
    }

    private String namespace() {
        return "silver_" + bronze;
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
