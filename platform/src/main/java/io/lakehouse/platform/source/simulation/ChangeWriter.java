package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.platform.source.Sql;
import io.lakehouse.platform.source.simulation.Transaction.Change;
import io.lakehouse.platform.source.simulation.Transaction.Mark;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the statements of a transaction and, when its commit was cut off, finds out how it ended. */
final class ChangeWriter {
    private static final int OUTCOME_ATTEMPTS = 50;
    private static final long OUTCOME_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The transaction's id comes with the rows, so that it costs no round trip and outlives the connection. */
    private static final String RETURNING = " RETURNING txid_current()::text";

    private ChangeWriter() {}

    /** How a commit ended whose answer was lost. */
    enum Outcome {
        COMMITTED,
        ABORTED,
        UNKNOWN
    }

    /**
     * Runs the statements, without committing.
     *
     * @return PostgreSQL's 64-bit id of the transaction; empty when the row of the transaction is not there
     */
    static Optional<Long> write(Connection connection, Transaction transaction) throws SQLException {
        var id = Optional.<Long>empty();
        for (var step : transaction.steps()) {
            if (step instanceof Change change) {
                id = run(connection, change);
                if (id.isEmpty()) {
                    break;
                }
            } else if (step instanceof Mark mark) {
                mark(connection, mark);
            }
        }
        return id;
    }

    private static void mark(Connection connection, Mark mark) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(
                    switch (mark) {
                        case SAVEPOINT -> "SAVEPOINT simulated";
                        case RELEASE -> "RELEASE SAVEPOINT simulated";
                        case ROLLBACK_TO -> "ROLLBACK TO SAVEPOINT simulated";
                    });
        }
    }

    private static Optional<Long> run(Connection connection, Change change) throws SQLException {
        var table = change.table();
        var sql =
                switch (change.operation()) {
                    case CREATE -> insert(table, change.values());
                    case UPDATE -> update(table, change.values());
                    default -> "DELETE FROM " + table.name().quoted() + where(table);
                };
        try (var statement = connection.prepareStatement(sql + RETURNING)) {
            var parameter = 0;
            for (var value : change.values().values()) {
                statement.setString(++parameter, value);
            }
            if (change.operation() != Operation.CREATE) {
                for (var value : change.key()) {
                    statement.setString(++parameter, value);
                }
            }
            var rows = statement.executeQuery();
            return rows.next() ? Optional.of(Long.parseLong(rows.getString(1))) : Optional.empty();
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
            return "INSERT INTO " + table.name().quoted() + " DEFAULT VALUES";
        }
        return "INSERT INTO " + table.name().quoted() + " ("
                + columns.stream().map(Sql::quoted).collect(Collectors.joining(", "))
                + ") OVERRIDING SYSTEM VALUE VALUES (" + String.join(", ", made) + ")";
    }

    private static String update(SimulatedTable table, Map<String, @Nullable String> values) {
        var set = new ArrayList<String>();
        values.keySet().forEach(column -> set.add(Sql.quoted(column) + " = ?"));
        if (set.isEmpty()) {
            // Nothing changes, and is written all the same.
            var column = Sql.quoted(table.settable().orElseThrow());
            set.add(column + " = " + column);
        } else {
            table.clockColumns(true).forEach(column -> set.add(Sql.quoted(column) + " = clock_timestamp()"));
        }
        return "UPDATE " + table.name().quoted() + " SET " + String.join(", ", set) + where(table);
    }

    private static String where(SimulatedTable table) {
        return table.key().stream()
                .map(column -> Sql.quoted(column) + " = ?")
                .collect(Collectors.joining(" AND ", " WHERE ", ""));
    }

    /**
     * How a transaction ended whose commit was not answered. PostgreSQL remembers the outcome by id; since a crash can
     * give an id that never reached the disk to another transaction, the row must agree.
     */
    static Outcome outcome(Connection connection, Transaction transaction, long id) throws SQLException {
        for (int attempt = 0; attempt < OUTCOME_ATTEMPTS; attempt++) {
            var status = status(connection, id);
            if (status.equals("in progress")) {
                // The server has yet to notice that its client is gone, or is just committing.
                LockSupport.parkNanos(OUTCOME_PAUSE_NANOS);
                continue;
            }
            return switch (status) {
                case "aborted", "future" -> Outcome.ABORTED;
                case "committed" -> isEvident(connection, transaction, id) ? Outcome.COMMITTED : Outcome.UNKNOWN;
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

    private static boolean isEvident(Connection connection, Transaction transaction, long id) throws SQLException {
        var evidence = transaction.evidence();
        if (evidence.isEmpty()) {
            return true;
        }
        var change = evidence.get();
        var table = change.table();
        try (var statement = connection.prepareStatement(
                "SELECT xmin::text::bigint FROM " + table.name().quoted() + where(table))) {
            for (int i = 0; i < change.keyAfter().size(); i++) {
                statement.setString(i + 1, change.keyAfter().get(i));
            }
            var found = statement.executeQuery();
            var exists = found.next();
            return change.operation() == Operation.DELETE ? !exists : exists && found.getLong(1) == (id & 0xFFFFFFFFL);
        }
    }
}
