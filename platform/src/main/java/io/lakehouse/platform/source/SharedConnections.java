package io.lakehouse.platform.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that the questions of one thread share while they are held, one to each database, opened when it is asked
 * first. Who asks many small questions in a row, again and again, would spend most of his time, and of the server's, on
 * logging in: SCRAM is slow by design.
 */
public final class SharedConnections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SharedConnections.class);
    private static final int VALID_SECONDS = 5;
    private static final ThreadLocal<@Nullable SharedConnections> HELD = new ThreadLocal<>();

    private final Map<DatabaseAddress, Connection> connections = new HashMap<>();

    private SharedConnections() {}

    /**
     * Holds connections for what this thread asks by {@link Sql#ask} until this is closed.
     *
     * @throws IllegalStateException when it holds some already
     */
    public static SharedConnections hold() {
        if (HELD.get() != null) {
            throw new IllegalStateException("this thread holds connections already");
        }
        var held = new SharedConnections();
        HELD.set(held);
        return held;
    }

    /** Closes those whose server has gone, so that what is asked next is asked on a new one. */
    public void closeDead() {
        connections.values().removeIf(connection -> {
            if (isValid(connection)) {
                return false;
            }
            end(connection);
            return true;
        });
    }

    private static boolean isValid(Connection connection) {
        try {
            return connection.isValid(VALID_SECONDS);
        } catch (SQLException e) {
            throw new IllegalStateException("a time limit below 0 was not given", e);
        }
    }

    /** What this thread holds; null when it holds nothing. */
    static @Nullable SharedConnections held() {
        return HELD.get();
    }

    /** Asks on the connection that is held; one on which something failed is closed, whatever it was. */
    <T> T ask(DatabaseAddress address, Sql.Work<T> work) throws SQLException {
        var connection = connections.get(address);
        if (connection == null) {
            connection = address.connect();
            connections.put(address, connection);
        }
        try {
            var answer = work.on(connection);
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
            }
            return answer;
        } catch (SQLException | RuntimeException e) {
            end(connections.remove(address));
            throw e;
        }
    }

    @Override
    public void close() {
        HELD.remove();
        connections.values().forEach(SharedConnections::end);
        connections.clear();
    }

    private static void end(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("a connection could not be closed", e);
        }
    }
}
