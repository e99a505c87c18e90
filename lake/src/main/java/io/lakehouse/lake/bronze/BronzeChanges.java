package io.lakehouse.lake.bronze;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.lakehouse.contract.change.KeyText;
import io.lakehouse.contract.change.MalformedChangeException;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.change.RowHash;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.Bronze;
import io.lakehouse.lake.store.PlannedScan;
import io.lakehouse.lake.store.Room;
import io.lakehouse.lake.version.KeyChange;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF4;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** Bronze as changes: each row with the number of its table in the run and the canonical text of its key. */
public final class BronzeChanges {
    /** int: number of the table in the list that was read for. */
    public static final String TABLE = "table_number";
    /** string: canonical text of the key; NULL for a truncation. */
    public static final String KEY_TEXT = "key_text";
    /** long: the source's commit time, in microseconds since 1970-01-01T00:00:00Z. */
    public static final String EVENT_MICROS = "event_micros";

    /** The columns that {@link #read} and {@link #readHere} give. */
    static final StructType SCHEMA = new StructType()
            .add(TABLE, DataTypes.IntegerType)
            .add(KEY_TEXT, DataTypes.StringType)
            .add(Bronze.OP, DataTypes.StringType)
            .add(Bronze.BEFORE, DataTypes.StringType)
            .add(Bronze.AFTER, DataTypes.StringType)
            .add(Bronze.ORDER_KEY, DataTypes.StringType)
            .add(Bronze.EVENT_ID, DataTypes.StringType)
            .add(Bronze.LSN, DataTypes.LongType)
            .add(Bronze.EPOCH, DataTypes.LongType)
            .add(Bronze.RAW_PARTITION, DataTypes.IntegerType)
            .add(Bronze.RAW_OFFSET, DataTypes.LongType)
            .add(EVENT_MICROS, DataTypes.LongType);

    private static final int KEY_TEXT_AT = SCHEMA.fieldIndex(KEY_TEXT);
    private static final int OP_AT = SCHEMA.fieldIndex(Bronze.OP);
    private static final int BEFORE_AT = SCHEMA.fieldIndex(Bronze.BEFORE);
    private static final int AFTER_AT = SCHEMA.fieldIndex(Bronze.AFTER);
    private static final int ORDER_KEY_AT = SCHEMA.fieldIndex(Bronze.ORDER_KEY);
    private static final int EVENT_ID_AT = SCHEMA.fieldIndex(Bronze.EVENT_ID);
    private static final int EVENT_MICROS_AT = SCHEMA.fieldIndex(EVENT_MICROS);

    private BronzeChanges() {}

    /**
     * The changes of some tables in a range of bronze.
     *
     * @param scan that range
     * @param identifier the bronze table as SQL names it, catalogue and all
     */
    static Dataset<Row> read(SparkSession spark, PlannedScan scan, String identifier, List<TableShape> tables) {
        var rows = scan.rows(spark, identifier);
        var ours = tables.stream().map(BronzeChanges::isOf).reduce(lit(false), Column::or);
        var number = lit(null).cast(DataTypes.IntegerType);
        for (var i = 0; i < tables.size(); i++) {
            number = when(isOf(tables.get(i)), i).otherwise(number);
        }
        var keyText = udf(new KeyOfImages(tables), DataTypes.StringType);
        return rows.filter(ours)
                .withColumn(TABLE, number)
                .select(
                        col(TABLE),
                        keyText.apply(col(TABLE), col(Bronze.OP), col(Bronze.BEFORE), col(Bronze.AFTER))
                                .as(KEY_TEXT),
                        col(Bronze.OP),
                        col(Bronze.BEFORE),
                        col(Bronze.AFTER),
                        col(Bronze.ORDER_KEY),
                        col(Bronze.EVENT_ID),
                        col(Bronze.LSN),
                        col(Bronze.EPOCH),
                        col(Bronze.RAW_PARTITION),
                        col(Bronze.RAW_OFFSET),
                        unix_micros(col(Bronze.EVENT_TIMESTAMP)).as(EVENT_MICROS));
    }

