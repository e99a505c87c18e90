package io.lakehouse.platform.source.simulation;

import io.lakehouse.platform.source.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks the source whether it would take a row, without writing one: its own checks, evaluated over the row's values, and
 * what its unique indexes hold. What was planned and is not committed yet is remembered here.
 */
final class RowProbe {
    /** More than transactions on their way can hold. */
    private static final int REMEMBERED = 20_000;

    /** Types whose texts are written in one way only, and so can be compared as they were made. */
    private static final Set<String> PLAIN_TYPES =
            Set.of("int2", "int4", "int8", "text", "varchar", "uuid", "bool", "date");

    private final PersistentConnection connection;
    private final Map<String, LinkedHashSet<List<String>>> planned = new HashMap<>();

    RowProbe(PersistentConnection connection) {
        this.connection = connection;
    }

    /** The name of a check that refuses a row; empty when all that can be asked allow it. */
    Optional<String> refusingCheck(SimulatedTable table, Map<String, @Nullable String> row)
            throws SQLException, InterruptedException {
        var checks = table.constraints().checks().stream()
                .filter(check -> row.keySet().containsAll(check.columns()))
                .toList();
        var domains = row.keySet().stream()
                .flatMap(column -> table.column(column).stream())
                .filter(column -> !column.type().declared().equals(column.sqlType())
                        && !column.type().isArray())
                .toList();
        if (checks.isEmpty() && domains.isEmpty()) {
            return Optional.empty();
        }
        var select = checks.isEmpty()
                ? "1"
                : checks.stream()
                        .map(check -> "(" + check.expression() + ") IS NOT FALSE")
                        .collect(Collectors.joining(", "));
        try {
            return connection.ask(asked -> refusing(asked, table, row, select, checks));
        } catch (SQLException e) {
            // A domain refuses the value itself; the rest, such as a function that is not found, writing will show.
            connection.rollback();
            return e.getSQLState() != null && e.getSQLState().startsWith("23")
                    ? Optional.of(Sql.constraint(e))
                    : Optional.empty();
        }
    }

    private static Optional<String> refusing(
            Connection asked,
            SimulatedTable table,
            Map<String, @Nullable String> row,
            String select,
            List<CheckConstraint> checks)
            throws SQLException {
        try (var statement = asked.prepareStatement("SELECT " + select + " FROM (" + values(table, row) + ") AS row")) {
            bind(statement, row);
            var found = statement.executeQuery();
            found.next();
            for (int i = 0; i < checks.size(); i++) {
                if (!found.getBoolean(i + 1)) {
                    return Optional.of(checks.get(i).name());
                }
            }
            return Optional.empty();
        }
    }

    /** The name of a unique key that a row would break; empty when there is none, and then its values are taken. */
    Optional<String> breakingUnique(SimulatedTable table, Map<String, @Nullable String> row, boolean isKeyKept)
            throws SQLException, InterruptedException {
        var taken = new HashMap<String, List<String>>();
        for (var unique : table.constraints().uniques()) {
            var isAsked = row.keySet().containsAll(unique.columns())
                    && (unique.isNullOneValue()
                            || unique.columns().stream().anyMatch(column -> row.get(column) != null))
                    && !table.isUnlikeOthers(unique)
                    && !(isKeyKept && table.key().containsAll(unique.columns()));
            if (isAsked) {
                var values = connection.ask(asked -> free(asked, table, row, unique));
                if (values.isEmpty() || remembered(table, unique).contains(values.get())) {
                    return Optional.of(unique.name());
                }
                taken.put(unique.name(), values.get());
            }
        }
        table.constraints().uniques().stream()
                .filter(unique -> taken.containsKey(unique.name()))
                .forEach(unique -> remember(remembered(table, unique), taken.getOrDefault(unique.name(), List.of())));
        return Optional.empty();
    }

    private LinkedHashSet<List<String>> remembered(SimulatedTable table, UniqueKey unique) {
        return planned.computeIfAbsent(table.name() + " " + unique.name(), name -> new LinkedHashSet<>());
    }

    private static void remember(LinkedHashSet<List<String>> values, List<String> added) {
        values.add(added);
        if (values.size() > REMEMBERED) {
            values.remove(values.iterator().next());
        }
    }

    /** The values of a unique key, when no row has them. */
    private static Optional<List<String>> free(
            Connection asked, SimulatedTable table, Map<String, @Nullable String> row, UniqueKey unique)
            throws SQLException {
        var equals = unique.isNullOneValue() ? " IS NOT DISTINCT FROM " : " = ";
        var made = new ArrayList<String>();
        var same = new ArrayList<String>();
        var texts = new ArrayList<String>();
        for (int i = 0; i < unique.expressions().size(); i++) {
            var value = "\"lakehouse value " + i + "\"";
            made.add("(" + unique.expressions().get(i) + ") AS " + value);
            same.add("(" + unique.expressions().get(i) + ")" + equals + "made." + value);
            texts.add("made." + value + "::text");
        }
        var sql = "WITH made AS (SELECT " + String.join(", ", made) + " FROM (" + values(table, row) + ") AS row)"
                + " SELECT " + String.join(", ", texts) + " FROM made WHERE NOT EXISTS (SELECT 1 FROM "
                + table.name().quoted() + " WHERE " + String.join(" AND ", same) + ")";
        try (var statement = asked.prepareStatement(sql)) {
            bind(statement, row);
            var found = statement.executeQuery();
            if (!found.next()) {
                return Optional.empty();
            }
            var values = new ArrayList<String>();
            for (int i = 0; i < texts.size(); i++) {
                values.add(String.valueOf(found.getString(i + 1)));
            }
            return Optional.of(List.copyOf(values));
        }
    }

    /** The row with the values of its kept columns as PostgreSQL writes them, which tells equal from different. */
    Map<String, @Nullable String> canonical(SimulatedTable table, Map<String, @Nullable String> row)
            throws SQLException, InterruptedException {
        var columns = table.kept().stream()
                .filter(row::containsKey)
                .flatMap(name -> table.column(name).stream())
                .filter(column -> !PLAIN_TYPES.contains(column.type().name())
                        && column.type().labels().isEmpty())
                .map(SimulatedColumn::name)
                .toList();
        if (columns.isEmpty()) {
            return row;
        }
        var select =
                columns.stream().map(column -> Sql.quoted(column) + "::text").collect(Collectors.joining(", "));
        return connection.ask(asked -> {
            try (var statement =
                    asked.prepareStatement("SELECT " + select + " FROM (" + values(table, row) + ") AS row")) {
                bind(statement, row);
                var found = statement.executeQuery();
                found.next();
                for (int i = 0; i < columns.size(); i++) {
                    row.put(columns.get(i), found.getString(i + 1));
                }
                return row;
            }
        });
    }

    /** A row of parameters, each with its column's name and type. */
    private static String values(SimulatedTable table, Map<String, @Nullable String> row) {
        return row.keySet().stream()
                .map(name -> "?::" + table.column(name).orElseThrow().sqlType() + " AS " + Sql.quoted(name))
                .collect(Collectors.joining(", ", "SELECT ", ""));
    }

    private static void bind(java.sql.PreparedStatement statement, Map<String, @Nullable String> row)
            throws SQLException {
        var parameter = 0;
        for (var value : row.values()) {
            statement.setString(++parameter, value);
        }
    }
}
