package io.lakehouse.platform.source;

import java.sql.Connection;
import java.sql.SQLException;

/** The databases of a PostgreSQL. */
public final class Databases {
    private static final String MAINTENANCE_DATABASE = "postgres";

    private Databases() {}

    /** Whether a server has a database of this name. */
    public static boolean exists(DatabaseAddress server, String name) {
        return Sql.ask(server.withDatabase(MAINTENANCE_DATABASE), connection -> exists(connection, name));
    }

    /**
     * Creates a database when it is missing.
     *
     * @param server any database of the server, with a role that may create databases
     * @param name the database's name
     * @return whether it was created
     * @throws io.lakehouse.platform.engine.Failure when the server does not answer or refuses
     */
    public static boolean create(DatabaseAddress server, String name) {
        return Sql.ask(server.withDatabase(MAINTENANCE_DATABASE), connection -> {
            if (exists(connection, name)) {
                return false;
            }
            try (var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + Sql.quoted(name));
                return true;
            } catch (SQLException e) {
                if (Sql.DUPLICATE_DATABASE.equals(e.getSQLState()) || Sql.UNIQUE_VIOLATION.equals(e.getSQLState())) {
                    return false;
                }
                throw e;
            }
        });
    }

    private static boolean exists(Connection connection, String name) throws SQLException {
        try (var exists = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?")) {
            exists.setString(1, name);
            return exists.executeQuery().next();
        }
    }
}
