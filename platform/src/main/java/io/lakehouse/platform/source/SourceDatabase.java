package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.platform.engine.Answer;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Interruption;
import io.lakehouse.platform.engine.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A source database, asked over JDBC. Every call opens a connection of its own, so that a restart of the server between
 * two calls does not matter. Every failure is one line that names the database.
 */
public final class SourceDatabase {
    /** Prefix of the logical messages that the platform writes into the log. */
    public static final String MESSAGE_PREFIX = "lakehouse";

    /** Replica identity of a table whose updates and deletes carry the whole row before. */
    public static final String FULL = Publications.FULL;

    private final DatabaseAddress address;

    /** The database at this address. */
    public SourceDatabase(DatabaseAddress address) {
        this.address = address;
    }

    /** Where it is. */
    public DatabaseAddress address() {
        return address;
    }

    /**
     * What a declared table looks like.
     *
     * @param table the declaration
     * @param place where it stands, for failures
     * @throws Failure when the table is not there or cannot be captured
     */
    public TableShape shape(TableDeclaration table, Place place) {
        return Sql.ask(address, connection -> CapturedShape.of(catalogued(connection, table, place), table, place));
    }

    /** What a declared table looks like, followed or not; empty when it is not there. */
    public Optional<SeenTable> seen(TableDeclaration table) {
        return Sql.ask(address, connection -> SourceCatalogue.table(connection, table.schema(), table.table())
                .map(found -> SeenTable.of(found, table)));
    }

    /**
     * Columns of a declared table that the server computes: name to type as SQL writes it. They are not captured, since
     * PostgreSQL does not publish them; but a snapshot, which reads whole rows, has them.
     */
    public Map<String, String> generatedColumns(TableDeclaration table, Place place) {
        return Sql.ask(
                address, connection -> catalogued(connection, table, place).generated());
    }

    private CatalogueTable catalogued(Connection connection, TableDeclaration table, Place place) throws SQLException {
        var found = SourceCatalogue.table(connection, table.schema(), table.table());
        if (found.isEmpty()) {
            throw new Failure(place.at("table") + ": table " + table.qualifiedName() + " is not in " + address + " ("
                    + table.schema() + " has " + SourceCatalogue.tablesOf(connection, table.schema()) + ")");
        }
        return found.get();
    }

    /**
     * Runs a setup file, in one transaction, when a declared table is missing.
     *
     * @return whether it ran
     * @throws Failure when the file cannot be read or PostgreSQL refuses it; nothing of it remains then
     */
    public boolean setUp(List<TableDeclaration> tables, Path file) {
        return Sql.ask(address, connection -> {
            if (isComplete(connection, tables)) {
                return false;
            }
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute(Files.readString(file));
                connection.commit();
                return true;
            } catch (SQLException e) {
                throw new Failure(file + ": " + Sql.reason(e) + "; nothing of the file was kept", e);
            } catch (IOException e) {
                throw new Failure(file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
            }
        });
    }

    /** Names of the declared tables that are not there, {@code schema.table}. */
    public List<String> missing(List<TableDeclaration> tables) {
        return Sql.ask(address, connection -> {
            var missing = new ArrayList<String>();
            for (var table : tables) {
                if (SourceCatalogue.table(connection, table.schema(), table.table())
                        .isEmpty()) {
                    missing.add(table.qualifiedName());
                }
            }
            return missing;
        });
    }

