package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.TableDeclaration;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * The numbers of new rows' keys: those of the column's own sequence, drawn ahead, or else the ones after the highest. So
 * a row's key is known before the row is written, whatever the order in which rows are.
 */
final class KeyNumbers {
    private static final int DRAWN_AHEAD = 100;

    private final PersistentConnection connection;
    private final TableDeclaration table;
    private final Map<String, Queue<String>> drawn = new HashMap<>();
    private final Map<String, Long> highest = new HashMap<>();

    KeyNumbers(PersistentConnection connection, TableDeclaration table) {
        this.connection = connection;
        this.table = table;
    }

    /** The next number for a column. */
    String next(String column) throws SQLException, InterruptedException {
        var numbers = drawn.computeIfAbsent(column, name -> new ArrayDeque<>());
        if (numbers.isEmpty()) {
            numbers.addAll(connection.ask(asked -> draw(asked, column)));
        }
        return numbers.remove();
    }

    private List<String> draw(java.sql.Connection asked, String column) throws SQLException {
        try (var statement = asked.prepareStatement("SELECT nextval(s.name::regclass)::text"
                + " FROM (SELECT pg_get_serial_sequence(?, ?) AS name) AS s"
                + " CROSS JOIN generate_series(1, ?::int) WHERE s.name IS NOT NULL")) {
            statement.setString(1, Sql.quoted(table.schema(), table.table()));
            statement.setString(2, column);
            statement.setInt(3, DRAWN_AHEAD);
            var found = statement.executeQuery();
            var numbers = new ArrayList<String>();
            while (found.next()) {
                numbers.add(found.getString(1));
            }
            return numbers.isEmpty() ? followers(asked, column) : numbers;
        }
    }

    private List<String> followers(java.sql.Connection asked, String column) throws SQLException {
        if (!highest.containsKey(column)) {
            try (var statement = asked.createStatement();
                    var found = statement.executeQuery("SELECT coalesce(max(" + Sql.quoted(column) + "), 0) FROM "
                            + Sql.quoted(table.schema(), table.table()))) {
                found.next();
                highest.put(column, found.getLong(1));
            }
        }
        return List.of(Long.toString(highest.merge(column, 1L, Long::sum)));
    }
}
