package io.lakehouse.bench.hybrid;

/** What is asked of the lake alone, of lake and tail, and of the source, which knows the right answer. */
enum Question {
    /** One current row by its key. */
    POINT("point lookup", "SELECT id, account, amount, status FROM %s WHERE id = %d", true),
    /** All current rows. */
    AGGREGATE(
            "aggregate of the current rows",
            "SELECT status, count(*), sum(amount) FROM %s GROUP BY status ORDER BY status",
            true),
    /** All versions of one row. */
    LIFE("life of a row", "SELECT id, amount FROM %s WHERE id = %d ORDER BY amount", false),
    /** All versions. */
    VERSIONS("aggregate of all versions", "SELECT count(*), sum(amount) FROM %s", false);

    private final String words;
    private final String sql;
    private final boolean isCurrent;

    Question(String words, String sql, boolean isCurrent) {
        this.words = words;
        this.sql = sql;
        this.isCurrent = isCurrent;
    }

    /** For people. */
    String words() {
        return words;
    }

    /** The question to the source. */
    String ofSource(long id) {
        return sql.formatted(isCurrent ? "orders" : "order_versions", id);
    }

    /**
     * The question to an SCD2 table.
     *
     * @param table its whole name
     */
    String ofLake(String table, long id) {
        return sql.formatted(isCurrent ? "(SELECT * FROM " + table + " WHERE is_current)" : table, id);
    }

    /**
     * The question to the views.
     *
     * @param view what their whole names begin with
     */
    String ofViews(String view, long id) {
        return sql.formatted(view + (isCurrent ? "_now" : "_versions"), id);
    }
}
