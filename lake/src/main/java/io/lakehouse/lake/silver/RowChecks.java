package io.lakehouse.lake.silver;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.lakehouse.contract.declaration.RowCheck;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.lake.bronze.BronzeChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** The declared conditions of a table. */
final class RowChecks {
    private static final int SAMPLES = 5;
    private static final String HOLDS = "lakehouse_check_";
    private static final String ROW = "lakehouse_row";

    private final List<RowCheck> checks;

    RowChecks(List<RowCheck> checks) {
        this.checks = checks;
    }

    /**
     * Refuses a condition that Spark cannot decide for a row of the table.
     *
     * @throws IllegalArgumentException which names table, field and what is wrong
     */
    static void require(SparkSession spark, TableRoute route) {
        var empty = spark.createDataFrame(List.of(), SparkSchemaUtil.convert(SilverSchema.of(route.shape())));
        for (var i = 0; i < route.checks().size(); i++) {
            var check = route.checks().get(i);
            var at = "table " + route.shape().qualifiedName() + ", lake.checks[" + i + "].sql of check " + check.name()
                    + ": \"" + check.sql() + "\" ";
            try {
                var type = empty.filter(lit(true))
                        .select(expr(check.sql()))
                        .schema()
                        .fields()[0]
                        .dataType();
                if (!type.equals(DataTypes.BooleanType)) {
                    throw new IllegalArgumentException(at + "is no condition but a " + type.simpleString());
                }
                // As the check is made, beside columns: an aggregate is no condition of one row.
                empty.select(col("*"), expr(check.sql()));
            } catch (Exception e) {
                // Spark throws it unchecked, though it is a checked one.
                if (e instanceof AnalysisException) {
                    throw new IllegalArgumentException(
                            at + "is no condition over the columns of " + route.silverTable() + ": " + firstLine(e), e);
                }
                throw e;
            }
        }
    }

    boolean isEmpty() {
        return checks.isEmpty();
    }

    /** What {@link #require(String, Dataset)} looks at, of rows with these columns. */
    Column[] columns(List<String> names) {
        var columns = new ArrayList<Column>();
        columns.add(
                struct(names.stream().map(Sql::column).toArray(Column[]::new)).as(ROW));
        for (var i = 0; i < checks.size(); i++) {
            columns.add(coalesce(expr(checks.get(i).sql()), lit(true)).as(HOLDS + i));
        }
        return columns.toArray(Column[]::new);
    }

    /**
     * Checks current versions.
     *
     * @throws AuditException when a condition does not hold for one; the message shows some of them
     */
    void require(String table, Dataset<Row> current) {
        var broken = IntStream.range(0, checks.size())
                .mapToObj(i -> count(when(not(col(HOLDS + i)), 1)))
                .toList();
        var counts = current.agg(broken.get(0), broken.subList(1, broken.size()).toArray(Column[]::new))
                .first();
        var failures = new ArrayList<String>();
        var samples = new ArrayList<String>();
        for (var i = 0; i < checks.size(); i++) {
            if (counts.getLong(i) > 0) {
                failures.add("check " + checks.get(i).name() + " ("
                        + checks.get(i).sql() + ") does not hold for " + counts.getLong(i) + " current versions");
                var name = checks.get(i).name();
                samples(current.filter(not(col(HOLDS + i)))).forEach(row -> samples.add(name + ": " + row));
            }
        }
        if (!failures.isEmpty()) {
            throw new AuditException(table + ": " + String.join("; ", failures), samples);
        }
    }

    private static List<String> samples(Dataset<Row> broken) {
        return broken
                .orderBy(BronzeChanges.KEY_TEXT)
                .limit(SAMPLES)
                .select(col(BronzeChanges.KEY_TEXT), to_json(col(ROW)))
                .collectAsList()
                .stream()
                .map(row -> "key " + row.getString(0) + " " + row.getString(1))
                .toList();
    }

    private static String firstLine(Exception failure) {
        return failure.getMessage()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("");
    }
}
