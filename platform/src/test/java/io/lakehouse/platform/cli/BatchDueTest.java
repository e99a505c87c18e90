package io.lakehouse.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.lanes.batch.BatchSchedule;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchDueTest {
    @Test
    void aPauseIsToldAlsoWhereNothingIsScheduled() {
        assertThat(printed(schedule(0, "2026-01-01T00:00:00Z", "", "")))
                .endsWith("- - 0 paused since 2026-01-01T00:00:00Z");
    }

    @Test
    void aRunThatIsUnderWayStandsBesideWhyNoneFollows() {
        assertThat(printed(schedule(
                        300, "2026-01-01T00:00:00Z", "20260101T000000000Z", "paused since 2026-01-01T00:00:00Z")))
                .endsWith("300 s - 0 run 20260101T000000000Z is under way; paused since 2026-01-01T00:00:00Z");
    }

    private static String printed(BatchSchedule schedule) {
        var out = new StringWriter();
        var writer = new PrintWriter(out);
        BatchDue.print(List.of(schedule), writer);
        writer.flush();
        return out.toString().strip().replaceAll(" +", " ");
    }

    private static BatchSchedule schedule(long every, String pausedSince, String running, String detail) {
        return new BatchSchedule("sales", every, 3, 30, 1800, "", pausedSince, "", 0, running, detail, true);
    }
}
