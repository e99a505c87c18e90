package io.lakehouse.platform.source.simulation;

import io.lakehouse.platform.source.Sql;
import java.sql.Connection;
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
    private final Map<Place, Queue<String>> drawn = new HashMap<>();
    private final Map<Place, Long> highest = new HashMap<>();

    KeyNumbers(PersistentConnection connection) {
        this.connection = connection;
    }

    private record Place(TableName table, String column) {}

    /** The next number for a column. */
    String next(TableName table, String column) throws SQLException, InterruptedException {
        var place = new Place(table, column);
        var numbers = drawn.computeIfAbsent(place, name -> new ArrayDeque<>());
        if (numbers.isEmpty()) {
            numbers.addAll(connection.ask(asked -> draw(asked, place)));
        }
        return numbers.remove();
    }

    private List<String> draw(Connection asked, Place place) throws SQLException {
        try (var statement = asked.prepareStatement("SELECT nextval(s.name::regclass)::text"
                + " FROM (SELECT pg_get_serial_sequence(?, ?) AS name) AS s"
                + " CROSS JOIN generate_series(1, ?::int) WHERE s.name IS NOT NULL")) {
            statement.setString(1, place.table().quoted());
            statement.setString(2, place.column());
            statement.setInt(3, DRAWN_AHEAD);
            var found = statement.executeQuery();
            var numbers = new ArrayList<String>();
            while (found.next()) {
                numbers.add(found.getString(1));
            }
            return numbers.isEmpty() ? followers(asked, place) : numbers;
        }
    }

    private List<String> followers(Connection asked, Place place) throws SQLException {
        if (!highest.containsKey(place)) {
            try (var statement = asked.createStatement();
                    var found = statement.executeQuery("SELECT coalesce(max(" + Sql.quoted(place.column())
                            + "), 0) FROM " + place.table().quoted())) {
                found.next();
                highest.put(place, found.getLong(1));
            }
        }
        return List.of(Long.toString(highest.merge(place, 1L, Long::sum)));
    }
}
