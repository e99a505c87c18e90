package io.lakehouse.platform.supervise;

import io.lakehouse.contract.job.UpkeepReport;
import io.lakehouse.contract.job.UpkeepReport.TableUpkeep;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What upkeep did, in one line. */
final class UpkeepSummary {
    private UpkeepSummary() {}

    static String of(UpkeepReport report) {
        var parts = new ArrayList<String>();
        parts.add(String.format(
                Locale.ROOT,
                "%,d files compacted into %,d",
                sum(report, TableUpkeep::filesCompacted),
                sum(report, TableUpkeep::filesMade)));
        parts.add(String.format(Locale.ROOT, "%,d snapshots expired", sum(report, TableUpkeep::snapshotsExpired)));
        var forgotten = sum(report, TableUpkeep::filesForgotten);
        if (forgotten > 0) {
            parts.add(String.format(Locale.ROOT, "%,d files of bronze beyond its retention", forgotten));
        }
        parts.add(String.format(
                Locale.ROOT,
                "%,d files (%,.1f MB) removed",
                sum(report, TableUpkeep::filesRemoved),
                sum(report, TableUpkeep::bytesRemoved) / 1e6));
        if (report.branchesDeleted() > 0) {
            parts.add(report.branchesDeleted() + " old branches deleted");
        }
        if (report.uploadsEnded() > 0) {
            parts.add(report.uploadsEnded() + " uploads ended");
        }
        parts.add("readable since "
                + Instant.EPOCH.plus(report.keptFromMicros(), ChronoUnit.MICROS).truncatedTo(ChronoUnit.SECONDS));
        return String.join(", ", parts);
    }

    private static long sum(UpkeepReport report, ToLongFunction<TableUpkeep> figure) {
        return report.tables().stream().mapToLong(figure).sum();
    }
}
