package io.lakehouse.lake.silver;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.lakehouse.lake.bronze.BronzeChanges;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.KeyValueGroupedDataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The outcome of some keys' changes, with its totals.
 *
 * @param rows rows of {@link Outcome}
 * @param late keys of which more has to be looked at
 * @param from the least order key from which on the changes of one of them have to be known; empty when none says so
 * @param edits rows to be written or removed
 * @param inserted versions among them that are new
 * @param versions versions that the check has to find
 * @param closed versions that end
 * @param unknown updates and deletes of keys without a current version
 */
record Step(
        Dataset<Row> rows,
        long late,
        String from,
        long edits,
        long inserted,
        long versions,
        long closed,
        long unknown) {
    /** Has Spark's tasks follow the rules; the rows are kept until they are unpersisted. */
    static Step spread(Dataset<Row> changes, Dataset<Row> stored, ChainStep step, StructType schema) {
        var rows = grouped(changes)
                .cogroup(grouped(stored), step, Encoders.row(schema))
                .persist(StorageLevel.MEMORY_AND_DISK());
        var totals = rows.agg(
                        count(when(col(Outcome.KIND).equalTo(Outcome.LATE), 1)),
                        count(when(isEdit(), 1)),
                        count(when(col(Outcome.KIND).equalTo(Outcome.INSERT), 1)),
                        total(Outcome.VERSIONS),
                        total(Outcome.CLOSED),
                        total(Outcome.UNKNOWN),
                        coalesce(min(Outcome.FROM), lit("")))
                .first();
        return new Step(
                rows,
                totals.getLong(0),
                totals.getString(6),
                totals.getLong(1),
                totals.getLong(2),
                totals.getLong(3),
                totals.getLong(4),
                totals.getLong(5));
    }

    /** Key texts of the late keys. */
    Dataset<Row> lateKeys() {
        return rows.filter(col(Outcome.KIND).equalTo(Outcome.LATE))
                .select(col(Outcome.KEY_TEXT).as(BronzeChanges.KEY_TEXT));
    }

    /** Whether a row is about a version to be written or removed. */
    static Column isEdit() {
        return col(Outcome.KIND).isin(Outcome.EDITS.toArray());
    }

    private static KeyValueGroupedDataset<String, Row> grouped(Dataset<Row> rows) {
        return rows.groupByKey((MapFunction<Row, String>) row -> row.getAs(BronzeChanges.KEY_TEXT), Encoders.STRING());
    }

    private static Column total(String column) {
        return coalesce(sum(col(column)), lit(0L));
    }
}
