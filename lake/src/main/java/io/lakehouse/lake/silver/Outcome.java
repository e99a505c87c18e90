package io.lakehouse.lake.silver;

import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** The rows that follow from the changes of a key: one for each version to be written, and one for the key itself. */
final class Outcome {
    /** string: what the row says, one of the texts below. */
    static final String KIND = "outcome_kind";
    /** string: key text, in rows that are about a key. */
    static final String KEY_TEXT = "outcome_key_text";
    /** long: versions that the check has to find of the key, in rows of kind {@link #KEY}. */
    static final String VERSIONS = "outcome_versions";
    /** long: versions that end and did not end before, likewise. */
    static final String CLOSED = "outcome_closed";
    /** long: updates and deletes that met no current version, likewise. */
    static final String UNKNOWN = "outcome_unknown";
    /** string: location of the file with the stored row that the edit replaces or removes. */
    static final String FILE = "outcome_file";
    /** long: place of that row in its file. */
    static final String POSITION = "outcome_position";
    /** struct: the row to be written. */
    static final String ROW = "outcome_row";
    /** string: order key from which on the changes of a key have to be known, in rows of kind {@link #LATE}. */
    static final String FROM = "outcome_from";

    static final String INSERT = "insert";
    static final String CHANGE = "change";
    static final String REMOVE = "remove";
    static final String KEY = "key";
    /** The key has changes that belong before what was looked at: more of it has to be. */
    static final String LATE = "late";

    /** The kinds of rows that are about a version to be written or removed. */
    static final Set<String> EDITS = Set.of(INSERT, CHANGE, REMOVE);

    private Outcome() {}

    /** The schema of the rows for an SCD2 table. */
    static StructType schema(StructType stored) {
        return new StructType()
                .add(KIND, DataTypes.StringType)
                .add(KEY_TEXT, DataTypes.StringType)
                .add(VERSIONS, DataTypes.LongType)
                .add(CLOSED, DataTypes.LongType)
                .add(UNKNOWN, DataTypes.LongType)
                .add(FILE, DataTypes.StringType)
                .add(POSITION, DataTypes.LongType)
                .add(ROW, stored)
                .add(FROM, DataTypes.StringType);
    }

    static Row key(String keyText, long versions, long closed, long unknown) {
        return RowFactory.create(KEY, keyText, versions, closed, unknown, null, null, null, null);
    }

    /** A late key, of which nothing is known yet, or its changes from an order key on are needed. */
    static Row late(String keyText, @Nullable String from) {
        return RowFactory.create(LATE, keyText, 0L, 0L, 0L, null, null, null, from);
    }

    static Row insert(Row row) {
        return RowFactory.create(INSERT, null, 0L, 0L, 0L, null, null, row, null);
    }

    /** An edit of a row as {@link StoredVersions#rows} gives it. */
    static Row change(Row before, Row after) {
        return edit(CHANGE, before, after);
    }

    /** The end of a row as {@link StoredVersions#rows} gives it. */
    static Row remove(Row before) {
        return edit(REMOVE, before, StoredVersions.stored(before));
    }

    private static Row edit(String kind, Row before, Row row) {
        return RowFactory.create(
                kind, null, 0L, 0L, 0L, StoredVersions.file(before), StoredVersions.position(before), row, null);
    }
}
