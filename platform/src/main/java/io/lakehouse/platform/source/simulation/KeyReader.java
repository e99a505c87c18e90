package io.lakehouse.platform.source.simulation;

import io.lakehouse.platform.source.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads which rows a table has. */
final class KeyReader {
    private final Connection connection;
    private final TableName table;
    private final List<String> key;
    private final List<String> columns;

    /**
     * A reader.
     *
     * @param key the columns that tell rows apart
     * @param kept columns that are kept of a row, those of the key among them
     */
    KeyReader(Connection connection, TableName table, List<String> key, List<String> kept) {
        this.connection = connection;
        this.table = table;
        this.key = key;
        this.columns = List.copyOf(kept);
    }

    /** The rows with the highest keys. */
    List<KnownRow> highest(int count) throws SQLException {
        return rows(ordered(" DESC") + " LIMIT " + count, List.of());
    }

    /** The rows whose columns have these values, by key: the order on disk depends on when the server tidies up. */
    List<KnownRow> where(List<String> names, List<String> values, int most) throws SQLException {
        var where = names.stream().map(column -> Sql.quoted(column) + " = ?").collect(Collectors.joining(" AND "));
        return rows(" WHERE " + where + ordered("") + " LIMIT " + most, values);
    }

    private String ordered(String direction) {
        return key.stream()
                .map(column -> Sql.quoted(column) + direction)
                .collect(Collectors.joining(", ", " ORDER BY ", ""));
    }

    private List<KnownRow> rows(String rest, List<String> parameters) throws SQLException {
        var select =
                columns.stream().map(column -> Sql.quoted(column) + "::text").collect(Collectors.joining(", "));
        try (var statement = connection.prepareStatement("SELECT " + select + " FROM " + table.quoted() + rest)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setString(i + 1, parameters.get(i));
            }
            var found = statement.executeQuery();
            var rows = new ArrayList<KnownRow>();
            while (found.next()) {
                Map<String, @Nullable String> values = new HashMap<>();
                for (int i = 0; i < columns.size(); i++) {
                    values.put(columns.get(i), found.getString(i + 1));
                }
                rows.add(new KnownRow(
                        key.stream().map(values::get).map(String::valueOf).toList(), values));
            }
            return rows;
        }
    }
}
