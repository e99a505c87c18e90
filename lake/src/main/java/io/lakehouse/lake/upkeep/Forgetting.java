package io.lakehouse.lake.upkeep;

import static org.apache.iceberg.expressions.Expressions.lessThan;

import io.lakehouse.contract.job.Bronze;
import io.lakehouse.lake.store.PlannedScan;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.expressions.StrictMetricsEvaluator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes changes out of bronze that are older than what it is declared to keep, file by file. */
final class Forgetting {
    private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);

    private Forgetting() {}

    /**
     * Takes away the files whose changes are all older and have all been read by a published run.
     *
     * @param consumed id of the snapshot up to which every table was read
     * @return how many files went
     */
    static long forget(Table bronze, long consumed, Instant now) {
        var retention = bronze.properties().get(Bronze.RETENTION_PROPERTY);
        if (retention == null) {
            return 0;
        }
        var oldest = lessThan(
                Bronze.EVENT_TIMESTAMP,
                ChronoUnit.MICROS.between(Instant.EPOCH, now.minusMillis(Long.parseLong(retention))));
        var isOlder = new StrictMetricsEvaluator(bronze.schema(), oldest);
        var read = PlannedScan.withStatistics(bronze, consumed, oldest).dataFiles();
        var there = PlannedScan.of(bronze, Expressions.alwaysTrue()).dataFiles();
        var forgotten = read.values().stream()
                .filter(file -> there.containsKey(file.location()) && isOlder.eval(file))
                .toList();
        if (forgotten.isEmpty()) {
            return 0;
        }
        var delete = bronze.newDelete();
        forgotten.forEach(delete::deleteFile);
        delete.validateFilesExist().commit();
        LOG.info("table={} files={} held nothing but changes beyond the retention", bronze.name(), forgotten.size());
        return forgotten.size();
    }
}
