package io.lakehouse.platform.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.job.UpkeepReport;
import io.lakehouse.contract.job.UpkeepReport.TableUpkeep;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpkeepSummaryTest {
    private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli() * 1000;

    @Test
    void figuresOfAllTablesAreAddedUp() {
        var report = new UpkeepReport(
                NOON,
                List.of(
                        new TableUpkeep("bronze.sales", 1200, 3, 0, 40, 2000, 5_000_000),
                        new TableUpkeep("default.sales_scd2", 34, 2, 0, 2, 10, 250_000)),
                0,
                0);

        assertThat(UpkeepSummary.of(report))
                .isEqualTo("1,234 files compacted into 5, 42 snapshots expired, 2,010 files (5.3 MB) removed,"
                        + " readable since 2026-03-01T12:00:00Z");
    }

    @Test
    void whatIsRareIsToldWhenItHappens() {
        var report = new UpkeepReport(NOON, List.of(new TableUpkeep("bronze.sales", 0, 0, 7, 0, 0, 0)), 2, 3);

        assertThat(UpkeepSummary.of(report))
                .contains("7 files of bronze beyond its retention", "2 old branches deleted", "3 uploads ended");
    }
}
