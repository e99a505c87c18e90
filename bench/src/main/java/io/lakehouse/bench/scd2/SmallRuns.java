package io.lakehouse.bench.scd2;

import io.lakehouse.bench.scd2.Meter.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.spark.actions.SparkActions;
import org.apache.spark.sql.SparkSession;

/** Runs of few changes over a large table, one after the other: what each takes, and what many do to scans. */
final class SmallRuns {
    private static final int WARM_UP = 5;

    private final SparkSession spark;
    private final Catalog lake;
    private final Workload workload;
    private final LakehouseArm platform;
    private final Scd2Settings settings;

    /** Small runs of the platform. */
    SmallRuns(SparkSession spark, Catalog lake, Workload workload, LakehouseArm platform, Scd2Settings settings) {
        this.spark = spark;
        this.lake = lake;
        this.workload = workload;
        this.platform = platform;
        this.settings = settings;
    }

    /** A small run: what it cost from its start to its publication, and the seconds of its parts. */
    record Small(Cost cost, Map<String, Double> phases) {}

    /**
     * Scans after many small runs, and after the table was rewritten.
     *
     * @param runs what each run cost
     * @param current seconds of scans of the current versions after the runs
     * @param whole seconds of scans of all versions after the runs
     * @param compactedCurrent seconds of scans of the current versions of the rewritten table
     * @param compactedWhole seconds of scans of all its versions
     */
    record Decay(
            List<Cost> runs,
            List<Double> current,
            List<Double> whole,
            List<Double> compactedCurrent,
            List<Double> compactedWhole) {}

    /** Times small runs one by one; some before them only warm up. */
    List<Small> small() {
        var found = new ArrayList<Small>();
        if (settings.smallRuns() == 0) {
            return found;
        }
        restart();
        for (var run = 0; run < WARM_UP + settings.smallRuns(); run++) {
            var cost = next();
            System.out.println("small " + cost + " " + platform.phases());
            if (run >= WARM_UP) {
                found.add(new Small(cost, platform.phases()));
            }
        }
        return found;
    }

    /** Scans after many runs; empty when there are to be none. */
    List<Decay> decay() {
        if (settings.decayRuns() == 0) {
            return List.of();
        }
        restart();
        var runs = new ArrayList<Cost>();
        for (var run = 1; run <= settings.decayRuns(); run++) {
            runs.add(next());
            if (settings.compactEvery() > 0 && run % settings.compactEvery() == 0 && run < settings.decayRuns()) {
                compact();
            }
        }
        var versions = new Versions(spark);
        var before = versions.digest(platform.table());
        var current = scans("WHERE is_current");
        var whole = scans("");
        compact();
        if (!versions.digest(platform.table()).equals(before)) {
            throw new IllegalStateException("the rewritten table has other versions; no figure counts");
        }
        return List.of(new Decay(runs, current, whole, scans("WHERE is_current"), scans("")));
    }

    private void restart() {
        workload.restart();
        platform.restart();
    }

    private Cost next() {
        workload.append(settings.smallChanges(), 0);
        return Meter.of(platform::take);
    }

    /** All files anew, in the table's order, by Iceberg's own action. */
    private void compact() {
        SparkActions.get(spark)
                .rewriteDataFiles(lake.loadTable(platform.identifier()))
                .sort()
                .option("rewrite-all", "true")
                .option("remove-dangling-deletes", "true")
                .execute();
    }

    /** Seconds of scans of all columns, after one that only warms up. */
    private List<Double> scans(String condition) {
        var seconds = new ArrayList<Double>();
        for (var i = 0; i <= Math.max(settings.repeats(), 5); i++) {
            var cost = Meter.of(() -> spark.sql("SELECT sum(hash(*)) FROM " + platform.table() + " " + condition)
                    .collect());
            System.out.println("scan " + condition + " " + cost);
            if (i > 0) {
                seconds.add(cost.seconds());
            }
        }
        return seconds;
    }
}
