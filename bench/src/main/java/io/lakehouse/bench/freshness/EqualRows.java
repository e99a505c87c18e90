package io.lakehouse.bench.freshness;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.realtime.PinotQuery;
import io.lakehouse.platform.source.DatabaseAddress;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** The condition of every figure: the rows of the source are the rows of Pinot. */
final class EqualRows {
    private static final int LIMIT = 1_000_000;

    private EqualRows() {}

    /**
     * Compares all rows of the source and of Pinot's current table.
     *
     * @return how many there are
     * @throws Failure when they differ
     */
    static int require(DatabaseAddress source, PinotQuery pinot) throws SQLException {
        var expected = new TreeMap<Long, Long>();
        try (var connection = source.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id, version FROM events")) {
            while (rows.next()) {
                expected.put(rows.getLong(1), rows.getLong(2));
            }
        }
        Map<Long, Long> found = new TreeMap<>();
        pinot.run("SELECT id, version FROM events_current WHERE is_deleted = false LIMIT " + LIMIT)
                .rows()
                .forEach(row ->
                        found.put(Long.valueOf(String.valueOf(row.get(0))), Long.valueOf(String.valueOf(row.get(1)))));
        if (!expected.equals(found)) {
            throw new Failure("Pinot's current table holds " + found.size() + " rows, the source " + expected.size()
                    + ", and they are not the same; nothing of this run counts");
        }
        return found.size();
    }
}
