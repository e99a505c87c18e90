package io.lakehouse.platform.lanes.batch;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.Databases;
import io.lakehouse.platform.source.Sql;
import io.lakehouse.platform.supervise.BatchLease;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * An advisory lock in the platform's PostgreSQL, held by a connection for as long as the run takes: it holds across homes
 * and machines that share the server, and PostgreSQL frees it when its holder dies.
 */
final class PipelineLease implements BatchLease {
    private final DatabaseAddress database;

    PipelineLease(DatabaseAddress database) {
        this.database = database;
    }

    @Override
    public Optional<Held> tryAcquire(String pipeline) {
        try {
            Databases.create(database, database.database());
            // It is silent for as long as a run takes, so that a firewall between must be kept from forgetting it.
            var connection = database.connect(Map.of("tcpKeepAlive", "true", "ApplicationName", "lakehouse batch"));
            try {
                if (isTaken(connection, pipeline)) {
                    return Optional.of(() -> close(connection));
                }
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            connection.close();
            return Optional.empty();
        } catch (SQLException e) {
            throw notTaken(pipeline, database + ": " + Sql.reason(e), e);
        } catch (Failure e) {
            throw notTaken(pipeline, e.getMessage(), e);
        }
    }

    private static Failure notTaken(String pipeline, String reason, Exception cause) {
        return new Failure(
                "no batch of " + pipeline + " was started, since PostgreSQL cannot say whether another is under way: "
                        + reason + "; bring the platform up",
                cause);
    }

    private static boolean isTaken(Connection connection, String pipeline) throws SQLException {
        try (var take = connection.prepareStatement("SELECT pg_try_advisory_lock(hashtextextended(?, 0))")) {
            take.setString(1, "lakehouse batch " + pipeline);
            try (var answer = take.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // The server has freed the lock already if it does not answer any more.
        }
    }
}
