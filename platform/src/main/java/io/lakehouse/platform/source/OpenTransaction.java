package io.lakehouse.platform.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of a source that has not ended, and has to before the platform can go on.
 *
 * @param session what has it: a session with what is known of it, or a prepared transaction's name
 * @param end the SQL that ends it
 */
public record OpenTransaction(String session, String end) {
    /** A role that may not read all statistics is not told since when, nor what a session does now. */
    private static final String TOLD =
            """
            SELECT held.pid, p.gid, coalesce(a.datname, p.database) AS database, coalesce(a.usename, p.owner) AS role,
                   a.application_name AS application, a.state,
                   date_trunc('second', coalesce(a.xact_start, p.prepared))::text AS since
            FROM pg_locks held
            LEFT JOIN pg_stat_activity a ON a.pid = held.pid
            LEFT JOIN pg_locks own ON held.pid IS NULL AND own.virtualtransaction = held.virtualtransaction
                AND own.locktype = 'transactionid' AND own.granted
            LEFT JOIN pg_prepared_xacts p ON p.transaction = own.transactionid
            """;

    /** Whose maker waits: a slot has confirmed nothing as long as it is not made. */
    private static final String OF_SLOT =
            """
            JOIN pg_locks wanted ON wanted.locktype = 'transactionid' AND NOT wanted.granted
                AND wanted.transactionid = held.transactionid
            JOIN pg_replication_slots s ON s.active_pid = wanted.pid AND s.confirmed_flush_lsn IS NULL
            WHERE held.locktype = 'transactionid' AND held.granted AND s.slot_name = ?
            """;

    private static final String OF_TABLE =
            """
            JOIN pg_class c ON c.oid = held.relation
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE held.locktype = 'relation' AND held.granted AND n.nspname = ? AND c.relname = ?
                AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND held.pid IS DISTINCT FROM pg_backend_pid()
            """;

    private static final String OLDEST_FIRST = " ORDER BY coalesce(a.xact_start, p.prepared) LIMIT 1";

    /**
     * The transaction for whose end PostgreSQL waits before it makes a replication slot, of whatever database of the
     * server; empty when the slot is made, or nobody makes it.
     *
     * @throws io.lakehouse.platform.engine.Failure when the source does not answer
     */
    public static Optional<OpenTransaction> hinderingSlot(DatabaseAddress source, String slot) {
        return Sql.ask(source, connection -> first(connection, TOLD + OF_SLOT + OLDEST_FIRST, slot));
    }

    /** The oldest of those that have read or written a table, and so keep it from being altered. */
    static Optional<OpenTransaction> using(Connection connection, String schema, String table) throws SQLException {
        return first(connection, TOLD + OF_TABLE + OLDEST_FIRST, schema, table);
    }

    /** What it is, and what to do: a sentence without its end. */
    public String message() {
        return session + " has to end first: commit it, or roll it back: " + end;
    }

    private static Optional<OpenTransaction> first(Connection connection, String sql, String... names)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var index = 0; index < names.length; index++) {
                statement.setString(index + 1, names[index]);
            }
            var found = statement.executeQuery();
            return found.next() ? Optional.of(of(found)) : Optional.empty();
        }
    }

    private static OpenTransaction of(ResultSet found) throws SQLException {
        var told = new ArrayList<String>();
        tell(told, "database ", found.getString("database"));
        tell(told, "role ", found.getString("role"));
        tell(told, "application ", found.getString("application"));
        tell(told, "since ", found.getString("since"));
        tell(told, "", found.getString("state"));
        var gid = found.getString("gid");
        return gid == null
                ? new OpenTransaction(
                        "the transaction of session " + found.getInt("pid") + " (" + String.join(", ", told) + ")",
                        "SELECT pg_terminate_backend(" + found.getInt("pid") + ")")
                : new OpenTransaction(
                        "the prepared transaction " + Sql.literal(gid) + " (" + String.join(", ", told) + ")",
                        "ROLLBACK PREPARED " + Sql.literal(gid));
    }

    private static void tell(List<String> told, String what, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            told.add(what + value);
        }
    }
}
