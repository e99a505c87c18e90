package io.lakehouse.bench.freshness;

import io.lakehouse.bench.freshness.Schedule.Change;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.DatabaseAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Commits the changes of a schedule, each when it is due or, behind a slow one of its connection, as soon as it can. */
final class OpenLoop implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    private static final String PAYLOAD = "a payload of sixty-four characters, neither long nor very short";

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();

    /** Starts: changes of a row stay on one connection, and so in order. */
    OpenLoop(DatabaseAddress source, Schedule schedule, long startNanos) {
        for (var number = 0; number < CONNECTIONS; number++) {
            var mine = schedule.changes().stream().filter(ofConnection(number)).toList();
            var thread = new Thread(() -> write(source, mine, startNanos), "writer-" + number);
            threads.add(thread);
            thread.start();
        }
    }

    private static java.util.function.Predicate<Change> ofConnection(int number) {
        return change -> change.id() % CONNECTIONS == number;
    }

    private void write(DatabaseAddress source, List<Change> changes, long startNanos) {
        try (var connection = source.connect();
                var insert = prepared(
                        connection, "INSERT INTO events (version, payload, updated_at, id) VALUES (?, ?, %s, ?)");
                var update = prepared(
                        connection, "UPDATE events SET version = ?, payload = ?, updated_at = %s WHERE id = ?");
                var delete = prepared(connection, "DELETE FROM events WHERE id = ?")) {
            for (var change : changes) {
                var wait = startNanos + change.dueNanos() - System.nanoTime();
                if (wait > 0) {
                    TimeUnit.NANOSECONDS.sleep(wait);
                }
                switch (change.kind()) {
                    case INSERT -> write(insert, change);
                    case UPDATE -> write(update, change);
                    case DELETE -> {
                        delete.setLong(1, change.id());
                        delete.executeUpdate();
                    }
                }
            }
        } catch (SQLException e) {
            failure.compareAndSet(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql.formatted("clock_timestamp()"));
    }

    private static void write(PreparedStatement statement, Change change) throws SQLException {
        statement.setLong(1, change.version());
        statement.setString(2, PAYLOAD);
        statement.setLong(3, change.id());
        statement.executeUpdate();
    }

    /**
     * Waits for the last commit.
     *
     * @throws Failure when a change could not be committed
     */
    @Override
    public void close() {
        try {
            for (var thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var refused = failure.get();
        if (refused != null) {
            throw new Failure("a change of the schedule could not be committed: " + refused.getMessage(), refused);
        }
    }
}
