package io.lakehouse.lake.bronze;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.when;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.Bronze;
import io.lakehouse.lake.bronze.Tally.Part;
import io.lakehouse.lake.store.PlannedScan;
import io.lakehouse.lake.store.Room;
import io.lakehouse.lake.store.Traffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * The changes that one run reads. Bronze is read once for all tables that were read up to the same position before,
 * which is all of them but for a table that is new to the pipeline; what was read is kept until the run ends.
 */
public final class BronzeInput implements AutoCloseable {
    private final List<Dataset<Row>> readings = new ArrayList<>();
    private final List<PlannedScan> scans = new ArrayList<>();
    private final Map<TableShape, TableChanges> changes = new HashMap<>();
    private final Map<TableShape, Totals> totals = new HashMap<>();

    /**
     * What was read of one table.
     *
     * @param rows changes, redeliveries among them
     * @param lastOrderKey the highest order key
     * @param lastEventMicros commit time of the change of that order key, in microseconds since 1970-01-01T00:00:00Z
     * @param lastLsn log position of that change
     * @param lastTruncation the highest order key of a truncation; empty when there is none
     * @param rawNext one above the last offset of each partition of the raw topic, of changes of the highest epoch
     */
    public record Totals(
            long rows,
            String lastOrderKey,
            long lastEventMicros,
            long lastLsn,
            String lastTruncation,
            Map<Integer, Long> rawNext) {

        /** Whether a truncation is among the changes. */
        public boolean truncates() {
            return !lastTruncation.isEmpty();
        }
    }

    private final Room room;

    private BronzeInput(Room room) {
        this.room = room;
    }

    /**
     * Reads what is new for some tables.
     *
     * @param identifier the bronze table as SQL names it, catalogue and all
     * @param positions the tables, each with the snapshot up to which it was read before; empty when it never was
     * @param upTo the last snapshot to read
     * @param traffic counts what is read
     * @param room for changes that this JVM holds and what is read to take them in
     * @throws IllegalStateException when a position is not in bronze's history any more
     */
    public static BronzeInput read(
            SparkSession spark,
            Table bronze,
            String identifier,
            Map<TableShape, OptionalLong> positions,
            long upTo,
            Traffic traffic,
            Room room) {
        var byPosition = new LinkedHashMap<OptionalLong, List<TableShape>>();
        positions.forEach((table, position) ->
                byPosition.computeIfAbsent(position, key -> new ArrayList<>()).add(table));
        var input = new BronzeInput(room);
        byPosition.forEach((position, tables) -> {
            var range = BronzeRange.between(bronze, position, upTo);
            if (!range.isEmpty()) {
                var scan = BronzeChanges.scan(bronze, range, tables, Expressions.alwaysTrue());
                input.scans.add(scan);
                traffic.read(bronze.name(), scan);
                input.add(spark, bronze, identifier, scan, tables);
            }
        });
        return input;
    }

    /** Whether nothing is new for any table. */
    public boolean isEmpty() {
        return totals.isEmpty();
    }

    /** What was read of a table; empty when nothing is new for it. */
    public Optional<Totals> totals(TableShape table) {
        return Optional.ofNullable(totals.get(table));
    }

    /**
     * The new changes of a table.
     *
     * @throws IllegalArgumentException when nothing is new for it
     */
    public TableChanges changes(TableShape table) {
        var found = changes.get(table);
        if (found == null) {
            throw new IllegalArgumentException("nothing is new for " + table.qualifiedName());
        }
        return found;
    }

    @Override
    public void close() {
        readings.forEach(Dataset::unpersist);
        scans.forEach(PlannedScan::close);
    }

    private void add(SparkSession spark, Table bronze, String identifier, PlannedScan scan, List<TableShape> tables) {
        // They take more room than their files; half of it is for what is read beside them.
        var half = Room.of(room.left() / 2);
        var here = scan.bytes() > half.left()
                ? Optional.<List<Row>>empty()
                : BronzeChanges.readHere(scan, bronze, tables, half);
        if (here.isPresent()) {
            room.take(room.left() / 2 - half.left());
            hold(spark, here.get(), tables);
            return;
        }
        var reading = BronzeChanges.read(spark, scan, identifier, tables).persist(StorageLevel.MEMORY_AND_DISK());
        readings.add(reading);
        Tally.totals(parts(reading)).forEach((number, found) -> {
            totals.put(tables.get(number), found);
            changes.put(
                    tables.get(number),
                    TableChanges.spread(
                            found.rows(),
                            reading.filter(col(BronzeChanges.TABLE).equalTo(number)),
                            room));
        });
    }

    private void hold(SparkSession spark, List<Row> rows, List<TableShape> tables) {
        Tally.totals(rows.stream().map(BronzeInput::part).toList()).forEach((number, found) -> {
            var ours = rows.stream().filter(row -> row.getInt(0) == number).toList();
            totals.put(tables.get(number), found);
            changes.put(
                    tables.get(number),
                    TableChanges.held(ours, () -> spark.createDataFrame(ours, BronzeChanges.SCHEMA), room));
        });
    }

    /** A row of {@link BronzeChanges#readHere} alone. */
    private static Part part(Row row) {
        var truncates = row.getString(2).equals(Operation.TRUNCATE.code());
        return new Part(
                row.getInt(0),
                row.getLong(8),
                row.getInt(9),
                1,
                row.getString(5),
                row.getLong(11),
                row.getLong(7),
                truncates ? row.getString(5) : null,
                row.getLong(10));
    }

    private static List<Part> parts(Dataset<Row> reading) {
        return reading
                .groupBy(BronzeChanges.TABLE, Bronze.EPOCH, Bronze.RAW_PARTITION)
                .agg(
                        count(lit(1)),
                        max(Bronze.ORDER_KEY),
                        max_by(col(BronzeChanges.EVENT_MICROS), col(Bronze.ORDER_KEY)),
                        max_by(col(Bronze.LSN), col(Bronze.ORDER_KEY)),
                        max(when(col(Bronze.OP).equalTo(Operation.TRUNCATE.code()), col(Bronze.ORDER_KEY))),
                        max(Bronze.RAW_OFFSET))
                .collectAsList()
                .stream()
                .map(row -> new Part(
                        row.getInt(0),
                        row.getLong(1),
                        row.getInt(2),
                        row.getLong(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getString(7),
                        row.getLong(8)))
                .toList();
    }
}