    /** The same rows as {@link #read}, which this JVM reads and holds; empty when there is no room for them. */
    static Optional<List<Row>> readHere(PlannedScan scan, Table bronze, List<TableShape> tables, Room room) {
        var keyText = new KeyOfImages(tables);
        var numbers = new HashMap<List<String>, Integer>();
        for (var i = 0; i < tables.size(); i++) {
            numbers.put(List.of(tables.get(i).schema(), tables.get(i).table()), i);
        }
        var columns = Stream.concat(
                        Stream.of(Bronze.SOURCE_SCHEMA, Bronze.SOURCE_TABLE, Bronze.EVENT_TIMESTAMP),
                        Arrays.stream(SCHEMA.fieldNames()))
                .toList();
        return scan.records(
                bronze.schema().select(columns),
                record -> {
                    var number = numbers.get(List.of((String) record.getField(Bronze.SOURCE_SCHEMA), (String)
                            record.getField(Bronze.SOURCE_TABLE)));
                    if (number == null) {
                        return Optional.empty();
                    }
                    var op = (String) record.getField(Bronze.OP);
                    var before = (String) record.getField(Bronze.BEFORE);
                    var after = (String) record.getField(Bronze.AFTER);
                    return Optional.of(new GenericRowWithSchema(
                            new Object[] {
                                number,
                                keyText.call(number, op, before, after),
                                op,
                                before,
                                after,
                                record.getField(Bronze.ORDER_KEY),
                                record.getField(Bronze.EVENT_ID),
                                record.getField(Bronze.LSN),
                                record.getField(Bronze.EPOCH),
                                record.getField(Bronze.RAW_PARTITION),
                                record.getField(Bronze.RAW_OFFSET),
                                ChronoUnit.MICROS.between(
                                        Instant.EPOCH,
                                        ((OffsetDateTime) record.getField(Bronze.EVENT_TIMESTAMP)).toInstant())
                            },
                            SCHEMA));
                },
                row -> room.take(Room.of(row)));
    }

    /** The files of a range of bronze that can hold changes of some tables. */
    static PlannedScan scan(Table bronze, BronzeRange range, List<TableShape> tables, Expression which) {
        var ours = tables.stream()
                .<Expression>map(table -> Expressions.and(
                        Expressions.equal(Bronze.SOURCE_SCHEMA, table.schema()),
                        Expressions.equal(Bronze.SOURCE_TABLE, table.table())))
                .reduce(Expressions.alwaysFalse(), Expressions::or);
        return PlannedScan.appended(bronze, range.after(), range.upTo(), Expressions.and(ours, which));
    }

    /** The truncations among changes of one table. */
    public static List<Truncation> truncations(Dataset<Row> changes) {
        return changes
                .filter(col(Bronze.OP).equalTo(Operation.TRUNCATE.code()))
                .select(Bronze.ORDER_KEY, Bronze.EVENT_ID, EVENT_MICROS)
                .collectAsList()
                .stream()
                .map(row -> new Truncation(row.getString(0), row.getString(1), row.getLong(2)))
                .toList();
    }

    /** Key text of a row of {@link #read}. */
    public static String keyText(Row row) {
        return row.getString(KEY_TEXT_AT);
    }

    /**
     * One row of {@link #read}, with a key, as a change; further columns may stand behind its own.
     *
     * @throws MalformedChangeException when its image is no row of the table; the message names the change
     */
    public static KeyChange change(TableShape table, Row row) {
        var eventId = row.getString(EVENT_ID_AT);
        try {
            var operation = Operation.ofCode(row.getString(OP_AT));
            var image = Image.read(row.getString(operation == Operation.DELETE ? BEFORE_AT : AFTER_AT))
                    .stored(table);
            return new KeyChange(
                    operation,
                    row.getString(ORDER_KEY_AT),
                    eventId,
                    row.getLong(EVENT_MICROS_AT),
                    RowHash.of(table, image),
                    image);
        } catch (MalformedChangeException e) {
            throw new MalformedChangeException(
                    table.qualifiedName() + ", change " + eventId + ": " + e.getMessage(), e);
        }
    }

    private static Column isOf(TableShape table) {
        return col(Bronze.SOURCE_SCHEMA)
                .equalTo(table.schema())
                .and(col(Bronze.SOURCE_TABLE).equalTo(table.table()));
    }

    /** The key text of a change, from the image that holds its row. */
    private static final class KeyOfImages implements UDF4<Integer, String, String, String, String> {
        private static final long serialVersionUID = 1L;
        private final ArrayList<PortableShape> shapes = new ArrayList<>();
        /** What the source calls the columns of each table's key: the only ones that are read of an image here. */
        private final ArrayList<HashSet<String>> keys = new ArrayList<>();

        KeyOfImages(List<TableShape> tables) {
            for (var table : tables) {
                shapes.add(new PortableShape(table));
                var key = new HashSet<String>();
                table.keyColumns().forEach(column -> key.add(column.source()));
                keys.add(key);
            }
        }

        @Override
        public @Nullable String call(
                @Nullable Integer number, String op, @Nullable String before, @Nullable String after) {
            var operation = Operation.ofCode(op);
            if (number == null || operation == Operation.TRUNCATE) {
                return null;
            }
            var table = shapes.get(number).shape();
            try {
                return KeyText.of(
                        table,
                        Image.read(operation == Operation.DELETE ? before : after, keys.get(number))
                                .stored(table));
            } catch (MalformedChangeException e) {
                throw new MalformedChangeException(table.qualifiedName() + ", op " + op + ": " + e.getMessage(), e);
            }
        }
    }
}
