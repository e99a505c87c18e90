package io.lakehouse.lake.silver;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.lakehouse.contract.change.KeyText;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.lake.bronze.BronzeChanges;
import io.lakehouse.lake.lookup.WantedKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;

/**
 * The keys whose versions a run needs, and what follows for reading them: which files can hold them, and which rows
 * are theirs. Up to {@value #LISTED} keys are held in memory and looked for by their values; of more only the least and
 * the greatest value of each column count.
 */
final class TouchedKeys {
    private static final int LISTED = 100_000;
    private static final int PLANNED = 1_000;
    private static final String TYPED = "touched_key_";

    private final List<KeyColumn> columns;
    private final Optional<Dataset<Row>> keys;
    private final Expression filter;
    private final boolean special;
    private final boolean telling;
    private final Optional<WantedKeys> listed;

    private TouchedKeys(
            List<KeyColumn> columns,
            Optional<Dataset<Row>> keys,
            Expression filter,
            boolean special,
            boolean telling,
            Optional<WantedKeys> listed) {
        this.columns = columns;
        this.listed = listed;
        this.keys = keys;
        this.filter = filter;
        this.special = special;
        this.telling = telling;
    }

    /** Every key that there is. */
    static TouchedKeys all() {
        return new TouchedKeys(List.of(), Optional.empty(), Expressions.alwaysTrue(), false, true, Optional.empty());
    }

    /**
     * Some keys of a table.
     *
     * @param rows rows with their key texts
     * @param most how many rows there are at most
     */
    static TouchedKeys of(SparkSession spark, TableShape table, Dataset<Row> rows, long most) {
        var texts = rows.select(BronzeChanges.KEY_TEXT);
        if (most > LISTED) {
            var columns = KeyColumn.of(table);
            var typed = new Typed(new ArrayList<>(columns));
            // Asked for least and greatest, then by each scan of the table: found once.
            return bounded(
                    table,
                    columns,
                    texts.distinct()
                            .map(
                                    (MapFunction<Row, Row>) row -> typed.of(row.getString(0)),
                                    Encoders.row(schema(columns)))
                            .persist(StorageLevel.MEMORY_AND_DISK()));
        }
        return of(
                spark,
                table,
                texts.collectAsList().stream().map(row -> row.getString(0)).toList());
    }

    /** Not many keys of a table, by their texts. */
    static TouchedKeys of(SparkSession spark, TableShape table, Collection<String> texts) {
        var columns = KeyColumn.of(table);
        var typed = new Typed(new ArrayList<>(columns));
        var listed = texts.stream().distinct().map(typed::of).toList();
        var filter = (Expression) Expressions.alwaysTrue();
        var special = false;
        for (var i = 0; i < columns.size(); i++) {
            var index = i + 1;
            var values = listed.stream()
                    .map(row -> row.get(index))
                    .filter(Objects::nonNull)
                    .toList();
            var nulls = values.size() < listed.size();
            special |= nulls;
            filter = Expressions.and(filter, orNull(columns.get(i), nulls, KeyRanges.of(columns.get(i), values)));
        }
        return new TouchedKeys(
                columns,
                Optional.of(broadcast(frame(spark, listed, typed, schema(columns)))),
                filter,
                special,
                tell(table, columns, special),
                columns.isEmpty() ? Optional.empty() : Optional.of(typed.wanted(listed)));
    }

    private static Dataset<Row> frame(SparkSession spark, List<Row> rows, Typed typed, StructType schema) {
        if (rows.size() <= PLANNED) {
            return spark.createDataFrame(rows, schema);
        }
        // Spark looks through every row of a list that is part of a query, again and again while it plans.
        var texts = rows.stream().map(row -> row.getString(0)).toList();
        return spark.createDataFrame(
                JavaSparkContext.fromSparkContext(spark.sparkContext())
                        .parallelize(texts, 1)
                        .map(typed::of),
                schema);
    }

    private static StructType schema(List<KeyColumn> columns) {
        var schema = new StructType().add(BronzeChanges.KEY_TEXT, DataTypes.StringType);
        for (var column : columns) {
            schema = schema.add(TYPED + column.position(), column.type());
        }
        return schema;
    }

