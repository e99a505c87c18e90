package io.lakehouse.bench.orders;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.DatabaseAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Makes the changes of schedules on the source, each in a transaction of its own at its moment. A change that cannot be
 * made in time, since those before it on its connection took long, is made late and never left out: whoever measures from
 * the scheduled moment sees every stall.
 */
public final class OpenLoop implements AutoCloseable {
    private final List<Writer> writers = new ArrayList<>();
    private final ExecutorService threads;

    /** Opens the connections. */
    public OpenLoop(DatabaseAddress source, int connections) throws SQLException {
        this.threads = Executors.newFixedThreadPool(connections, task -> {
            var thread = new Thread(task, "orders");
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (var writer = 0; writer < connections; writer++) {
                writers.add(new Writer(source));
            }
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    /** Ids of the server's processes that serve the connections. */
    public List<Long> processes() {
        return writers.stream().map(writer -> writer.process).toList();
    }

    /**
     * Makes the changes of a schedule, and returns when all of them are committed.
     *
     * @param begin its begin, as of {@link System#nanoTime()}
     * @param listener told of every commit, by the thread that made it
     * @return the commits, in the order of their numbers
     * @throws Failure when a change is refused or finds no row
     */
    public List<Committed> run(List<Arrival> schedule, long begin, Consumer<Committed> listener)
            throws InterruptedException {
        var parts = new ArrayList<List<Arrival>>();
        writers.forEach(writer -> parts.add(new ArrayList<>()));
        schedule.forEach(arrival -> parts.get(arrival.writer()).add(arrival));
        var tasks = new ArrayList<java.util.concurrent.Callable<List<Committed>>>();
        for (var writer = 0; writer < writers.size(); writer++) {
            var own = writers.get(writer);
            var part = parts.get(writer);
            tasks.add(() -> own.run(part, begin, listener));
        }
        var committed = new ArrayList<Committed>(schedule.size());
        for (var task : threads.invokeAll(tasks)) {
            try {
                committed.addAll(task.get());
            } catch (ExecutionException e) {
                throw new Failure(
                        "the source took a change not: " + e.getCause().getMessage(), e.getCause());
            }
        }
        committed.sort(
                java.util.Comparator.comparingLong(commit -> commit.change().number()));
        return committed;
    }

    @Override
    public void close() {
        threads.shutdownNow();
        for (var writer : writers) {
            try {
                writer.connection.close();
            } catch (SQLException e) {
                throw new Failure("a connection to the source cannot be closed: " + e.getMessage(), e);
            }
        }
    }

    private static final class Writer {
        private final Connection connection;
        private final long process;
        private final PreparedStatement insert;
        private final PreparedStatement update;
        private final PreparedStatement delete;

        Writer(DatabaseAddress source) throws SQLException {
            this.connection = source.connect(Map.of("prepareThreshold", "1"));
            try (var statement = connection.createStatement();
                    var answer = statement.executeQuery("SELECT pg_backend_pid()")) {
                answer.next();
                this.process = answer.getLong(1);
            }
            this.insert = connection.prepareStatement(OrdersTable.INSERT);
            this.update = connection.prepareStatement(OrdersTable.UPDATE);
            this.delete = connection.prepareStatement(OrdersTable.DELETE);
        }

        List<Committed> run(List<Arrival> part, long begin, Consumer<Committed> listener) throws SQLException {
            var committed = new ArrayList<Committed>(part.size());
            for (var arrival : part) {
                var due = begin + arrival.atNanos();
                while (due - System.nanoTime() > 0) {
                    LockSupport.parkNanos(due - System.nanoTime());
                    if (Thread.currentThread().isInterrupted()) {
                        throw new SQLException("interrupted");
                    }
                }
                var updatedAt = make(arrival.change());
                var commit = new Committed(arrival.change(), due, System.nanoTime(), updatedAt);
                committed.add(commit);
                listener.accept(commit);
            }
            return committed;
        }

        private long make(Change change) throws SQLException {
            var statement =
                    switch (change.operation()) {
                        case CREATE -> insert;
                        case UPDATE -> update;
                        case DELETE -> delete;
                        default -> throw new IllegalArgumentException("no workload has a " + change.operation());
                    };
            if (statement != delete) {
                statement.setLong(1, change.number());
                statement.setInt(2, change.account());
                statement.setBigDecimal(3, change.amount());
                statement.setString(4, change.status());
            }
            statement.setLong(statement == delete ? 1 : 5, change.id());
            try (var answer = statement.executeQuery()) {
                if (!answer.next()) {
                    throw new SQLException("there is no order " + change.id() + " to " + change.operation());
                }
                return statement == delete ? 0 : answer.getLong(1);
            }
        }
    }
}
