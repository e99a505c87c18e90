package io.lakehouse.lake;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.iceberg.metrics.MetricsReport;
import org.apache.iceberg.metrics.MetricsReporter;
import org.apache.iceberg.metrics.ScanReport;

/** Which tables Iceberg planned a scan of, as Iceberg itself reports it. */
public final class Scans implements MetricsReporter {
    private static final List<String> TABLES = new CopyOnWriteArrayList<>();

    @Override
    public void report(MetricsReport report) {
        if (report instanceof ScanReport scan) {
            TABLES.add(scan.tableName());
        }
    }

    static void forget() {
        TABLES.clear();
    }

    static long of(String table) {
        return TABLES.stream().filter(name -> name.endsWith("." + table)).count();
    }
}
