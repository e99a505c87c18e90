package io.lakehouse.lake.bronze;

import static org.apache.spark.sql.functions.col;

import io.lakehouse.contract.change.OrderKey;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.Bronze;
import io.lakehouse.lake.store.PlannedScan;
import io.lakehouse.lake.store.Room;
import io.lakehouse.lake.store.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The changes of one table that bronze holds, read only when a late change makes it necessary, and not further back. */
public final class BronzeHistory implements AutoCloseable {
    private final SparkSession spark;
    private final Supplier<Table> bronze;
    private final String identifier;
    private final TableShape table;
    private final long upTo;
    private final Traffic traffic;
    private final List<PlannedScan> scans = new ArrayList<>();

    /**
     * The history of a table.
     *
     * @param bronze loads the bronze table
     * @param identifier the same table as SQL names it, catalogue and all
     * @param upTo the last snapshot to read
     * @param traffic counts what is read
     */
    public BronzeHistory(
            SparkSession spark,
            Supplier<Table> bronze,
            String identifier,
            TableShape table,
            long upTo,
            Traffic traffic) {
        this.spark = spark;
        this.bronze = bronze;
        this.identifier = identifier;
        this.table = table;
        this.upTo = upTo;
        this.traffic = traffic;
    }

    /**
     * Changes that were found.
     *
     * @param changes as {@link BronzeChanges#read} gives them
     * @param few whether this JVM holds them
     */
    public record Found(Dataset<Row> changes, boolean few) {}

    /** All changes from an order key on, that one included. */
    public Found from(String orderKey) {
        var loaded = bronze.get();
        var order = OrderKey.parse(orderKey);
        var scan = BronzeChanges.scan(loaded, BronzeRange.whole(upTo), List.of(table), files(order));
        scans.add(scan);
        traffic.read(loaded.name(), scan);
        var here = scan.isFew()
                ? BronzeChanges.readHere(scan, loaded, List.of(table), Room.ofHeap())
                : Optional.<List<Row>>empty();
        var changes = here.map(rows -> spark.createDataFrame(rows, BronzeChanges.SCHEMA))
                .orElseGet(() -> BronzeChanges.read(spark, scan, identifier, List.of(table)));
        return new Found(changes.filter(rows(order)), here.isPresent());
    }

    @Override
    public void close() {
        scans.forEach(PlannedScan::close);
    }

    /**
     * What an order key says of the columns by which files are passed over; of its own text Iceberg keeps no more than
     * the first characters. What was streamed may stand at lower positions than the snapshot before it.
     */
    private static Expression files(OrderKey order) {
        var sameEpoch = Expressions.equal(Bronze.EPOCH, order.epoch());
        return Expressions.or(
                Expressions.greaterThan(Bronze.EPOCH, order.epoch()),
                order.phase() == 0
                        ? sameEpoch
                        : Expressions.and(sameEpoch, Expressions.greaterThanOrEqual(Bronze.LSN, order.lsn())));
    }

    /** The rows themselves; by all the columns that {@link #files} asks for, without which Spark cannot read them. */
    private static Column rows(OrderKey order) {
        return col(Bronze.ORDER_KEY)
                .geq(order.toString())
                .and(col(Bronze.EPOCH).gt(order.epoch()).or(col(Bronze.LSN).geq(order.phase() == 0 ? 0 : order.lsn())));
    }
}
