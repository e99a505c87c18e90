package io.lakehouse.contract.declaration;

/**
 * A column of a captured table.
 *
 * @param name its name in the source, which is its name in every store
 * @param type its type
 * @param nullable whether the source lets it be NULL
 */
public record Column(String name, ColumnType type, boolean nullable) {
    /** Refuses a column without a name. */
    public Column {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a column must have a name");
        }
    }
}
