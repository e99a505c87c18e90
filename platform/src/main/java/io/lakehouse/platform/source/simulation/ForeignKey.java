package io.lakehouse.platform.source.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A foreign key.
 *
 * @param name its name
 * @param child the table that references
 * @param columns the columns that do
 * @param parent the table that is referenced
 * @param parentColumns the columns that are, each in the place of the one that references it
 * @param onDelete what happens to the children of a deleted row
 */
record ForeignKey(
        String name,
        TableName child,
        List<String> columns,
        TableName parent,
        List<String> parentColumns,
        OnDelete onDelete) {
    ForeignKey {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
    }

    /** What happens to the children of a deleted row. */
    enum OnDelete {
        /** A row with children is not deleted: RESTRICT, NO ACTION, and SET DEFAULT, which seldom names a row. */
        REFUSED,
        CASCADE,
        SET_NULL;

        /** By its letter in {@code pg_constraint}. */
        static OnDelete of(String letter) {
            return switch (letter) {
                case "c" -> CASCADE;
                case "n" -> SET_NULL;
                default -> REFUSED;
            };
        }
    }

    boolean isSelfReference() {
        return child.equals(parent);
    }

    /** Whether a parent has the values that are fixed among the columns of a child. */
    boolean fits(Map<String, @Nullable String> fixed, KnownRow candidate) {
        for (int i = 0; i < columns.size(); i++) {
            var value = fixed.get(columns.get(i));
            if (value != null && !value.equals(candidate.values().get(parentColumns.get(i)))) {
                return false;
            }
            if (candidate.values().get(parentColumns.get(i)) == null) {
                return false;
            }
        }
        return true;
    }

    /** The values that children reference a row by; empty when none can. */
    Optional<List<String>> referenced(KnownRow row) {
        var values = parentColumns.stream()
                .map(column -> Optional.ofNullable(row.values().get(column)))
                .toList();
        return values.stream().allMatch(Optional::isPresent)
                ? Optional.of(values.stream().map(Optional::orElseThrow).toList())
                : Optional.empty();
    }
}
