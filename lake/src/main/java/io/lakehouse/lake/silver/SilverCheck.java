package io.lakehouse.lake.silver;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.lakehouse.lake.bronze.BronzeChanges;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * What must hold of the versions of a key (invariant I5 of the contract), checked on what was written and before it is
 * published: no overlap, no gap but for deletions, at most one current version.
 */
final class SilverCheck {
    private static final int SAMPLES = 5;
    private static final String WRONG = "wrong";
    private static final String START_MICROS = "start_micros";
    private static final String END_MICROS = "end_micros";

    private SilverCheck() {}

    /** The columns that are looked at. */
    static Column[] columns() {
        return new Column[] {
            col(SilverSchema.EVENT_ID),
            col(SilverSchema.ORDER_KEY),
            col(SilverSchema.LAST_ORDER_KEY),
            unix_micros(col(SilverSchema.START)).as(START_MICROS),
            unix_micros(col(SilverSchema.END)).as(END_MICROS),
            col(SilverSchema.CURRENT),
            col(SilverSchema.DELETED)
        };
    }

    /**
     * Checks the versions of the keys that a run touched.
     *
     * @param versions the {@link #columns} of versions, after their key text
     * @param expected how many versions they must be
     * @throws AuditException when they do not hold; the message shows some of the versions that are wrong
     */
    static void require(String table, Dataset<Row> versions, long expected) {
        var chain = Window.partitionBy(BronzeChanges.KEY_TEXT)
                .orderBy(
                        col(SilverSchema.ORDER_KEY).asc(),
                        col(SilverSchema.LAST_ORDER_KEY).asc(),
                        col(SilverSchema.DELETED).desc());
        var start = col(START_MICROS);
        var end = col(END_MICROS);
        var next = lead(start, 1).over(chain);
        var wrong = start.isNull()
                .or(col(SilverSchema.CURRENT).notEqual(end.isNull()))
                .or(col(SilverSchema.DELETED).and(end.isNull()))
                .or(end.lt(start))
                .or(next.isNotNull().and(end.isNull()))
                .or(next.lt(end))
                .or(next.isNull()
                        .and(end.isNotNull())
                        .and(col(SilverSchema.DELETED).equalTo(false)))
                .or(next.gt(end).and(col(SilverSchema.DELETED).equalTo(false)));
        var judged = versions.withColumn(WRONG, coalesce(wrong, lit(false)));
        var found = judged.agg(count(lit(1)), count(when(col(WRONG), 1))).first();
        if (found.getLong(1) > 0) {
            throw new AuditException(table + ": " + found.getLong(1)
                    + " versions overlap, leave a gap or are current beside another: " + samples(judged));
        }
        if (found.getLong(0) != expected) {
            throw new AuditException(table + ": the touched keys have " + found.getLong(0)
                    + " versions, but the changes make " + expected);
        }
    }

    private static String samples(Dataset<Row> judged) {
        return judged
                .filter(col(WRONG))
                .orderBy(BronzeChanges.KEY_TEXT, SilverSchema.ORDER_KEY)
                .limit(SAMPLES)
                .select(
                        col(BronzeChanges.KEY_TEXT),
                        timestamp_micros(col(START_MICROS)),
                        timestamp_micros(col(END_MICROS)),
                        col(SilverSchema.CURRENT),
                        col(SilverSchema.DELETED),
                        col(SilverSchema.EVENT_ID))
                .collectAsList()
                .stream()
                .map(row -> "key " + row.get(0) + " from " + row.get(1) + " to " + row.get(2) + " current " + row.get(3)
                        + " deleted " + row.get(4) + " event " + row.get(5))
                .collect(Collectors.joining("; "));
    }
}
