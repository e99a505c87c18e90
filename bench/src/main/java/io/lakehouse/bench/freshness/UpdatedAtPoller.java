package io.lakehouse.bench.freshness;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.DatabaseAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What freshness is compared with: the usual job that asks the source again and again for the rows whose
 * {@code updated_at} is above the highest that it has seen.
 */
final class UpdatedAtPoller implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement statement;
    private final long process;
    private final Duration interval;
    private final Map<Long, Long> seenNanos = new HashMap<>();
    private final Thread thread = new Thread(this::poll, "updated-at-poller");
    private String highest = "-infinity";
    private @Nullable SQLException failure;
    private volatile boolean closed;

    UpdatedAtPoller(DatabaseAddress source, Duration interval) throws SQLException {
        this.interval = interval;
        this.connection = source.connect(Map.of("prepareThreshold", "1"));
        try (var asking = connection.createStatement();
                var answer = asking.executeQuery("SELECT pg_backend_pid()")) {
            answer.next();
            this.process = answer.getLong(1);
        }
        this.statement = connection.prepareStatement(
                "SELECT seq, updated_at::text FROM orders" + " WHERE updated_at > ?::timestamptz ORDER BY updated_at");
        thread.setDaemon(true);
        thread.start();
    }

    /** Id of the server's process that serves it. */
    long process() {
        return process;
    }

    /** Ends it after one more look; when it was answered with each version, by the number of its change. */
    Map<Long, Long> finish() throws InterruptedException {
        closed = true;
        thread.join();
        if (failure != null) {
            throw new Failure("the poller was refused: " + failure.getMessage(), failure);
        }
        return seenNanos;
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        connection.close();
    }

    private void poll() {
        try {
            var due = System.nanoTime();
            while (true) {
                var isLast = closed;
                look();
                if (isLast) {
                    return;
                }
                due += interval.toNanos();
                while (due - System.nanoTime() > 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            }
        } catch (SQLException e) {
            failure = e;
        }
    }

    private void look() throws SQLException {
        statement.setString(1, highest);
        try (var answer = statement.executeQuery()) {
            var now = System.nanoTime();
            while (answer.next()) {
                seenNanos.putIfAbsent(answer.getLong(1), now);
                highest = answer.getString(2);
            }
        }
    }
}
