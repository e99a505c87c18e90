package io.lakehouse.bench.scd2;

import io.lakehouse.contract.job.Bronze;
import java.util.List;
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
    private static final String NAMESPACE = "merge";
    private static final String HASH = "md5(concat_ws('|', name, category, price, quantity, note)) AS row_hash";

    private final SparkSession spark;
    private final Catalog lake;
    private final String catalog;
    private final String mode;
    private final String table;
    private final Savepoint loaded;
    private final long loadedUpTo;
    private long position;

    /**
     * Starts from the rows of another arm, sorted by their key, which favours it: what it loads itself is not.
     *
     * @param mode of Iceberg: copy-on-write or merge-on-read
     */
    MergeArm(SparkSession spark, Catalog lake, String catalog, String mode, Arm other) {
        this.spark = spark;
        this.lake = lake;
        this.catalog = catalog;
        this.mode = mode;
        var name = mode.replace('-', '_');
        this.table = catalog + "." + NAMESPACE + "." + name;
        spark.sql("CREATE NAMESPACE IF NOT EXISTS " + catalog + "." + NAMESPACE);
        spark.sql("CREATE TABLE " + table + " USING iceberg TBLPROPERTIES ('format-version'='2',"
                + " 'write.merge.mode'='" + mode + "', 'write.parquet.compression-codec'='zstd') AS"
                + " SELECT id, name, category, price, quantity, note, effective_start_ts, effective_end_ts, is_current,"
                + " is_deleted, " + HASH + " FROM " + other.table() + " ORDER BY id");
        this.loaded = new Savepoint(lake, List.of(TableIdentifier.of(NAMESPACE, name)));
        this.loadedUpTo = upTo();
        this.position = loadedUpTo;
    }

    private long upTo() {
        return lake.loadTable(TableIdentifier.of(Bronze.NAMESPACE, Workload.BRONZE_TABLE))
                .currentSnapshot()
                .snapshotId();
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
    public void restart() {
        loaded.restore();
        position = loadedUpTo;
    }

    @Override
    public void take() {
        var upTo = upTo();
        spark.read()
                .option("start-snapshot-id", position)
                .option("end-snapshot-id", upTo)
                .table(catalog + "." + Bronze.NAMESPACE + "." + Workload.BRONZE_TABLE)
                .selectExpr(
                        "op",
                        "order_key",
                        "event_timestamp AS ts",
                        "from_json(coalesce(after, before), 'id bigint, name string, category string,"
                                + " price decimal(10,2), quantity int, note string') AS r")
                .selectExpr("op", "order_key", "ts", "r.*")
                .selectExpr("*", HASH)
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
        position = upTo;
    }
}
