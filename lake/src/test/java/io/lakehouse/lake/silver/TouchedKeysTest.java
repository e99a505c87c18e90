package io.lakehouse.lake.silver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.change.KeyText;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.lake.LakeSession;
import io.lakehouse.lake.bronze.BronzeChanges;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.expressions.Expression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Which rows the filter that files are chosen by lets through: never too few, and few too many. */
class TouchedKeysTest {
    private static final SparkSession SPARK = LakeSession.start("lake tests");
    private static final TableShape NUMBERED = table(column("id", TypeName.BIGINT));

    @Test
    void many_numbers_are_looked_for_between_their_widest_gaps() {
        var keys = new ArrayList<List<String>>();
        LongStream.range(0, 300).forEach(i -> keys.add(List.of(Long.toString(i))));
        LongStream.range(0, 300).forEach(i -> keys.add(List.of(Long.toString(1_000_000 + 10 * i))));

        var filter = TouchedKeys.of(SPARK, NUMBERED, texts(keys), keys.size()).filter();

        assertThat(keys).allMatch(key -> lets(filter, NUMBERED, Long.valueOf(key.get(0))));
        assertThat(LongStream.of(-1, 300, 500_000, 999_999, 1_002_991, Long.MAX_VALUE, Long.MIN_VALUE))
                .noneMatch(value -> lets(filter, NUMBERED, value));
    }

    @Test
    void the_widest_gap_of_all_is_found_too() {
        var keys = new ArrayList<>(
                List.of(List.of(Long.toString(Long.MIN_VALUE)), List.of(Long.toString(Long.MAX_VALUE))));
        LongStream.range(0, 300).forEach(i -> keys.add(List.of(Long.toString(2 * i))));

        var filter = TouchedKeys.of(SPARK, NUMBERED, texts(keys), keys.size()).filter();

        assertThat(keys).allMatch(key -> lets(filter, NUMBERED, Long.valueOf(key.get(0))));
        assertThat(LongStream.of(-1, 600, Long.MAX_VALUE - 1)).noneMatch(value -> lets(filter, NUMBERED, value));
    }

    @Test
    void many_texts_are_looked_for_in_their_own_order() {
        var table = table(column("id", TypeName.TEXT));
        // As Java compares texts, the last but one of these letters comes before the last.
        var keys = IntStream.range(0, 600)
                .mapToObj(i -> List.of((i % 2 == 0 ? "\uFF5E" : "\uD83D\uDE00") + i))
                .toList();

        var filter = TouchedKeys.of(SPARK, table, texts(keys), keys.size()).filter();

        assertThat(keys).allMatch(key -> lets(filter, table, key.get(0)));
        assertThat(lets(filter, table, "a")).isFalse();
    }

    @Test
    void of_more_keys_than_are_listed_the_least_and_the_greatest_count() {
        var keys = IntStream.rangeClosed(5, 9).mapToObj(i -> List.of("" + i)).toList();

        var filter =
                TouchedKeys.of(SPARK, NUMBERED, texts(keys), Long.MAX_VALUE).filter();

        assertThat(LongStream.rangeClosed(5, 9)).allMatch(value -> lets(filter, NUMBERED, value));
        assertThat(LongStream.of(4, 10)).noneMatch(value -> lets(filter, NUMBERED, value));
    }

    @Test
    void a_key_that_no_column_holds_is_looked_for_where_the_column_is_null() {
        var table = table(new Column("amount", new ColumnType(TypeName.NUMERIC, 10, 2), false));
        var keys = List.of(List.of("NaN"), List.of("1.5"));

        for (var most : List.of(2L, Long.MAX_VALUE)) {
            var filter = TouchedKeys.of(SPARK, table, texts(keys), most).filter();

            assertThat(lets(filter, table, null)).isTrue();
            assertThat(lets(filter, table, new BigDecimal("1.50"))).isTrue();
            assertThat(lets(filter, table, new BigDecimal("1.51"))).isFalse();
        }
    }

    @Test
    void a_key_of_texts_that_say_one_number_in_several_ways_is_looked_for_everywhere() {
        var table = table(column("amount", TypeName.NUMERIC));

        var filter =
                TouchedKeys.of(SPARK, table, texts(List.of(List.of("1.5"))), 1).filter();

        assertThat(lets(filter, table, "1.500")).isTrue();
    }

    private static boolean lets(Expression filter, TableShape table, Object value) {
        var schema = SilverSchema.of(table);
        var row = GenericRecord.create(schema);
        row.set(0, value);
        return new Evaluator(schema.asStruct(), filter).eval(new InternalRecordWrapper(schema.asStruct()).wrap(row));
    }

    private static Dataset<Row> texts(List<List<String>> keys) {
        return SPARK.createDataFrame(
                keys.stream()
                        .map(key -> RowFactory.create(KeyText.ofCanonical(key)))
                        .toList(),
                new StructType().add(BronzeChanges.KEY_TEXT, DataTypes.StringType));
    }

    private static TableShape table(Column key) {
        return new TableShape("public", "keys", List.of(key), List.of(key.name()));
    }

    private static Column column(String name, TypeName type) {
        return new Column(name, ColumnType.of(type), false);
    }
}
