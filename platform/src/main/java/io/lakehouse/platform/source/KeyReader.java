package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.TableDeclaration;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads which rows a table has when a simulation starts. */
final class KeyReader {
    private KeyReader() {}

    /** The rows with the highest keys, and those hot ones that are there. */
    static KeyPool read(Connection connection, TableDeclaration table, List<String> key) throws SQLException {
        if (key.isEmpty()) {
            return new KeyPool(List.of(), List.of());
        }
        var select = key.stream().map(column -> Sql.quoted(column) + "::text").collect(Collectors.joining(", "))
                + " FROM " + Sql.quoted(table.schema(), table.table());
        var hot = new ArrayList<List<String>>();
        for (var wanted : table.simulation().hotKeys()) {
            if (wanted.size() == key.size()) {
                var where =
                        key.stream().map(column -> Sql.quoted(column) + " = ?").collect(Collectors.joining(" AND "));
                hot.addAll(keys(connection, "SELECT " + select + " WHERE " + where, wanted));
            }
        }
        var order = key.stream().map(column -> Sql.quoted(column) + " DESC").collect(Collectors.joining(", "));
        return new KeyPool(
                keys(connection, "SELECT " + select + " ORDER BY " + order + " LIMIT " + KeyPool.CAPACITY, List.of()),
                hot);
    }

    private static List<List<String>> keys(Connection connection, String sql, List<String> parameters)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setString(i + 1, parameters.get(i));
            }
            var found = statement.executeQuery();
            var width = found.getMetaData().getColumnCount();
            var keys = new ArrayList<List<String>>();
            while (found.next()) {
                var key = new ArrayList<String>();
                for (int i = 1; i <= width; i++) {
                    key.add(found.getString(i));
                }
                keys.add(List.copyOf(key));
            }
            return keys;
        }
    }
}
