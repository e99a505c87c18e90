package io.lakehouse.lake.silver;

import io.lakehouse.contract.job.BatchReport;
import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.lake.bronze.BronzeInput;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a published run did to one table, and up to where it read: one row of the checkpoint table.
 *
 * @param pipeline the pipeline
 * @param table the source table, {@code schema.table}
 * @param runId identity of the run
 * @param lastEventMicros commit time of the change of the highest order key that any run read of this table, in
 *     microseconds since 1970-01-01T00:00:00Z; {@code null} before the first. For people, never a position
 * @param lastLsn log position of that change, likewise
 * @param bronzeSnapshot id of the last bronze snapshot that was read: the position from which the next run reads
 * @param rowsRead changes read
 * @param rowsInserted versions appended
 * @param rowsClosed versions that ended
 * @param startedMicros start of the run, in microseconds since 1970-01-01T00:00:00Z
 * @param publishedMicros its publication, likewise; it rises from run to run, whatever the clock does
 * @param lastOrderKey order key of the change that the last event columns are of; empty before the first
 * @param lastTruncation order key of the newest truncation of the table that any run applied; empty before the first
 * @param rawNext the position in the raw topic: by partition, the offset before which the SCD2 table holds every change of
 *     the newest epoch; 0 for a partition that is not there
 */
public record Checkpoint(
        String pipeline,
        String table,
        String runId,
        @Nullable Long lastEventMicros,
        @Nullable Long lastLsn,
        long bronzeSnapshot,
        long rowsRead,
        long rowsInserted,
        long rowsClosed,
        long startedMicros,
        long publishedMicros,
        String lastOrderKey,
        String lastTruncation,
        Map<Integer, Long> rawNext) {
    /** Keeps its own copy. */
    public Checkpoint {
        rawNext = Map.copyOf(rawNext);
    }

    /**
     * The checkpoint of a run that is not published yet.
     *
     * @param before the table's newest checkpoint
     * @param totals what the run read of the table
     * @param report what it did to the table
     * @param upTo id of the last bronze snapshot that it read
     * @param startedMicros its start, in microseconds since 1970-01-01T00:00:00Z
     */
    public static Checkpoint of(
            BatchSpec spec,
            Optional<Checkpoint> before,
            Optional<BronzeInput.Totals> totals,
            BatchReport.TableReport report,
            long upTo,
            long startedMicros) {
        var newer = totals.filter(read -> read.lastOrderKey()
                        .compareTo(before.map(Checkpoint::lastOrderKey).orElse(""))
                > 0);
        return new Checkpoint(
                spec.pipeline(),
                report.table(),
                spec.runId(),
                newer.map(BronzeInput.Totals::lastEventMicros)
                        .or(() -> before.map(Checkpoint::lastEventMicros))
                        .orElse(null),
                newer.map(BronzeInput.Totals::lastLsn)
                        .or(() -> before.map(Checkpoint::lastLsn))
                        .orElse(null),
                upTo,
                report.rowsRead(),
                report.versionsInserted(),
                report.versionsClosed(),
                startedMicros,
                0,
                newer.map(BronzeInput.Totals::lastOrderKey)
                        .or(() -> before.map(Checkpoint::lastOrderKey))
                        .orElse(""),
                Stream.concat(
                                totals.map(BronzeInput.Totals::lastTruncation).stream(),
                                before.map(Checkpoint::lastTruncation).stream())
                        .max(Comparator.naturalOrder())
                        .orElse(""),
                rawNext(before, totals));
    }

    /** With a new epoch the topics may be new ones: then what was read before says nothing. */
    private static Map<Integer, Long> rawNext(Optional<Checkpoint> before, Optional<BronzeInput.Totals> totals) {
        if (before.isEmpty() || totals.isEmpty()) {
            return totals.map(BronzeInput.Totals::rawNext)
                    .or(() -> before.map(Checkpoint::rawNext))
                    .orElse(Map.of());
        }
        var read = totals.get();
        var known = before.get();
        var epochs =
                known.lastOrderKey.isEmpty() ? 1 : epoch(read.lastOrderKey()).compareTo(epoch(known.lastOrderKey));
        var next = new HashMap<>(epochs > 0 ? Map.of() : known.rawNext);
        if (epochs >= 0) {
            read.rawNext().forEach((partition, offset) -> next.merge(partition, offset, Math::max));
        }
        return next;
    }

    private static String epoch(String orderKey) {
        return orderKey.substring(0, orderKey.indexOf('-'));
    }

    /** The same checkpoint, published at a moment in microseconds since 1970-01-01T00:00:00Z. */
    public Checkpoint publishedAt(long micros) {
        return new Checkpoint(
                pipeline,
                table,
                runId,
                lastEventMicros,
                lastLsn,
                bronzeSnapshot,
                rowsRead,
                rowsInserted,
                rowsClosed,
                startedMicros,
                micros,
                lastOrderKey,
                lastTruncation,
                rawNext);
    }
}
