package io.lakehouse.platform.source.simulation;

import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A connection without autocommit that is made anew, with growing pauses, when the server goes away. */
final class PersistentConnection implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final DatabaseAddress address;
    private final BooleanSupplier stopped;
    private final Return then;
    private boolean isLost;
    private @Nullable Connection current;

    /** What is waited for when the server is back, before anything is asked of it. */
    interface Return {
        /** Waits. */
        void await() throws InterruptedException;
    }

    PersistentConnection(DatabaseAddress address, BooleanSupplier stopped, Return then) {
        this.address = address;
        this.stopped = stopped;
        this.then = then;
    }

    /**
     * The connection, made when there is none.
     *
     * @throws Failure when the server does not come back within five minutes, or refuses for good
     * @throws InterruptedException when the thread is interrupted, or everything is stopped, while the server is away
     */
    Connection get() throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var pause = FIRST_PAUSE_MILLIS;
        while (current == null) {
            try {
                var connection = address.connect();
                connection.setAutoCommit(false);
                current = connection;
                if (isLost) {
                    isLost = false;
                    then.await();
                }
            } catch (SQLException e) {
                if (!isLoss(e) || System.nanoTime() > deadline) {
                    throw Sql.failure(address, e);
                }
                if (stopped.getAsBoolean()) {
                    throw new InterruptedException("stopped while " + address + " is away");
                }
                Thread.sleep(pause);
                pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            }
        }
        return current;
    }

    /** Asks something that may as well be asked twice, again and again until the server answers. */
    <T> T ask(Sql.Work<T> work) throws SQLException, InterruptedException {
        while (true) {
            try {
                var answer = work.on(get());
                get().commit();
                return answer;
            } catch (SQLException e) {
                if (!isLoss(e)) {
                    throw e;
                }
                drop();
            }
        }
    }

    /** Forgets the connection; the next one asked for is new. */
    void drop() {
        close();
        current = null;
        isLost = true;
    }

    /** Takes back what was not committed. */
    void rollback() {
        try {
            if (current != null) {
                current.rollback();
            }
        } catch (SQLException e) {
            drop();
        }
    }

    /**
     * Whether an error says that the server is gone, not that it refuses: class 08 is the connection's, 57P the
     * operator's (shutdown, crash, starting up), 53300 that there is no free connection yet.
     */
    static boolean isLoss(SQLException e) {
        var state = Optional.ofNullable(e.getSQLState()).orElse("08000");
        return state.startsWith("08") || state.startsWith("57P") || state.equals("53300");
    }

    /** Whether the same statements may succeed when they are run again: serialization and deadlock. */
    static boolean isPassing(SQLException e) {
        return "40001".equals(e.getSQLState()) || "40P01".equals(e.getSQLState());
    }

    @Override
    public void close() {
        try {
            if (current != null) {
                current.close();
            }
        } catch (SQLException e) {
            // It was of no use any more.
        }
    }
}
