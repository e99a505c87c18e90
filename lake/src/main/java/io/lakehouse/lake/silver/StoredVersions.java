package io.lakehouse.lake.silver;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.lake.bronze.BronzeChanges;
import io.lakehouse.lake.store.Lookup;
import io.lakehouse.lake.store.PlannedScan;
import io.lakehouse.lake.store.Room;
import io.lakehouse.lake.store.RowsHere;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.MetadataColumns;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.types.Types;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The versions of some keys that an SCD2 table holds, with the text of their key and the place where they stand. */
final class StoredVersions {
    /** string: location of the data file of a row. */
    static final String FILE = "lakehouse_row_file";
    /** long: place of the row in its file. */
    static final String POSITION = "lakehouse_row_position";
    /** struct: the row, with all columns of the SCD2 table. */
    static final String STORED = "stored";

    /**
     * Where the last version of each key is: it is current or a deletion ended it, while any other is followed by one.
     * What comes after it in order needs no other to be put in its place.
     */
    static final Expression LAST = Expressions.or(
            Expressions.equal(SilverSchema.CURRENT, true), Expressions.equal(SilverSchema.DELETED, true));

    private final SparkSession spark;
    private final TableShape table;
    private final String identifier;
    private final KeyOfRow keyOfRow;
    /** Those of the records that were read last; several threads may find them anew, which does no harm. */
    private volatile @Nullable Places places;

    /** The versions of an SCD2 table, which SQL names so. */
    StoredVersions(SparkSession spark, TableShape table, String identifier) {
        this.spark = spark;
        this.table = table;
        this.identifier = identifier;
        this.keyOfRow = new KeyOfRow(table);
    }

    /** Whole rows with their places: {@code KEY_TEXT, FILE, POSITION, STORED}. */
    Dataset<Row> rows(PlannedScan scan, TouchedKeys keys, Column wanted) {
        return exactly(keys, candidates(scan, keys, wanted));
    }

    /** The same, perhaps with some rows of other keys, for whoever tells them apart by their key texts. */
    Dataset<Row> candidates(PlannedScan scan, TouchedKeys keys, Column wanted) {
        var columns = Arrays.stream(spark.read().table(identifier).columns())
                .map(Sql::column)
                .toArray(Column[]::new);
        var rows = narrowed(
                scan, keys, wanted, col(FILE), col(POSITION), struct(columns).as(STORED));
        return keys.narrows() ? rows : keys.of(rows);
    }

    /**
     * Whole rows with their places, in this JVM, perhaps with some of other keys, for whoever tells them apart by their key
     * texts; empty when there is no room for them.
     *
     * @param last whether the last versions are meant, or the others
     */
    Optional<List<Row>> here(PlannedScan scan, Table iceberg, TouchedKeys keys, boolean last, Room room) {
        if (keys.listed().isEmpty()) {
            return RowsHere.of(candidates(scan, keys, last ? last() : not(last())), room);
        }
        var stored = SparkSchemaUtil.convert(iceberg.schema());
        return Lookup.of(spark, scan, keys.listed().get(), located(stored), new LookedUpRow(table, stored, last), room);
    }

    /** Chosen columns of the rows, after their key text. */
    Dataset<Row> read(PlannedScan scan, TouchedKeys keys, Column wanted, Column... selected) {
        return exactly(keys, narrowed(scan, keys, wanted, selected));
    }

    private static Dataset<Row> exactly(TouchedKeys keys, Dataset<Row> narrowed) {
        return keys.tell() ? narrowed : keys.of(narrowed);
    }

    private Dataset<Row> narrowed(PlannedScan scan, TouchedKeys keys, Column wanted, Column... selected) {
        var keyText = udf(keyOfRow, DataTypes.StringType);
        var keyColumns = table.key().stream().map(Sql::column).toArray(Column[]::new);
        var rows = scan.rows(spark, identifier)
                .select(col("*"), col("_file").as(FILE), col("_pos").as(POSITION))
                .filter(wanted);
        var all = new Column[selected.length + 1];
        all[0] = keyText.apply(struct(keyColumns), col(SilverSchema.SPECIAL_VALUES))
                .as(BronzeChanges.KEY_TEXT);
        System.arraycopy(selected, 0, all, 1, selected.length);
        return keys.narrow(rows).select(all);
    }

