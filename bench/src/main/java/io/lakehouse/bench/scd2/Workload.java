package io.lakehouse.bench.scd2;

import io.lakehouse.contract.change.EventId;
import io.lakehouse.contract.change.KeyText;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.change.OrderKey;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.Bronze;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;

/**
 * Seeded changes of one table, as the bronze job would have written them: first every row, then batches in which of ten
 * changes one deletes a row, one inserts a new one and eight update one, of keys drawn evenly; a key may be drawn more
 * than once. Every update changes its row.
 */
final class Workload {
    /** The bronze table. */
    static final String BRONZE_TABLE = "changes";

    static final TableShape TABLE = new TableShape(
            "public",
            "products",
            List.of(
                    new Column("id", ColumnType.of(TypeName.BIGINT), false),
                    new Column("name", ColumnType.of(TypeName.TEXT), true),
                    new Column("category", ColumnType.of(TypeName.TEXT), true),
                    new Column("price", new ColumnType(TypeName.NUMERIC, 10, 2), true),
                    new Column("quantity", ColumnType.of(TypeName.INTEGER), true),
                    new Column("note", ColumnType.of(TypeName.TEXT), true)),
            List.of("id"));
    private static final Schema BRONZE = new Schema(
            NestedField.required(1, Bronze.SOURCE_SCHEMA, Types.StringType.get()),
            NestedField.required(2, Bronze.SOURCE_TABLE, Types.StringType.get()),
            NestedField.required(3, Bronze.OP, Types.StringType.get()),
            NestedField.optional(4, Bronze.BEFORE, Types.StringType.get()),
            NestedField.optional(5, Bronze.AFTER, Types.StringType.get()),
            NestedField.required(6, Bronze.ORDER_KEY, Types.StringType.get()),
            NestedField.required(7, Bronze.EVENT_ID, Types.StringType.get()),
            NestedField.required(8, Bronze.EPOCH, Types.LongType.get()),
            NestedField.required(9, Bronze.LSN, Types.LongType.get()),
            NestedField.required(10, Bronze.EVENT_TIMESTAMP, Types.TimestampType.withZone()),
            NestedField.required(11, Bronze.RAW_PARTITION, Types.IntegerType.get()),
            NestedField.required(12, Bronze.RAW_OFFSET, Types.LongType.get()));
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    /** Positions of the log from one batch to the next; the second half of them is left to late changes. */
    private static final long GAP = 100_000_000;

    private final SparkSession spark;
    private final String catalog;
    private final int rows;
    private final long seed;
    private final Savepoint loaded;
    private final ArrayList<Long> live = new ArrayList<>();
    private Random random;
    private long next;
    private long batch;
    private List<Long> updatedBefore = List.of();

    /** Makes the bronze table, with one creation of each row. */
    Workload(SparkSession spark, String catalog, Catalog lake, int rows, long seed) {
        this.spark = spark;
        this.catalog = catalog;
        this.rows = rows;
        this.seed = seed;
        this.random = new Random(seed);
        var identifier = TableIdentifier.of(Bronze.NAMESPACE, BRONZE_TABLE);
        lake.createTable(
                identifier,
                BRONZE,
                PartitionSpec.builderFor(BRONZE).hour(Bronze.EVENT_TIMESTAMP).build(),
                java.util.Map.of("format-version", "2"));
        append(spark.range(rows)
                .map(
                        (MapFunction<Long, Row>) id -> change(Operation.CREATE, id, id + 1),
                        Encoders.row(SparkSchemaUtil.convert(BRONZE))));
        loaded = new Savepoint(lake, List.of(identifier));
        begin();
    }

    /** Goes back to the creations; the same changes follow then for the same calls. */
    void restart() {
        loaded.restore();
        begin();
    }

    private void begin() {
        random = new Random(seed);
        live.clear();
        LongStream.range(0, rows).forEach(live::add);
        next = rows;
        batch = 1;
        updatedBefore = List.of();
    }

    /**
     * Appends so many changes. A share of them is late: updates of keys that were updated in the batch before, from before
     * that batch.
     */
    void append(long changes, double lateShare) {
        var rows = new ArrayList<Row>();
        var updated = new ArrayList<Long>();
        for (var i = 0L; i < changes; i++) {
            if (!updatedBefore.isEmpty() && random.nextDouble() < lateShare) {
                var id = updatedBefore.get(random.nextInt(updatedBefore.size()));
                rows.add(change(Operation.UPDATE, id, (batch - 2) * GAP + GAP / 2 + i));
                continue;
            }
            var lsn = batch * GAP + i;
            switch (random.nextInt(10)) {
                case 0 -> {
                    var place = random.nextInt(live.size());
                    var id = live.set(place, live.get(live.size() - 1));
                    live.remove(live.size() - 1);
                    rows.add(change(Operation.DELETE, id, lsn));
                }
                case 1 -> {
                    live.add(next);
                    rows.add(change(Operation.CREATE, next++, lsn));
                }
                default -> {
                    updated.add(live.get(random.nextInt(live.size())));
                    rows.add(change(Operation.UPDATE, updated.get(updated.size() - 1), lsn));
                }
            }
        }
        batch++;
        updatedBefore = updated;
        append(spark.createDataFrame(rows, SparkSchemaUtil.convert(BRONZE)).coalesce(1));
    }

    private void append(org.apache.spark.sql.Dataset<Row> rows) {
        try {
            rows.sortWithinPartitions(Bronze.EVENT_TIMESTAMP)
                    .writeTo(catalog + "." + Bronze.NAMESPACE + "." + BRONZE_TABLE)
                    .append();
        } catch (NoSuchTableException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Row change(Operation operation, long id, long lsn) {
        var image = "{\"id\":" + id + ",\"name\":\"product " + id + "\",\"category\":\"category " + id % 40
                + "\",\"price\":\"" + lsn % 90_000 + ".25\",\"quantity\":" + lsn % 1000 + ",\"note\":\"as of change "
                + lsn + "\"}";
        var delete = operation == Operation.DELETE;
        var key = KeyText.ofCanonical(List.of(Long.toString(id)));
        return RowFactory.create(
                TABLE.schema(),
                TABLE.table(),
                operation.code(),
                delete ? image : null,
                delete ? null : image,
                OrderKey.of(0, operation, lsn).toString(),
                EventId.of(0, lsn, TABLE.qualifiedName(), key, operation),
                0L,
                lsn,
                START.plus(lsn / GAP, ChronoUnit.MINUTES).plus(lsn % GAP, ChronoUnit.MICROS),
                0,
                lsn);
    }
}
