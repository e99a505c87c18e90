package io.lakehouse.lake.silver;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_micros;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.iceberg.Schema;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.types.DataTypes;

/** The checkpoint table: one row per published run and table, published together with the run's data. */
public final class Checkpoints {
    /** Column of {@link Checkpoint#rawNext}: map of int to long. Tables of earlier versions have it not. */
    private static final String RAW_NEXT = "raw_next_offsets";

    private static final Schema SCHEMA = new Schema(
            NestedField.optional(1, "pipeline", Types.StringType.get()),
            NestedField.optional(2, "source_table", Types.StringType.get()),
            NestedField.optional(3, "run_id", Types.StringType.get()),
            NestedField.optional(4, "last_event_timestamp", Types.TimestampType.withZone()),
            NestedField.optional(5, "last_lsn", Types.LongType.get()),
            NestedField.optional(6, "bronze_snapshot_id", Types.LongType.get()),
            NestedField.optional(7, "rows_read", Types.LongType.get()),
            NestedField.optional(8, "rows_inserted", Types.LongType.get()),
            NestedField.optional(9, "rows_closed", Types.LongType.get()),
            NestedField.optional(10, "started_at", Types.TimestampType.withZone()),
            NestedField.optional(11, "published_at", Types.TimestampType.withZone()),
            NestedField.optional(12, "last_order_key", Types.StringType.get()),
            NestedField.optional(13, "last_truncation_order_key", Types.StringType.get()),
            NestedField.optional(
                    14, RAW_NEXT, Types.MapType.ofOptional(15, 16, Types.IntegerType.get(), Types.LongType.get())));

    private final SparkSession spark;
    private final SilverTables tables;
    private final String table;
    private final String identifier;

    /**
     * The checkpoint table of a name.
     *
     * @param identifier the same table as SQL names it, catalogue and all
     */
    public Checkpoints(SparkSession spark, SilverTables tables, String table, String identifier) {
        this.spark = spark;
        this.tables = tables;
        this.table = table;
        this.identifier = identifier;
    }

    /** The newest checkpoint of each table of a pipeline, by {@code schema.table}. */
    public Map<String, Checkpoint> newest(String pipeline) {
        if (!tables.exists(table)) {
            return Map.of();
        }
        var all = SCHEMA.columns().stream()
                .map(field -> field.type() instanceof Types.TimestampType
                        ? unix_micros(col(field.name())).as(field.name())
                        : col(field.name()))
                .toArray(Column[]::new);
        var rows = spark.read().table(identifier);
        if (!List.of(rows.columns()).contains(RAW_NEXT)) {
            rows = rows.withColumn(
                    RAW_NEXT, lit(null).cast(DataTypes.createMapType(DataTypes.IntegerType, DataTypes.LongType)));
        }
        return rows
                .filter(col("pipeline").equalTo(pipeline))
                .groupBy("source_table")
                .agg(max_by(struct(all), col("published_at")).as("newest"))
                .select("newest.*")
                .collectAsList()
                .stream()
                .map(Checkpoints::checkpoint)
                .collect(Collectors.toMap(Checkpoint::table, Function.identity()));
    }

    /** Appends the rows of a run. */
    public void append(List<Checkpoint> checkpoints) {
        tables.ensure(table, SCHEMA);
        var rows = checkpoints.stream().map(Checkpoints::row).toList();
        try {
            spark.createDataFrame(rows, SparkSchemaUtil.convert(SCHEMA))
                    .coalesce(1)
                    .writeTo(identifier)
                    .append();
        } catch (NoSuchTableException e) {
            throw new IllegalStateException(identifier + " vanished while the run wrote it", e);
        }
    }

    private static Row row(Checkpoint checkpoint) {
        return RowFactory.create(
                checkpoint.pipeline(),
                checkpoint.table(),
                checkpoint.runId(),
                SilverValue.instantOrNull(checkpoint.lastEventMicros()),
                checkpoint.lastLsn(),
                checkpoint.bronzeSnapshot(),
                checkpoint.rowsRead(),
                checkpoint.rowsInserted(),
                checkpoint.rowsClosed(),
                SilverValue.instant(checkpoint.startedMicros()),
                SilverValue.instant(checkpoint.publishedMicros()),
                checkpoint.lastOrderKey(),
                checkpoint.lastTruncation(),
                checkpoint.rawNext());
    }

    private static Checkpoint checkpoint(Row row) {
        return new Checkpoint(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                (Long) row.get(3),
                (Long) row.get(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getString(11),
                row.getString(12),
                row.isNullAt(13) ? Map.of() : row.getJavaMap(13));
    }
}
