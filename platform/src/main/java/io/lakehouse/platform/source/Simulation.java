package io.lakehouse.platform.source;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Place;
import io.lakehouse.platform.source.ChangeWriter.Outcome;
import io.lakehouse.platform.source.ChangeWriter.Written;
import io.lakehouse.platform.source.SimulationListener.CommittedChange;
import io.lakehouse.platform.source.Workload.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/**
 * Changes a pipeline's tables, continuously and at a rate: inserts, updates and deletes by the declared mix, with made-up
 * values. It survives a restart of the database.
 */
public final class Simulation {
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** So many refusals before the first commit say that no transaction will ever pass. */
    private static final int HOPELESS_REJECTIONS = 20;

    private final DatabaseAddress address;
    private final Pipeline pipeline;
    private final IntFunction<Place> places;
    private volatile boolean stopped;

    /**
     * A simulation.
     *
     * @param address the pipeline's source
     * @param pipeline the pipeline
     * @param places where each table is declared, by its index
     */
    public Simulation(DatabaseAddress address, Pipeline pipeline, IntFunction<Place> places) {
        this.address = address;
        this.pipeline = pipeline;
        this.places = places;
    }

    /** Ends the run after the transaction at hand; may be called from any thread. */
    public void stop() {
        stopped = true;
    }

    /**
     * Runs until the duration is over, {@link #stop()} is called or the thread is interrupted, which stays so.
     *
     * @throws Failure when the tables do not fit the declaration, nothing is accepted, or the database stays away
     */
    public SimulationSummary run(SimulationLoad load, SimulationListener listener) {
        var tally = new SimulationTally();
        try (var connection = new PersistentConnection(address)) {
            try {
                var workload = new Workload(tables(connection), pipeline.simulation(), load.seed());
                loop(load, workload, connection, tally, listener);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return tally.summary(lastLsn(tally));
    }

    private void loop(
            SimulationLoad load,
            Workload workload,
            PersistentConnection connection,
            SimulationTally tally,
            SimulationListener listener)
            throws InterruptedException {
        var start = System.nanoTime();
        var end = start + load.duration().toNanos();
        var nextProgress = start + PROGRESS_NANOS;
        var changes = 0L;
        while (!stopped && !Thread.currentThread().isInterrupted()) {
            var due = load.rate() == 0 ? start : start + (long) (changes * 1e9 / load.rate());
            if (Math.max(due, System.nanoTime()) >= end) {
                pauseUntil(Math.min(end, due));
                return;
            }
            pauseUntil(due);
            var transaction = workload.next();
            changes += transaction.changes().size();
            perform(transaction, workload, connection, tally, listener);
            if (System.nanoTime() >= nextProgress) {
                listener.progress(tally.summary(Optional.empty()));
                nextProgress += PROGRESS_NANOS;
            }
        }
    }

    private void pauseUntil(long nanoTime) throws InterruptedException {
        // In steps, so that stop() is heard at low rates, too.
        for (var left = nanoTime - System.nanoTime(); left > 0 && !stopped; left = nanoTime - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
        }
    }

    /** Runs a transaction until it is known to have committed, to be refused, or not to be known. */
    private void perform(
            Transaction transaction,
            Workload workload,
            PersistentConnection connection,
            SimulationTally tally,
            SimulationListener listener)
            throws InterruptedException {
        while (true) {
            Optional<Written> written = Optional.empty();
            try {
                written = ChangeWriter.write(connection.get(), transaction);
                if (written.isEmpty()) {
                    connection.rollback();
                    workload.missing(transaction);
                    return;
                }
                connection.get().commit();
                committed(transaction, written.get(), workload, tally, listener);
                return;
            } catch (SQLException e) {
                if (PersistentConnection.isLoss(e)) {
                    connection.drop();
                    tally.reconnected();
                    if (written.isPresent()
                            && settle(transaction, written.get(), workload, connection, tally, listener)) {
                        return;
                    }
                } else {
                    connection.rollback();
                    if (!PersistentConnection.isPassing(e)) {
                        reject(tally, e);
                        return;
                    }
                }
            }
        }
    }

    /** Finds out how a commit ended that was cut off; tells whether that is the end of it, or it is to be run again. */
    private boolean settle(
            Transaction transaction,
            Written written,
            Workload workload,
            PersistentConnection connection,
            SimulationTally tally,
            SimulationListener listener)
            throws InterruptedException {
        while (true) {
            try {
                var outcome = ChangeWriter.outcome(connection.get(), transaction, written);
                connection.rollback();
                if (outcome == Outcome.COMMITTED) {
                    committed(transaction, written, workload, tally, listener);
                } else if (outcome == Outcome.UNKNOWN) {
                    tally.unresolved();
                    workload.missing(transaction);
                }
                return outcome != Outcome.ABORTED;
            } catch (InterruptedException e) {
                tally.unresolved();
                throw e;
            } catch (SQLException e) {
                if (!PersistentConnection.isLoss(e)) {
                    throw Sql.failure(address, e);
                }
                connection.drop();
            }
        }
    }

    private void committed(
            Transaction transaction,
            Written written,
            Workload workload,
            SimulationTally tally,
            SimulationListener listener) {
        var now = System.nanoTime();
        tally.committed(transaction);
        workload.committed(transaction, written.key());
        for (var change : transaction.changes()) {
            listener.committed(
                    new CommittedChange(transaction.table().declaration(), written.key(), change.operation(), now));
        }
        if (tally.transactions() == 1) {
            flushedLsn().ifPresent(tally::firstCommitAt);
        }
    }

    private void reject(SimulationTally tally, SQLException e) {
        tally.rejected(Sql.reason(e));
        if (tally.transactions() == 0 && tally.rejections() >= HOPELESS_REJECTIONS) {
            throw new Failure(
                    places.apply(0).at("simulate") + ": " + address + " refuses every change: "
                            + tally.firstRejection().orElse("") + "; declare values that fit",
                    e);
        }
    }

    private Optional<Lsn> lastLsn(SimulationTally tally) {
        // An interrupted thread cannot connect.
        var interrupted = Thread.interrupted();
        try {
            return tally.transactions() == 0 ? Optional.empty() : flushedLsn();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Optional<Lsn> flushedLsn() {
        try {
            return Optional.of(new SourceDatabase(address).flushedLsn());
        } catch (Failure e) {
            // The database is just away: the position is told, not needed.
            return Optional.empty();
        }
    }

    private List<SimulatedTable> tables(PersistentConnection connection) throws InterruptedException {
        var tables = new ArrayList<SimulatedTable>();
        try {
            for (int i = 0; i < pipeline.tables().size(); i++) {
                tables.add(table(connection.get(), pipeline.tables().get(i), places.apply(i)));
            }
            connection.rollback();
            return tables;
        } catch (SQLException e) {
            throw Sql.failure(address, e);
        }
    }

    private SimulatedTable table(Connection connection, TableDeclaration declaration, Place place) throws SQLException {
        var catalogue = SourceCatalogue.table(connection, declaration.schema(), declaration.table())
                .orElseThrow(() -> new Failure(
                        place.at("table") + ": table " + declaration.qualifiedName() + " is not in " + address));
        var key = CapturedShape.of(catalogue, declaration, place).key();
        return new SimulatedTable(declaration, catalogue, key, place, KeyReader.read(connection, declaration, key));
    }
}
