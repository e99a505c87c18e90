package io.lakehouse.platform.source.tpch;

import io.lakehouse.platform.source.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a load leaves for the refreshes after it, as the comment on the table of orders: it commits with the rows, and no
 * pipeline captures it.
 *
 * @param scale the scale factor
 * @param seed where the random sequence of updates starts
 * @param refreshes pairs of refresh functions that were run since
 */
record LoadNote(ScaleFactor scale, long seed, long refreshes) {
    private static final Pattern TEXT =
            Pattern.compile("TPC-H at scale factor ([0-9.]+), seed (-?[0-9]+), refreshed ([0-9]+) times");

    /** The note of a table; empty when nothing was loaded into it. */
    static Optional<LoadNote> of(Connection connection, LoadedTable orders) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT obj_description(?::regclass, 'pg_class')")) {
            statement.setString(1, orders.quoted());
            var found = statement.executeQuery();
            found.next();
            return Optional.ofNullable(found.getString(1)).flatMap(LoadNote::parse);
        }
    }

    static Optional<LoadNote> parse(String text) {
        var matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new LoadNote(
                        ScaleFactor.of(matcher.group(1)),
                        Long.parseLong(matcher.group(2)),
                        Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    void write(Connection connection, LoadedTable orders) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("COMMENT ON TABLE " + orders.quoted() + " IS " + Sql.literal(toString()));
        }
    }

    @Override
    public String toString() {
        return "TPC-H at scale factor " + scale + ", seed " + seed + ", refreshed " + refreshes + " times";
    }
}
