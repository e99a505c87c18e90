package io.lakehouse.platform.source.simulation;

import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Place;
import io.lakehouse.platform.source.DatabaseAddress;
import io.lakehouse.platform.source.Lsn;
import io.lakehouse.platform.source.SourceDatabase;
import io.lakehouse.platform.source.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Changes a pipeline's tables, continuously and at a rate: inserts, updates and deletes by the declared mix, with made-up
 * values that the constraints of the source allow. One thread plans, several connections commit, since a commit waits for
 * the disk. Transactions of the same row stay in order. It survives a restart of the database.
 */
public final class Simulation {
    private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** So many refusals of a table without a commit between them say that no transaction of it will ever pass. */
    private static final int HOPELESS_REFUSALS = 50;

    private final DatabaseAddress address;
    private final Pipeline pipeline;
    private final IntFunction<Place> places;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    /**
     * A simulation, to be run once.
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

    /** Ends the run after the transactions at hand; may be called from any thread. */
    public void stop() {
        stopped = true;
    }

    /**
     * Runs until the duration is over, {@link #stop()} is called or the thread is interrupted, which stays so.
     *
     * @throws Failure when the tables do not fit the declaration, nothing is accepted, or the database stays away
     */
    public SimulationSummary run(SimulationLoad load, SimulationListener listener) {
        var tally = new SimulationTally(listener);
        var lanes = new ArrayList<SimulationLane>();
        var threads = new ArrayList<Thread>();
        var inFlight = new InFlight(load.connections(), () -> stopped);
        var underWay = new UnderWay();
        // It draws from sequences, which takes ids of transactions, too.
        try (var connection = new PersistentConnection(address, () -> stopped, underWay::awaitOthers)) {
            var workload = workload(connection, load, inFlight);
            for (int i = 0; i < load.connections(); i++) {
                var number = i;
                lanes.add(new SimulationLane(address, tally, underWay, () -> stopped, inFlight, number));
                threads.add(start(lanes.get(i), i));
            }
            tally.start();
            plan(load, workload, lanes, inFlight, tally);
        } catch (InterruptedException e) {
            // Whoever called stop() has interrupted nobody.
            if (!stopped) {
                stopped = true;
                Thread.currentThread().interrupt();
            }
        } catch (SQLException e) {
            fail(
                    Sql.isAnotherShape(e)
                            ? new Failure(
                                    address + ": " + Sql.reason(e)
                                            + "; when a table was changed while it was simulated,"
                                            + " simulate again, which reads the tables anew",
                                    e)
                            : Sql.failure(address, e));
        } finally {
            lanes.forEach(SimulationLane::complete);
            await(threads);
        }
        if (failure.get() != null) {
            throw failure.get() instanceof Failure told ? told : new Failure("the simulation broke off", failure.get());
        }
        return tally.summary(lastLsn(tally));
    }

    private Thread start(SimulationLane lane, int number) {
        var thread = new Thread(lane, "simulation-" + number);
        thread.setUncaughtExceptionHandler((ended, e) -> fail(e));
        thread.start();
        return thread;
    }

    private void fail(Throwable e) {
        failure.compareAndSet(null, e);
        stopped = true;
    }

    /** A thread that is interrupted waits all the same: its connections end with the transaction at hand. */
    private void await(List<Thread> threads) {
        var interrupted = false;
        for (var thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    stopped = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void plan(
            SimulationLoad load,
            Workload workload,
            List<SimulationLane> lanes,
            InFlight inFlight,
            SimulationTally tally)
            throws SQLException, InterruptedException {
        var start = System.nanoTime();
        var end = start + load.duration().toNanos();
        var progress = new Progress(tally, start);
        var changes = 0L;
        while (!stopped && changes < load.mostChanges()) {
            var due = load.rate() == 0 ? start : start + (long) (changes * 1e9 / load.rate());
            pauseUntil(Math.min(due, end), progress);
            if (Math.max(due, System.nanoTime()) >= end) {
                return;
            }
            inFlight.heard().forEach(workload::undone);
            var transaction = workload.next();
            changes += transaction.statements();
            handOver(transaction, lanes, inFlight, progress);
            if (load.connections() == 1) {
                inFlight.awaitAll();
            }
            var hopeless = tally.hopeless(HOPELESS_REFUSALS);
            if (hopeless.isPresent()) {
                var table = hopeless.get().getKey();
                throw new Failure(table.place().at("simulate") + ": " + address + " refused " + HOPELESS_REFUSALS
                        + " changes of " + table + " in a row, the last with: "
                        + hopeless.get().getValue()
                        + "; declare rules for the columns of that constraint under simulate.columns, or simulate"
                        + " again when the table was changed meanwhile");
            }
        }
    }

    private void handOver(Transaction transaction, List<SimulationLane> lanes, InFlight inFlight, Progress progress)
            throws InterruptedException {
        var number = inFlight.begin(transaction);
        while (!stopped && !lanes.get(number).offer(transaction)) {
            progress.tell();
        }
    }

    private void pauseUntil(long nanoTime, Progress progress) throws InterruptedException {
        // In steps, so that stop() is heard at low rates, too.
        for (var left = nanoTime - System.nanoTime(); left > 0 && !stopped; left = nanoTime - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(100)));
            progress.tell();
        }
        progress.tell();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Tells of the progress once a second. */
    private static final class Progress {
        private final SimulationTally tally;
        private long next;

        Progress(SimulationTally tally, long start) {
            this.tally = tally;
            this.next = start + PROGRESS_NANOS;
        }

        void tell() {
            if (System.nanoTime() >= next) {
                tally.tellProgress();
                next += PROGRESS_NANOS;
            }
        }
    }

    private Optional<Lsn> lastLsn(SimulationTally tally) {
        return tally.transactions() == 0 ? Optional.empty() : new SourceDatabase(address).flushedLsnIfThere();
    }

    private Workload workload(PersistentConnection connection, SimulationLoad load, InFlight inFlight)
            throws SQLException, InterruptedException {
        var random = new Random(load.seed());
        var journal = new Journal();
        var tables = new TableReader(address, pipeline, places, journal).read(connection);
        var maker = new ValueMaker(random);
        var drawer = new RowDrawer(
                new ReferenceDrawer(tables, maker, random),
                new ColumnDrawer(new KeyNumbers(connection), maker, random),
                new RowProbe(connection));
        var declaration = pipeline.simulation();
        return new Workload(
                tables,
                declaration,
                random,
                new RowChanges(tables, declaration, drawer, connection, inFlight, journal, random),
                journal);
    }
}
