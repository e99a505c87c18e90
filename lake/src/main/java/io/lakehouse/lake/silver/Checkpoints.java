package io.lakehouse.lake.silver;

import io.lakehouse.lake.store.PlannedScan;
import io.lakehouse.lake.store.RowEdits;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;

/** The checkpoint table: one row per published run and table, published together with the run's data. */
public final class Checkpoints {
    /** Column of {@link Checkpoint#rawNext}: map of int to long. Tables of earlier versions have it not. */
    private static final String RAW_NEXT = "raw_next_offsets";

    private static final String PIPELINE = "pipeline";
    private static final String PUBLISHED = "published_at";

    private static final Schema SCHEMA = new Schema(
            NestedField.optional(1, PIPELINE, Types.StringType.get()),
            NestedField.optional(2, "source_table", Types.StringType.get()),
            NestedField.optional(3, "run_id", Types.StringType.get()),
            NestedField.optional(4, "last_event_timestamp", Types.TimestampType.withZone()),
            NestedField.optional(5, "last_lsn", Types.LongType.get()),
            NestedField.optional(6, "bronze_snapshot_id", Types.LongType.get()),
            NestedField.optional(7, "rows_read", Types.LongType.get()),
            NestedField.optional(8, "rows_inserted", Types.LongType.get()),
            NestedField.optional(9, "rows_closed", Types.LongType.get()),
            NestedField.optional(10, "started_at", Types.TimestampType.withZone()),
            NestedField.optional(11, PUBLISHED, Types.TimestampType.withZone()),
            NestedField.optional(12, "last_order_key", Types.StringType.get()),
            NestedField.optional(13, "last_truncation_order_key", Types.StringType.get()),
            NestedField.optional(
                    14, RAW_NEXT, Types.MapType.ofOptional(15, 16, Types.IntegerType.get(), Types.LongType.get())));

    private final SilverTables tables;
    private final String table;

    /** The checkpoint table of a name. */
    public Checkpoints(SilverTables tables, String table) {
        this.tables = tables;
        this.table = table;
    }

    /**
     * The newest checkpoint of tables of a pipeline, by {@code schema.table}; one that has none is not in it. Since each
     * run appends a file, files are opened from the newest on, and no more than necessary.
     *
     * @param wanted the tables that are asked for, as {@code schema.table}; of others what was come across is given
     */
    public Map<String, Checkpoint> newest(String pipeline, Set<String> wanted) {
        var found = new HashMap<String, Checkpoint>();
        if (!tables.exists(table)) {
            return found;
        }
        var iceberg = tables.load(table);
        var now = iceberg.currentSnapshot();
        if (now == null) {
            return found;
        }
        var schema = iceberg.schema();
        var published = schema.findField(PUBLISHED).fieldId();
        var scan = PlannedScan.withStatistics(iceberg, now.snapshotId(), Expressions.equal(PIPELINE, pipeline));
        var files = new TreeMap<Long, List<PlannedScan>>(Comparator.reverseOrder());
        scan.fileByFile().forEach(file -> files.computeIfAbsent(upTo(file, published), moment -> new ArrayList<>())
                .add(file));
        for (var moment : files.keySet()) {
            if (isSettled(found, wanted, moment)) {
                break;
            }
            for (var row : files.get(moment).stream()
                    .flatMap(file -> file.records(schema).stream())
                    .toList()) {
                var checkpoint = checkpoint(row);
                if (checkpoint.pipeline().equals(pipeline)) {
                    found.merge(
                            checkpoint.table(),
                            checkpoint,
                            BinaryOperator.maxBy(Comparator.comparingLong(Checkpoint::publishedMicros)));
                }
            }
        }
        return found;
    }

    /** Whether no file of which no row was published later than a moment can tell anything new. */
    private static boolean isSettled(Map<String, Checkpoint> found, Set<String> wanted, long upToMicros) {
        return !found.isEmpty()
                && found.keySet().containsAll(wanted)
                && wanted.stream().allMatch(name -> found.get(name).publishedMicros() > upToMicros);
    }

    /** When the last row of a file was published, as Iceberg remembers; the end of time where it does not. */
    private static long upTo(PlannedScan file, int published) {
        return file.dataFiles().values().stream()
                .map(DataFile::upperBounds)
                .map(bounds -> bounds == null ? null : bounds.get(published))
                .mapToLong(bound -> bound == null
                        ? Long.MAX_VALUE
                        : Conversions.<Long>fromByteBuffer(Types.TimestampType.withZone(), bound))
                .max()
                .orElse(Long.MAX_VALUE);
    }

    /** Appends the rows of a run. */
    public void append(List<Checkpoint> checkpoints) {
        tables.ensure(table, SCHEMA);
        var iceberg = tables.load(table);
        RowEdits.addHere(
                        iceberg,
                        checkpoints.stream()
                                .map(checkpoint -> record(iceberg.schema(), checkpoint))
                                .toList())
                .commit(iceberg);
    }

    private static Record record(Schema schema, Checkpoint checkpoint) {
        var record = GenericRecord.create(schema);
        record.setField(PIPELINE, checkpoint.pipeline());
        record.setField("source_table", checkpoint.table());
        record.setField("run_id", checkpoint.runId());
        record.setField("last_event_timestamp", moment(checkpoint.lastEventMicros()));
        record.setField("last_lsn", checkpoint.lastLsn());
        record.setField("bronze_snapshot_id", checkpoint.bronzeSnapshot());
        record.setField("rows_read", checkpoint.rowsRead());
        record.setField("rows_inserted", checkpoint.rowsInserted());
        record.setField("rows_closed", checkpoint.rowsClosed());
        record.setField("started_at", moment(checkpoint.startedMicros()));
        record.setField(PUBLISHED, moment(checkpoint.publishedMicros()));
        record.setField("last_order_key", checkpoint.lastOrderKey());
        record.setField("last_truncation_order_key", checkpoint.lastTruncation());
        record.setField(RAW_NEXT, checkpoint.rawNext());
        return record;
    }

    @SuppressWarnings("unchecked")
    private static Checkpoint checkpoint(Record row) {
        var rawNext = (Map<Integer, Long>) row.getField(RAW_NEXT);
        return new Checkpoint(
                (String) row.getField(PIPELINE),
                (String) row.getField("source_table"),
                (String) row.getField("run_id"),
                micros(row.getField("last_event_timestamp")),
                (Long) row.getField("last_lsn"),
                (Long) row.getField("bronze_snapshot_id"),
                (Long) row.getField("rows_read"),
                (Long) row.getField("rows_inserted"),
                (Long) row.getField("rows_closed"),
                Objects.requireNonNull(micros(row.getField("started_at"))),
                Objects.requireNonNull(micros(row.getField(PUBLISHED))),
                (String) row.getField("last_order_key"),
                (String) row.getField("last_truncation_order_key"),
                rawNext == null ? Map.of() : rawNext);
    }

    private static @Nullable OffsetDateTime moment(@Nullable Long micros) {
        return micros == null ? null : SilverValue.instant(micros).atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Long micros(@Nullable Object moment) {
        return moment == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, ((OffsetDateTime) moment).toInstant());
    }
}
