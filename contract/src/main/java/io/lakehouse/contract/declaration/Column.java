package io.lakehouse.contract.declaration;

/**
 * A captured column.
 *
 * @param name its name in every store
 * @param source its name in the source, which raw messages and bronze keep
 * @param type its type
 * @param nullable whether the source lets it be NULL
 * @param tracked whether another value of it makes a new SCD2 version
 */
public record Column(String name, String source, ColumnType type, boolean nullable, boolean tracked) {
    /** Refuses a column without a name. */
    public Column {
        if (name.isEmpty() || source.isEmpty()) {
            throw new IllegalArgumentException("a column must have a name");
        }
    }

    /** A tracked column that the stores call as the source does. */
    public Column(String name, ColumnType type, boolean nullable) {
        this(name, name, type, nullable, true);
    }
}
