package io.lakehouse.lake.upkeep;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.xxhash64;

import io.lakehouse.lake.silver.AuditException;
import io.lakehouse.lake.store.PlannedScan;
import java.util.Arrays;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** The audit of a compaction: the table holds the same rows as before, whatever their order. */
final class SameRows {
    private static final int DIGITS = 38;

    private final SparkSession spark;

    SameRows(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Compares.
     *
     * @param identifier the table as SQL names it, catalogue and all
     * @param before id of the snapshot that was compacted
     * @throws AuditException when rows are others now
     */
    void require(Table table, String identifier, long before) {
        var was = digest(PlannedScan.asOf(table, before, Expressions.alwaysTrue()), identifier);
        var is = digest(PlannedScan.of(table, Expressions.alwaysTrue()), identifier);
        if (!was.equals(is)) {
            throw new AuditException(table.name() + ": the compaction of snapshot " + before
                    + " gave other rows: rows and digest were " + was + ", are " + is);
        }
    }

    private Row digest(PlannedScan scan, String identifier) {
        try (scan) {
            var rows = scan.rows(spark, identifier);
            var cells = Arrays.stream(rows.columns()).map(SameRows::column).toArray(Column[]::new);
            return rows.select(xxhash64(to_json(struct(cells)))
                            .cast(DataTypes.createDecimalType(DIGITS, 0))
                            .as("digest"))
                    .agg(count(lit(1)), sum("digest"))
                    .first();
        }
    }

    private static Column column(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }
}
