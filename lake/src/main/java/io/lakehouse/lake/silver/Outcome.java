package io.lakehouse.lake.silver;

import io.lakehouse.contract.change.SpecialValues;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.lake.version.Version;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The rows that follow from the changes of a key: one for each version to be written, and one for the key itself. A
 * row has the columns below before those of the SCD2 table.
 */
final class Outcome {
    /** string: what the row says, one of the texts below. */
    static final String KIND = "outcome_kind";
    /** string: key text, in rows that are about a key. */
    static final String KEY_TEXT = "outcome_key_text";
    /** long: versions that the key has afterwards, in rows of kind {@link #KEY}. */
    static final String VERSIONS = "outcome_versions";
    /** long: versions that end and did not end before, likewise. */
    static final String CLOSED = "outcome_closed";
    /** long: updates and deletes that met no current version, likewise. */
    static final String UNKNOWN = "outcome_unknown";

    static final String INSERT = "insert";
    static final String CHANGE = "change";
    static final String REMOVE = "remove";
    static final String KEY = "key";
    /** The key has changes that belong before what it holds: its chain has to be built again. */
    static final String LATE = "late";

    private static final int OWN_COLUMNS = 5;

    private Outcome() {}

    /** The schema of the rows for a table. */
    static StructType schema(TableShape table) {
        var schema = new StructType()
                .add(KIND, DataTypes.StringType)
                .add(KEY_TEXT, DataTypes.StringType)
                .add(VERSIONS, DataTypes.LongType)
                .add(CLOSED, DataTypes.LongType)
                .add(UNKNOWN, DataTypes.LongType);
        for (var field : SparkSchemaUtil.convert(SilverSchema.of(table)).fields()) {
            schema = schema.add(field);
        }
        return schema;
    }

    /** Names of the columns of the SCD2 table, in its order. */
    static List<String> silverColumns(TableShape table) {
        return List.of(schema(table).fieldNames())
                .subList(OWN_COLUMNS, schema(table).size());
    }

    static Row key(TableShape table, String keyText, long versions, long closed, long unknown) {
        return row(table, KEY, keyText, versions, closed, unknown, null, "");
    }

    static Row late(TableShape table, String keyText) {
        return row(table, LATE, keyText, 0, 0, 0, null, "");
    }

    static Row version(TableShape table, String kind, Version version, String runId) {
        return row(table, kind, null, 0, 0, 0, version, runId);
    }

    /** The columns of the SCD2 table that a row of kind {@link #CHANGE} gives new values to. */
    static List<String> changedColumns() {
        return List.of(
                SilverSchema.START,
                SilverSchema.END,
                SilverSchema.CURRENT,
                SilverSchema.DELETED,
                SilverSchema.ROW_HASH,
                SilverSchema.ORDER_KEY,
                SilverSchema.LAST_ORDER_KEY);
    }

    private static Row row(
            TableShape table,
            String kind,
            @Nullable String keyText,
            long versions,
            long closed,
            long unknown,
            @Nullable Version version,
            String runId) {
        var cells =
                new ArrayList<@Nullable Object>(OWN_COLUMNS + table.columns().size() + 10);
        cells.add(kind);
        cells.add(keyText);
        cells.add(versions);
        cells.add(closed);
        cells.add(unknown);
        var image = version == null ? null : version.row();
        for (var column : table.columns()) {
            cells.add(image == null ? null : SilverValue.of(column, image.value(column.name())));
        }
        cells.add(version == null ? null : SilverValue.instant(version.startMicros()));
        cells.add(version == null ? null : SilverValue.instantOrNull(version.endMicros()));
        cells.add(version == null ? null : version.current());
        cells.add(version == null ? null : version.deleted());
        cells.add(version == null ? null : version.rowHash());
        cells.add(version == null ? null : version.orderKey());
        cells.add(version == null ? null : version.eventId());
        cells.add(runId);
        cells.add(version == null ? null : version.lastOrderKey());
        cells.add(image == null ? null : SpecialValues.of(table, image));
        return RowFactory.create(cells.toArray());
    }
}
