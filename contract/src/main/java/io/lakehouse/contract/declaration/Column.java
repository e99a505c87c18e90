package io.lakehouse.contract.declaration;

/**
 * A captured column.
 *
 * @param name its name in every store
 * @param source its name in the source, which raw messages and bronze keep
 * @param type its type
 * @param nullable whether the source lets it be NULL
 * @param tracked whether another value of it makes a new SCD2 version
 * @param excluded whether the declaration leaves it out by now: the stores keep what they hold of it, and its values are
 *     read no more, not even in messages that were captured before
 */
public record Column(String name, String source, ColumnType type, boolean nullable, boolean tracked, boolean excluded) {
    /** Refuses a column without a name. */
    public Column {
        if (name.isEmpty() || source.isEmpty()) {
            throw new IllegalArgumentException("a column must have a name");
        }
    }

    /** A column that is captured. */
    public Column(String name, String source, ColumnType type, boolean nullable, boolean tracked) {
        this(name, source, type, nullable, tracked, false);
    }

    /** A tracked column that the stores call as the source does. */
    public Column(String name, ColumnType type, boolean nullable) {
        this(name, name, type, nullable, true);
    }

    /** The same column, of which nothing arrives any more: the source dropped it, or the declaration excludes it. */
    public Column absent(boolean isExcluded) {
        return new Column(name, source, type, true, tracked, isExcluded);
    }
}