    private static TouchedKeys bounded(TableShape table, List<KeyColumn> columns, Dataset<Row> keys) {
        var figures = new ArrayList<Column>();
        for (var column : columns) {
            var typed = keys.col(TYPED + column.position());
            figures.addAll(List.of(min(typed), max(typed), count(when(typed.isNull(), 1))));
        }
        figures.add(count(lit(1)));
        var found = keys.agg(figures.get(0), figures.subList(1, figures.size()).toArray(Column[]::new))
                .first();
        var filter = (Expression) Expressions.alwaysTrue();
        var special = false;
        for (var i = 0; i < columns.size(); i++) {
            var nulls = found.getLong(3 * i + 2) > 0;
            special |= nulls;
            var values = found.isNullAt(3 * i)
                    ? Expressions.alwaysFalse()
                    : KeyRanges.between(columns.get(i), found.get(3 * i), found.get(3 * i + 1));
            filter = Expressions.and(filter, orNull(columns.get(i), nulls, values));
        }
        return new TouchedKeys(
                columns, Optional.of(keys), filter, special, tell(table, columns, special), Optional.empty());
    }

    /** Where versions of these keys can be, as Iceberg plans by it. */
    Expression filter() {
        return filter;
    }

    /** Their key texts, one or more times; empty for every key that there is. */
    Optional<Dataset<Row>> texts() {
        return keys.map(rows -> rows.select(BronzeChanges.KEY_TEXT));
    }

    /** What a lookup looks for, by those key columns that compare; empty when none does, or the keys are not listed. */
    Optional<WantedKeys> listed() {
        return listed;
    }

    /** Lets go of what Spark keeps of them. */
    void forget() {
        keys.ifPresent(Dataset::unpersist);
    }

    /** Whether {@link #narrow} leaves only rows of keys whose comparing columns are those of one of these. */
    boolean narrows() {
        return keys.isPresent() && !columns.isEmpty();
    }

    /**
     * Whether {@link #narrow} leaves rows of these keys only: every key column compares, and none of the keys has a special
     * value, of which the column is NULL as of any other.
     */
    boolean tell() {
        return telling;
    }

    private static boolean tell(TableShape table, List<KeyColumn> columns, boolean special) {
        return columns.size() == table.key().size() && !special;
    }

    /** The stored rows that can be of these keys by those key columns that compare; all of them if none does. */
    Dataset<Row> narrow(Dataset<Row> stored) {
        if (!narrows()) {
            return stored;
        }
        var wanted = keys.orElseThrow();
        return stored.join(
                wanted,
                columns.stream()
                        .map(column -> equal(column.stored(stored), wanted.col(TYPED + column.position())))
                        .reduce(Column::and)
                        .orElseThrow(),
                "left_semi");
    }

    /** The rows of exactly these keys, by their key texts. */
    Dataset<Row> of(Dataset<Row> keyed) {
        return keys.map(wanted -> keyed.join(
                        wanted,
                        keyed.col(BronzeChanges.KEY_TEXT).equalTo(wanted.col(BronzeChanges.KEY_TEXT)),
                        "left_semi"))
                .orElse(keyed);
    }

    private Column equal(Column stored, Column wanted) {
        return special ? stored.eqNullSafe(wanted) : stored.equalTo(wanted);
    }

    private static Expression orNull(KeyColumn column, boolean nulls, Expression values) {
        return nulls ? Expressions.or(Expressions.isNull(column.name()), values) : values;
    }

    /** Turns a key text into the row of its typed values. */
    private record Typed(ArrayList<KeyColumn> columns) implements java.io.Serializable {
        Row of(String keyText) {
            var canonical = KeyText.values(keyText);
            var cells = new Object[columns.size() + 1];
            cells[0] = keyText;
            IntStream.range(0, columns.size())
                    .forEach(i -> cells[i + 1] = columns.get(i).value(canonical));
            return RowFactory.create(cells);
        }

        WantedKeys wanted(List<Row> typed) {
            return new WantedKeys(
                    columns.stream().map(KeyColumn::name).toList(),
                    typed.stream().map(Typed::cells).toList());
        }

        private static List<@Nullable Object> cells(Row row) {
            var cells = new @Nullable Object[row.size() - 1];
            for (var i = 0; i < cells.length; i++) {
                cells[i] = row.get(i + 1);
            }
            return Arrays.asList(cells);
        }
    }
}
