package io.lakehouse.bench.scd2;

import io.lakehouse.contract.job.Bronze;
import java.util.OptionalLong;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.spark.sql.SparkSession;

/**
 * The usual Spark job: the new changes of each key are chained by {@code lead()}, so that several of one key make several
 * versions, and one MERGE closes the current versions whose hash differs and inserts the new ones.
 *
 * <p>It reads the same snapshots of bronze and makes the same versions of changes in order. It does not know
 * redeliveries, late changes, truncations, special values or changed columns, checks nothing, and keeps its position in
 * memory.
 */
final class MergeArm implements Arm {
    private final SparkSession spark;
    private final Catalog lake;
    private final String catalog;
    private final String bronze;
    private final String mode;
    private final String table;
    private OptionalLong position = OptionalLong.empty();

    MergeArm(SparkSession spark, Catalog lake, String catalog, String bronze, String mode) {
        this.spark = spark;
        this.lake = lake;
        this.catalog = catalog;
        this.bronze = bronze;
        this.mode = mode;
        this.table = catalog + ".merge_" + bronze + "." + mode.replace('-', '_');
        spark.sql("CREATE NAMESPACE IF NOT EXISTS " + catalog + ".merge_" + bronze);
        spark.sql("CREATE TABLE " + table
                + " (id bigint, name string, category string, price decimal(10,2), quantity int,"
                + " note string, effective_start_ts timestamp, effective_end_ts timestamp, is_current boolean,"
                + " is_deleted boolean, row_hash string) USING iceberg TBLPROPERTIES ('format-version'='2',"
                + " 'write.merge.mode'='" + mode + "', 'write.parquet.compression-codec'='zstd')");
    }

    @Override
    public String name() {
        return "MERGE " + mode;
    }

    @Override
    public String table() {
        return table;
    }

    @Override
    public void take() {
        Table source = lake.loadTable(TableIdentifier.of(Bronze.NAMESPACE, bronze));
        var upTo = source.currentSnapshot().snapshotId();
        var reader = spark.read();
        if (position.isPresent()) {
            reader.option("start-snapshot-id", position.getAsLong()).option("end-snapshot-id", upTo);
        } else {
            reader.option("snapshot-id", upTo);
        }
        reader.table(catalog + "." + Bronze.NAMESPACE + "." + bronze)
                .selectExpr(
                        "op",
                        "order_key",
                        "event_timestamp AS ts",
                        "from_json(coalesce(after, before), 'id bigint, name string, category string,"
                                + " price decimal(10,2), quantity int, note string') AS r")
                .selectExpr("op", "order_key", "ts", "r.*")
                .selectExpr("*", "md5(concat_ws('|', name, category, price, quantity, note)) AS row_hash")
                .selectExpr(
                        "*",
                        "lead(ts) OVER (PARTITION BY id ORDER BY order_key) AS next_ts",
                        "lead(op) OVER (PARTITION BY id ORDER BY order_key) AS next_op",
                        "row_number() OVER (PARTITION BY id ORDER BY order_key) AS place")
                .createOrReplaceTempView("merge_changes");
        spark.sql("MERGE INTO " + table + " t USING ("
                + "SELECT id AS merge_key, * FROM merge_changes WHERE place = 1"
                + " UNION ALL SELECT NULL AS merge_key, * FROM merge_changes WHERE op <> 'd') s"
                + " ON t.id = s.merge_key AND t.is_current"
                + " WHEN MATCHED AND (s.op = 'd' OR t.row_hash <> s.row_hash) THEN UPDATE SET"
                + " t.is_current = false, t.effective_end_ts = s.ts, t.is_deleted = (s.op = 'd')"
                + " WHEN NOT MATCHED AND s.merge_key IS NULL THEN INSERT (id, name, category, price, quantity, note,"
                + " effective_start_ts, effective_end_ts, is_current, is_deleted, row_hash) VALUES (s.id, s.name,"
                + " s.category, s.price, s.quantity, s.note, s.ts, s.next_ts, s.next_ts IS NULL,"
                + " coalesce(s.next_op = 'd', false), s.row_hash)");
        position = OptionalLong.of(upTo);
    }
}
