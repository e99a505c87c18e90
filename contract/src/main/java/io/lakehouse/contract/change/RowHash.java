package io.lakehouse.contract.change;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import java.util.ArrayList;
import java.util.Comparator;

/**
 * The hash by which two versions of a row are compared: SHA-256 over the tracked columns by name, each as
 * (name, family of the type, canonical value) with length prefixes. A column that becomes wider stays in its family, so
 * that its rows keep their hashes. A column that is not tracked counts for nothing: a change of it alone makes no new
 * version, and the version that stands keeps the value that it was made with.
 *
 * <p>A NULL column is marked by having no entry; since every entry carries its name, that is as unambiguous as a mark
 * in its place, and a column that was added later, NULL in old rows, makes no new versions. NULL, the empty text, and
 * texts that would meet after joining ({@code ('a|b','c')}, {@code ('a','b|c')}) all differ.
 */
public final class RowHash {
    private static final int BYTES = 32;
    private static final Comparator<Column> BY_NAME = Comparator.comparing(Column::name);

    private RowHash() {}

    /**
     * The hash of a row: 64 hex digits.
     *
     * @throws MalformedChangeException when a value is none of its column's type
     */
    public static String of(TableShape table, Row row) {
        var entries = new ArrayList<Column>(table.columns().size());
        for (var column : table.columns()) {
            if (column.tracked() && row.value(column.name()) != null) {
                entries.add(column);
            }
        }
        entries.sort(BY_NAME);
        var encoding = new Encoding();
        for (var column : entries) {
            encoding.append(column.name())
                    .append(family(column.type()))
                    .append(CanonicalValue.of(column, row.value(column.name())));
        }
        return encoding.sha256(BYTES);
    }

    /** What types between which PostgreSQL widens a column without a change of its values have in common. */
    private static String family(ColumnType type) {
        return switch (type.name()) {
            case SMALLINT, INTEGER, BIGINT, NUMERIC -> "number";
            case REAL, DOUBLE -> "float";
            case TEXT -> "text";
            case ARRAY -> family(ColumnType.of(type.element())) + "[]";
            default -> type.name().name();
        };
    }
}
