package io.lakehouse.platform.source;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.platform.source.Workload.Change;
import io.lakehouse.platform.source.Workload.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the statements of a transaction and, when its commit was cut off, finds out how it ended. */
final class ChangeWriter {
    private static final int OUTCOME_ATTEMPTS = 50;
    private static final long OUTCOME_PAUSE_MILLIS = 100;

    /** The transaction's id comes with the rows, so that it costs no round trip and outlives the connection. */
    private static final String RETURNING = " RETURNING txid_current()::text";

    private ChangeWriter() {}

    /**
     * What was written and not yet committed.
     *
     * @param key the row's key
     * @param transactionId PostgreSQL's 64-bit id of the transaction
     */
    record Written(List<String> key, long transactionId) {}

    /** How a commit ended whose answer was lost. */
    enum Outcome {
        COMMITTED,
        ABORTED,
        UNKNOWN
    }

    /**
     * Runs the statements, without committing.
     *
     * @return empty when the row of the transaction is not there
     */
    static Optional<Written> write(Connection connection, Transaction transaction) throws SQLException {
        var table = transaction.table();
        var key = transaction.key().orElse(List.of());
        var id = 0L;
        for (var change : transaction.changes()) {
            var answer = run(connection, table, change, key);
            if (answer.isEmpty()) {
                return Optional.empty();
            }
            id = Long.parseLong(answer.get(0));
            key = answer.subList(1, answer.size());
        }
        return Optional.of(new Written(key, id));
    }

    private static List<String> run(Connection connection, SimulatedTable table, Change change, List<String> key)
            throws SQLException {
        var sql =
                switch (change.operation()) {
                    case CREATE -> insert(table, change.values());
                    case UPDATE -> update(table, change.values());
                    default -> "DELETE FROM " + table.sqlName() + where(table);
                };
        try (var statement = connection.prepareStatement(sql + RETURNING + returnedKey(table))) {
            var parameter = 0;
            for (var value : change.values().values()) {
                statement.setString(++parameter, value);
            }
            if (change.operation() != Operation.CREATE) {
                for (var value : key) {
                    statement.setString(++parameter, value);
                }
            }
            var rows = statement.executeQuery();
            var answer = new ArrayList<String>();
            if (rows.next()) {
                for (int i = 1; i <= 1 + table.key().size(); i++) {
                    answer.add(rows.getString(i));
                }
            }
            return answer;
        }
    }

    private static String insert(SimulatedTable table, Map<String, @Nullable String> values) {
        var columns = new ArrayList<>(values.keySet());
        var made = new ArrayList<>(Collections.nCopies(values.size(), "?"));
        table.clockColumns(false).forEach(column -> {
            columns.add(column);
            made.add("clock_timestamp()");
        });
        if (columns.isEmpty()) {
            return "INSERT INTO " + table.sqlName() + " DEFAULT VALUES";
        }
        return "INSERT INTO " + table.sqlName() + " ("
                + columns.stream().map(Sql::quoted).collect(Collectors.joining(", "))
                + ") OVERRIDING SYSTEM VALUE VALUES (" + String.join(", ", made) + ")";
    }

    private static String update(SimulatedTable table, Map<String, @Nullable String> values) {
        var set = new ArrayList<String>();
        values.keySet().forEach(column -> set.add(Sql.quoted(column) + " = ?"));
        table.clockColumns(true).forEach(column -> set.add(Sql.quoted(column) + " = clock_timestamp()"));
        if (set.isEmpty()) {
            // Only the key is there to be set, and it stays.
            table.key().forEach(column -> set.add(Sql.quoted(column) + " = " + Sql.quoted(column)));
        }
        return "UPDATE " + table.sqlName() + " SET " + String.join(", ", set) + where(table);
    }

    private static String where(SimulatedTable table) {
        return table.key().stream()
                .map(column -> Sql.quoted(column) + " = ?")
                .collect(Collectors.joining(" AND ", " WHERE ", ""));
    }

    private static String returnedKey(SimulatedTable table) {
        return table.key().stream()
                .map(column -> ", " + Sql.quoted(column) + "::text")
                .collect(Collectors.joining());
    }

    /**
     * How a transaction ended whose commit was not answered. PostgreSQL remembers the outcome by id; since a crash can
     * give an id that never reached the disk to another transaction, the row must agree.
     */
    static Outcome outcome(Connection connection, Transaction transaction, Written written)
            throws SQLException, InterruptedException {
        for (int attempt = 0; attempt < OUTCOME_ATTEMPTS; attempt++) {
            var status = status(connection, written.transactionId());
            if (status.equals("in progress")) {
                // The server has yet to notice that its client is gone, or is just committing.
                Thread.sleep(OUTCOME_PAUSE_MILLIS);
                continue;
            }
            return switch (status) {
                case "aborted", "future" -> Outcome.ABORTED;
                case "committed" -> isEvident(connection, transaction, written) ? Outcome.COMMITTED : Outcome.UNKNOWN;
                default -> Outcome.UNKNOWN;
            };
        }
        return Outcome.UNKNOWN;
    }

    private static String status(Connection connection, long id) throws SQLException {
        try (var statement = connection.prepareStatement(
                "SELECT CASE WHEN s.id >= txid_snapshot_xmax(txid_current_snapshot()) THEN 'future'"
                        + " ELSE coalesce(txid_status(s.id), 'forgotten') END FROM (SELECT ?::bigint AS id) AS s")) {
            statement.setLong(1, id);
            var found = statement.executeQuery();
            found.next();
            return found.getString(1);
        }
    }

    private static boolean isEvident(Connection connection, Transaction transaction, Written written)
            throws SQLException {
        var table = transaction.table();
        if (table.key().isEmpty()) {
            return true;
        }
        var last = transaction.changes().get(transaction.changes().size() - 1).operation();
        try (var statement =
                connection.prepareStatement("SELECT xmin::text::bigint FROM " + table.sqlName() + where(table))) {
            for (int i = 0; i < written.key().size(); i++) {
                statement.setString(i + 1, written.key().get(i));
            }
            var found = statement.executeQuery();
            var exists = found.next();
            return last == Operation.DELETE
                    ? !exists
                    : exists && found.getLong(1) == (written.transactionId() & 0xFFFFFFFFL);
        }
    }
}