    /** The rows of some keys that are not the last ones, of few in a scan, which this JVM reads. */
    List<Row> othersHere(PlannedScan scan, Table iceberg, Set<String> keys) {
        var columns = iceberg.schema().columns();
        var schema =
                TypeUtil.join(iceberg.schema(), new Schema(MetadataColumns.FILE_PATH, MetadataColumns.ROW_POSITION));
        var rows = new ArrayList<Row>();
        for (var row : scan.records(schema)) {
            var isLast = Boolean.TRUE.equals(row.getField(SilverSchema.CURRENT))
                    || Boolean.TRUE.equals(row.getField(SilverSchema.DELETED));
            var keyText = keyText(row);
            if (!isLast && keys.contains(keyText)) {
                rows.add(RowFactory.create(
                        keyText,
                        row.getField(MetadataColumns.FILE_PATH.name()),
                        row.getField(MetadataColumns.ROW_POSITION.name()),
                        RowFactory.create(columns.stream()
                                .map(column -> SilverValue.ofIceberg(row.getField(column.name())))
                                .toArray())));
            }
        }
        return spark.createDataFrame(rows, located(SparkSchemaUtil.convert(iceberg.schema())))
                .collectAsList();
    }

    private static StructType located(StructType stored) {
        return new StructType()
                .add(BronzeChanges.KEY_TEXT, DataTypes.StringType)
                .add(FILE, DataTypes.StringType)
                .add(POSITION, DataTypes.LongType)
                .add(STORED, stored);
    }

    /** Key text of a row of {@link #rows}. */
    static String keyText(Row row) {
        return row.getString(0);
    }

    /** Location of the data file of a row of {@link #rows}. */
    static String file(Row row) {
        return row.getString(1);
    }

    /** Place of a row of {@link #rows} in its file. */
    static long position(Row row) {
        return row.getLong(2);
    }

    /** A row of {@link #rows} without what says where it is. */
    static Row stored(Row row) {
        return row.getStruct(3);
    }

    /** What a row of {@link #rows} says of itself. */
    static Claim claim(Row row) {
        var stored = stored(row);
        return Claim.of(
                keyText(row),
                Claim.COLUMNS.stream().map(stored::<@Nullable Object>getAs).toList());
    }

    /** The columns of an SCD2 table that {@link #claim(Record)} takes. */
    Schema claimed(Schema schema) {
        return schema.caseInsensitiveSelect(Stream.of(table.key(), List.of(SilverSchema.SPECIAL_VALUES), Claim.COLUMNS)
                .flatMap(List::stream)
                .toList());
    }

    /** What a row that Iceberg read says of itself. */
    Claim claim(Record row) {
        return Claim.of(keyText(row), Claim.COLUMNS.stream().map(row::getField).toList());
    }

    private String keyText(Record row) {
        var known = places;
        if (known == null || known.struct != row.struct()) {
            known = Places.of(table, row.struct());
            places = known;
        }
        var key = new @Nullable Object[known.key.length];
        for (var i = 0; i < key.length; i++) {
            key[i] = row.get(known.key[i]);
        }
        return keyOfRow.call(RowFactory.create(key), (String) row.get(known.specialValues));
    }

    /** Where the columns that a key text is made of stand in the records of one reading. */
    private record Places(Types.StructType struct, int[] key, int specialValues) {
        static Places of(TableShape table, Types.StructType struct) {
            return new Places(
                    struct,
                    table.key().stream()
                            .mapToInt(column -> struct.fields().indexOf(struct.caseInsensitiveField(column)))
                            .toArray(),
                    struct.fields().indexOf(struct.field(SilverSchema.SPECIAL_VALUES)));
        }
    }

    /** Whether a row is what {@link #LAST} looks for. */
    static Column last() {
        return coalesce(col(SilverSchema.CURRENT).or(col(SilverSchema.DELETED)), lit(false));
    }
}
