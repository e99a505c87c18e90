package io.lakehouse.lake.silver;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.lake.bronze.BronzeChanges;
import io.lakehouse.lake.bronze.Truncation;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/** One SCD2 table in a run: takes the new changes of its source table in. */
public final class SilverTable {
    private final SparkSession spark;
    private final TableShape table;
    private final String identifier;
    private final String runId;

    /**
     * The SCD2 table of a route.
     *
     * @param identifier the SCD2 table as SQL names it, catalogue and all
     * @param runId identity of the run
     */
    public SilverTable(SparkSession spark, TableRoute route, String identifier, String runId) {
        this.spark = spark;
        this.table = route.shape();
        this.identifier = identifier;
        this.runId = runId;
    }

    /**
     * What taking in changes did.
     *
     * @param inserted versions appended
     * @param closed versions that ended
     * @param unknown updates and deletes of keys without a current version
     * @param rebuilt keys whose chain was built again for late changes
     */
    public record Merged(long inserted, long closed, long unknown, long rebuilt) {}

    /**
     * Merges changes into the table and checks the result.
     *
     * @param changes the new changes, as {@link BronzeChanges#read} gives them; read several times
     * @param lastTruncation order key of the last truncation that an earlier run applied; empty when there was none
     * @param history all changes of this table up to the end of what the run reads; asked for only when a late change
     *     makes it necessary
     */
    public Merged merge(Dataset<Row> changes, String lastTruncation, Supplier<Dataset<Row>> history) {
        var truncations = BronzeChanges.truncations(changes);
        var keyed = keyed(changes);
        // A new reading each time, since the table changes in between.
        Supplier<Dataset<Row>> stored = () -> StoredVersions.read(spark, identifier, table);
        Supplier<Dataset<Row>> touched =
                () -> truncations.isEmpty() ? StoredVersions.ofKeys(stored.get(), keys(keyed)) : stored.get();
        var extended = outcome(keyed, touched.get(), ChainStep.extending(table, runId, truncations, lastTruncation));
        var late = extended.filter(col(Outcome.KIND).equalTo(Outcome.LATE))
                .select(col(Outcome.KEY_TEXT).as(BronzeChanges.KEY_TEXT));
        var rebuilt = late.count();
        var outcome = extended;
        var again = Optional.<Dataset<Row>>empty();
        if (rebuilt > 0) {
            again = Optional.of(rebuild(late, keyed, stored.get(), history.get()));
            outcome = extended.filter(col(Outcome.KIND).notEqual(Outcome.LATE)).unionByName(again.get());
        }
        try {
            return write(outcome, touched, rebuilt);
        } finally {
            extended.unpersist();
            again.ifPresent(Dataset::unpersist);
        }
    }

    private Dataset<Row> rebuild(Dataset<Row> late, Dataset<Row> changes, Dataset<Row> stored, Dataset<Row> history) {
        List<Truncation> truncations = BronzeChanges.truncations(history);
        var all = StoredVersions.ofKeys(keyed(history), late)
                .withColumn(ChainStep.FRESH, lit(false))
                .unionByName(StoredVersions.ofKeys(changes, late).withColumn(ChainStep.FRESH, lit(true)));
        return outcome(all, StoredVersions.ofKeys(stored, late), ChainStep.rebuilding(table, runId, truncations));
    }

    private Merged write(Dataset<Row> outcome, Supplier<Dataset<Row>> touched, long rebuilt) {
        var totals = outcome.agg(
                        count(when(col(Outcome.KIND).equalTo(Outcome.INSERT), 1)),
                        count(when(col(Outcome.KIND).isin(Outcome.CHANGE, Outcome.REMOVE), 1)),
                        total(Outcome.VERSIONS),
                        total(Outcome.CLOSED),
                        total(Outcome.UNKNOWN))
                .first();
        if (totals.getLong(0) + totals.getLong(1) > 0) {
            mergeInto(outcome);
        }
        SilverCheck.require(identifier, touched.get(), totals.getLong(2));
        return new Merged(totals.getLong(0), totals.getLong(3), totals.getLong(4), rebuilt);
    }

    /** One MERGE for all edits. A version's event id is its identity, so that no row of the table meets two edits. */
    private void mergeInto(Dataset<Row> outcome) {
        var columns = Outcome.silverColumns(table);
        var source = "edits_of_" + Integer.toHexString(System.identityHashCode(outcome));
        outcome.filter(col(Outcome.KIND).isin(Outcome.INSERT, Outcome.CHANGE, Outcome.REMOVE))
                .createOrReplaceTempView(source);
        try {
            spark.sql("MERGE INTO " + identifier + " AS t USING " + source + " AS s ON t." + SilverSchema.EVENT_ID
                    + " = s." + SilverSchema.EVENT_ID
                    + " WHEN MATCHED AND s." + Outcome.KIND + " = '" + Outcome.REMOVE + "' THEN DELETE"
                    + " WHEN MATCHED THEN UPDATE SET "
                    + Outcome.changedColumns().stream()
                            .map(name -> "t." + name + " = s." + name)
                            .collect(Collectors.joining(", "))
                    + " WHEN NOT MATCHED THEN INSERT ("
                    + columns.stream().map(Sql::quoted).collect(Collectors.joining(", "))
                    + ") VALUES ("
                    + columns.stream().map(name -> "s." + Sql.quoted(name)).collect(Collectors.joining(", "))
                    + ")");
        } finally {
            spark.catalog().dropTempView(source);
        }
    }

    private Dataset<Row> outcome(Dataset<Row> changes, Dataset<Row> versions, ChainStep step) {
        return grouped(changes)
                .cogroup(grouped(versions), step, Encoders.row(Outcome.schema(table)))
                .persist(StorageLevel.MEMORY_AND_DISK());
    }

    private static KeyValueGroupedDataset<String, Row> grouped(Dataset<Row> rows) {
        return rows.groupByKey((MapFunction<Row, String>) row -> row.getAs(BronzeChanges.KEY_TEXT), Encoders.STRING());
    }

    private static Dataset<Row> keyed(Dataset<Row> changes) {
        return changes.filter(col(BronzeChanges.KEY_TEXT).isNotNull());
    }

    private static Dataset<Row> keys(Dataset<Row> changes) {
        return changes.select(BronzeChanges.KEY_TEXT).distinct();
    }

    private static org.apache.spark.sql.Column total(String column) {
        return coalesce(sum(col(column)), lit(0L));
    }
}
