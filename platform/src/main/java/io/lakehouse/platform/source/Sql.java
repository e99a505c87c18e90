package io.lakehouse.platform.source;

import io.lakehouse.platform.engine.Failure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;

/** SQL's own spellings, and one line for what PostgreSQL refuses. */
public final class Sql {
    static final String INSUFFICIENT_PRIVILEGE = "42501";
    static final String NO_DATABASE = "3D000";
    static final String NO_TABLE = "42P01";
    static final String DUPLICATE_DATABASE = "42P04";
    static final String UNIQUE_VIOLATION = "23505";
    static final String LOCK_NOT_AVAILABLE = "55P03";
    static final String OBJECT_IN_USE = "55006";

    private Sql() {}

    /** Something asked of a connection. */
    @FunctionalInterface
    public interface Work<T> {
        /** What is asked. */
        T on(Connection connection) throws SQLException;
    }

    /**
     * Asks on a connection of its own, or on that which the thread holds by {@link SharedConnections}.
     *
     * @throws Failure when the database does not answer or refuses
     */
    public static <T> T ask(DatabaseAddress address, Work<T> work) {
        var held = SharedConnections.held();
        if (held != null) {
            try {
                return held.ask(address, work);
            } catch (SQLException e) {
                throw failure(address, e);
            }
        }
        try (var connection = address.connect()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw failure(address, e);
        }
    }

    /** A failure that names the database. */
    public static Failure failure(DatabaseAddress address, SQLException e) {
        return new Failure(address + ": " + reason(e), e);
    }

    /** Whether an error says that a database, or a table in it, is not there. */
    public static boolean isAbsence(SQLException e) {
        return NO_DATABASE.equals(e.getSQLState()) || NO_TABLE.equals(e.getSQLState());
    }

    /** Whether an error says that tables or columns are others than a statement supposes: class 42 without rights. */
    public static boolean isAnotherShape(SQLException e) {
        return e.getSQLState() != null
                && e.getSQLState().startsWith("42")
                && !INSUFFICIENT_PRIVILEGE.equals(e.getSQLState());
    }

    /** What went wrong, in one line. */
    public static String reason(SQLException e) {
        return Optional.ofNullable(e.getMessage()).orElse("no answer").strip().replaceAll("\\s+", " ");
    }

    /** The name of the constraint that refuses a row; what PostgreSQL says when it names none. */
    public static String constraint(SQLException e) {
        return e instanceof PSQLException told
                        && told.getServerErrorMessage() != null
                        && told.getServerErrorMessage().getConstraint() != null
                ? told.getServerErrorMessage().getConstraint()
                : reason(e);
    }

    /** A name of PostgreSQL as it stands in SQL, whatever it holds. */
    public static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /** A qualified name. */
    public static String quoted(String schema, String table) {
        return quoted(schema) + "." + quoted(table);
    }

    /** A text as it stands in SQL, whatever it holds. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
