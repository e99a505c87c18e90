package io.lakehouse.lake.silver;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_micros;

import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.lake.bronze.BronzeChanges;
import io.lakehouse.lake.version.Version;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** The versions that an SCD2 table holds, without the source's columns but with the text of their key. */
final class StoredVersions {
    private static final String START_MICROS = "start_micros";
    private static final String END_MICROS = "end_micros";

    private StoredVersions() {}

    /** All versions of a table. */
    static Dataset<Row> read(SparkSession spark, String identifier, TableShape table) {
        var keyText = udf(new KeyOfRow(table), DataTypes.StringType);
        var keyColumns = table.key().stream().map(Sql::column).toArray(Column[]::new);
        return spark.read()
                .table(identifier)
                .select(
                        keyText.apply(struct(keyColumns), col(SilverSchema.SPECIAL_VALUES))
                                .as(BronzeChanges.KEY_TEXT),
                        col(SilverSchema.EVENT_ID),
                        col(SilverSchema.ORDER_KEY),
                        col(SilverSchema.LAST_ORDER_KEY),
                        unix_micros(col(SilverSchema.START)).as(START_MICROS),
                        unix_micros(col(SilverSchema.END)).as(END_MICROS),
                        col(SilverSchema.CURRENT),
                        col(SilverSchema.DELETED),
                        col(SilverSchema.ROW_HASH));
    }

    /** The versions of some keys. */
    static Dataset<Row> ofKeys(Dataset<Row> versions, Dataset<Row> keys) {
        return versions.join(
                keys, versions.col(BronzeChanges.KEY_TEXT).equalTo(keys.col(BronzeChanges.KEY_TEXT)), "left_semi");
    }

    /** One row of {@link #read}. */
    static Version version(Row row) {
        return new Version(
                row.getAs(SilverSchema.EVENT_ID),
                row.getAs(SilverSchema.ORDER_KEY),
                row.getAs(SilverSchema.LAST_ORDER_KEY),
                row.<Long>getAs(START_MICROS),
                row.getAs(END_MICROS),
                row.getAs(SilverSchema.DELETED),
                row.getAs(SilverSchema.ROW_HASH),
                null);
    }

    /** Ends of the effective ranges, in microseconds; NULL while current. */
    static Column endMicros() {
        return col(END_MICROS);
    }

    /** Starts of the effective ranges, in microseconds. */
    static Column startMicros() {
        return col(START_MICROS);
    }
}
