package io.lakehouse.platform.source.simulation;

import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.source.Sql;
import io.lakehouse.platform.source.simulation.ChangeWriter.Outcome;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One of the connections of a simulation: runs its transactions, each until its outcome is known. */
final class SimulationLane implements Runnable {
    private static final int WAITING = 64;
    private static final long STEP_MILLIS = 50;

    private final BlockingQueue<Transaction> waiting = new ArrayBlockingQueue<>(WAITING);
    private final DatabaseAddress address;
    private final SimulationTally tally;
    private final UnderWay underWay;
    private final BooleanSupplier stopped;
    private final InFlight inFlight;
    private final int number;
    private volatile boolean complete;

    SimulationLane(
            DatabaseAddress address,
            SimulationTally tally,
            UnderWay underWay,
            BooleanSupplier stopped,
            InFlight inFlight,
            int number) {
        this.address = address;
        this.tally = tally;
        this.underWay = underWay;
        this.stopped = stopped;
        this.inFlight = inFlight;
        this.number = number;
    }

    /** Hands over a transaction; tells whether there was room for it within a moment. */
    boolean offer(Transaction transaction) throws InterruptedException {
        return waiting.offer(transaction, STEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** No transaction comes any more: the lane ends when those that wait are done. */
    void complete() {
        complete = true;
    }

    @Override
    public void run() {
        try (var connection = new PersistentConnection(address, stopped, () -> {})) {
            while (!stopped.getAsBoolean()) {
                var isLast = complete;
                var transaction = waiting.poll(STEP_MILLIS, TimeUnit.MILLISECONDS);
                if (transaction != null) {
                    perform(transaction, connection);
                    inFlight.end(transaction, number);
                } else if (isLast) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void perform(Transaction transaction, PersistentConnection connection) throws InterruptedException {
        while (true) {
            Optional<Long> id = Optional.empty();
            try {
                underWay.begin(transaction);
                id = ChangeWriter.write(connection.get(), transaction);
                if (id.isEmpty()) {
                    // Somebody else has deleted the row.
                    connection.rollback();
                    missed(transaction);
                    return;
                }
                if (transaction.isRolledBack()) {
                    connection.get().rollback();
                    tally.rolledBack();
                    return;
                }
                connection.get().commit();
                committed(transaction);
                return;
            } catch (SQLException e) {
                if (PersistentConnection.isLoss(e)) {
                    connection.drop();
                    tally.reconnected();
                    if (id.isPresent() && !transaction.isRolledBack() && settle(transaction, id.get(), connection)) {
                        return;
                    }
                    underWay.end(transaction);
                    // Once it answers, nothing of what was there before the loss can still get an id.
                    connection.get();
                    underWay.awaitOthers();
                } else {
                    connection.rollback();
                    if (!PersistentConnection.isPassing(e)) {
                        if (inFlight.isUnfounded(transaction)) {
                            missed(transaction);
                        } else {
                            tally.rejected(transaction, Sql.reason(e));
                            inFlight.undone(transaction);
                        }
                        return;
                    }
                }
            } finally {
                underWay.end(transaction);
            }
        }
    }

    private void missed(Transaction transaction) {
        tally.missed();
        inFlight.undone(transaction);
    }

    /** Finds out how a commit ended that was cut off; tells whether that is the end of it, or it is to be run again. */
    private boolean settle(Transaction transaction, long id, PersistentConnection connection)
            throws InterruptedException {
        try {
            var outcome = connection.ask(asked -> ChangeWriter.outcome(asked, transaction, id));
            if (outcome == Outcome.COMMITTED) {
                committed(transaction);
            } else if (outcome == Outcome.UNKNOWN) {
                tally.unresolved();
            }
            return outcome != Outcome.ABORTED;
        } catch (InterruptedException e) {
            tally.unresolved();
            throw e;
        } catch (SQLException e) {
            tally.unresolved();
            throw Sql.failure(address, e);
        }
    }

    private void committed(Transaction transaction) {
        if (tally.committed(transaction)) {
            new SourceDatabase(address).flushedLsnIfThere().ifPresent(tally::firstCommitAt);
        }
    }
}