    private static boolean isComplete(Connection connection, List<TableDeclaration> tables) throws SQLException {
        for (var table : tables) {
            if (SourceCatalogue.table(connection, table.schema(), table.table()).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Sets REPLICA IDENTITY FULL on a table and its partitions.
     *
     * @throws Failure with the statement to run when the role may not, or with the transaction that uses the table
     */
    public void captureFully(TableDeclaration table) {
        captureFullyUnlessUsed(table).ifPresent(user -> {
            throw new Failure("REPLICA IDENTITY of " + table.qualifiedName() + " cannot be set: " + user.message());
        });
    }

    /**
     * Likewise, unless an open transaction uses one of them.
     *
     * @return that transaction; empty when it is set
     * @throws Failure with the statement to run when the role may not
     */
    public Optional<OpenTransaction> captureFullyUnlessUsed(TableDeclaration table) {
        return Sql.ask(address, connection -> Publications.captureFully(connection, table));
    }

    /**
     * Makes a publication hold exactly these tables.
     *
     * @return whether anything changed
     * @throws Failure with the statement to run when the role may not
     */
    public boolean publish(String publication, List<TableDeclaration> tables) {
        return Sql.ask(address, connection -> Publications.ensure(connection, publication, tables));
    }

    /** A publication as it is; empty when there is none of this name. */
    public Optional<Publication> publication(String name) {
        return Sql.ask(address, connection -> Publications.find(connection, name));
    }

    /** The replica identity of a table: {@link #FULL}, or which another has; empty when there is no such table. */
    public Optional<String> replicaIdentity(TableDeclaration table) {
        return Sql.ask(address, connection -> Publications.identity(connection, table));
    }

    /** Drops a publication; one that is not there is fine. */
    public void dropPublication(String publication) {
        Sql.ask(address, connection -> {
            Publications.drop(connection, publication);
            return true;
        });
    }

    /** Everything that has committed is before this position. */
    public Lsn flushedLsn() {
        return Sql.ask(address, connection -> lsn(connection, "SELECT pg_current_wal_flush_lsn()"));
    }

    /** Likewise; empty when the server is just away. */
    public Optional<Lsn> flushedLsnIfThere() {
        try {
            return Optional.of(flushedLsn());
        } catch (Failure e) {
            return Optional.empty();
        }
    }

    /**
     * Writes a transactional message into the log, which capture delivers after everything committed before.
     *
     * @param content what identifies it
     * @return the end of the message's record: its event's own position is below, its commit above
     */
    public Lsn emitMarker(String content) {
        return Sql.ask(address, connection -> {
            try (var statement =
                    connection.prepareStatement("SELECT pg_logical_emit_message(true, ?::text, ?::text)")) {
                statement.setString(1, MESSAGE_PREFIX);
                statement.setString(2, content);
                return lsn(statement.executeQuery());
            }
        });
    }

    /** Writes a marker with a content of its own. */
    public Lsn emitMarker() {
        return emitMarker(UUID.randomUUID().toString());
    }

    /** A replication slot; empty when there is none of this name. */
    public Optional<ReplicationSlot> slot(String name) {
        return Sql.ask(address, connection -> {
            try (var statement =
                    connection.prepareStatement("SELECT active, coalesce(wal_status, 'lost') AS wal_status,"
                            // No column of servers before 17.
                            + " coalesce(to_jsonb(s) ->> 'invalidation_reason', '') AS invalidation,"
                            + " confirmed_flush_lsn, coalesce(pg_current_wal_lsn() - restart_lsn, 0)::bigint AS retained"
                            + " FROM pg_replication_slots s WHERE slot_name = ?")) {
                statement.setString(1, name);
                var found = statement.executeQuery();
                return found.next()
                        ? Optional.of(new ReplicationSlot(
                                name,
                                found.getBoolean("active"),
                                found.getString("wal_status"),
                                found.getString("invalidation"),
                                Optional.ofNullable(found.getString("confirmed_flush_lsn"))
                                        .map(Lsn::parse),
                                found.getLong("retained")))
                        : Optional.empty();
            }
        });
    }

    /** How far the reader of a slot is behind. */
    public CaptureLag lag(String slot) {
        return Sql.ask(address, connection -> {
            try (var statement = connection.prepareStatement(
                    """
                    SELECT greatest(pg_current_wal_flush_lsn() - s.confirmed_flush_lsn, 0)::bigint AS bytes,
                           CASE WHEN r.pid IS NULL THEN -1
                                ELSE coalesce(extract(epoch FROM r.flush_lag) * 1000, 0) END::bigint AS millis
                    FROM pg_replication_slots s LEFT JOIN pg_stat_replication r ON r.pid = s.active_pid
                    WHERE s.slot_name = ?
                    """)) {
                statement.setString(1, slot);
                var found = statement.executeQuery();
                if (!found.next()) {
                    return CaptureLag.UNKNOWN;
                }
                var bytes = found.getLong("bytes");
                return new CaptureLag(found.wasNull() ? -1 : bytes, found.getLong("millis"));
            }
        });
    }

    /** Ends the connection that reads a slot, so that the slot can be dropped; nobody reading it is fine. */
    public void endReader(String slot) {
        Sql.ask(address, connection -> {
            try (var statement = connection.prepareStatement("SELECT pg_terminate_backend(active_pid)"
                    + " FROM pg_replication_slots WHERE slot_name = ? AND active_pid IS NOT NULL")) {
                statement.setString(1, slot);
                return statement.execute();
            }
        });
    }

    /**
     * Drops a replication slot, so that it holds no more log; one that is not there is fine.
     *
     * @throws Failure when something reads it
     */
    public void dropSlot(String name) {
        Sql.ask(address, connection -> {
            try (var statement = connection.prepareStatement(
                    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ?")) {
                statement.setString(1, name);
                statement.execute();
                return true;
            } catch (SQLException e) {
                if (Sql.OBJECT_IN_USE.equals(e.getSQLState())) {
                    throw new Failure(address + ": " + Sql.reason(e) + ": stop its connector first", e);
                }
                throw e;
            }
        });
    }

    /**
     * Runs SQL as it stands, reads and writes; PostgreSQL is told when the process is interrupted meanwhile. Values are PostgreSQL's own texts, in UTC.
     *
     * @param sql one statement, or several of which the last one's answer is returned
     * @throws SQLException when PostgreSQL refuses or does not answer; the message is PostgreSQL's
     */
    public Answer query(String sql) throws SQLException {
        // The simple protocol alone returns every value as the server prints it.
        try (var connection = address.connect(Map.of("preferQueryMode", "simple"));
                var statement = connection.createStatement();
                var interruption = Interruption.stops(statement::cancel)) {
            var isRows = statement.execute(sql);
            while (true) {
                var answer = isRows
                        ? Answer.of(statement.getResultSet())
                        : Answer.updated(Math.max(0, statement.getLargeUpdateCount()));
                isRows = statement.getMoreResults();
                if (!isRows && statement.getLargeUpdateCount() == -1) {
                    return answer;
                }
            }
        }
    }

    private static Lsn lsn(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            return lsn(statement.executeQuery(sql));
        }
    }

    private static Lsn lsn(ResultSet found) throws SQLException {
        found.next();
        return Lsn.parse(found.getString(1));
    }
}
