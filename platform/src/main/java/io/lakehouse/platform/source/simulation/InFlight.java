package io.lakehouse.platform.source.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The transactions that are handed over and not ended. It gives transactions that touch the same row to the same
 * connection, so that they keep their order; those of different rows go side by side. It knows those that were planned
 * on one that left nothing.
 */
final class InFlight {
    private static final long STEP_MILLIS = 50;

    private final int lanes;
    private final BooleanSupplier stopped;
    private final Map<RowId, Uses> uses = new HashMap<>();
    private final Set<RowId> endedSinceWatch = new HashSet<>();
    private final Set<Transaction> underWay = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Transaction> unfounded = Collections.newSetFromMap(new IdentityHashMap<>());
    private final List<Transaction> undone = new ArrayList<>();
    private boolean isWatched;

    InFlight(int lanes, BooleanSupplier stopped) {
        this.lanes = lanes;
        this.stopped = stopped;
    }

    /** How many transactions of each lane use a row. */
    private record Uses(int[] writes, int[] reads) {
        boolean isOver() {
            return sum(writes) + sum(reads) == 0;
        }

        private static int sum(int[] counts) {
            var sum = 0;
            for (var count : counts) {
                sum += count;
            }
            return sum;
        }
    }

    /**
     * Waits until a transaction can go without overtaking another, and registers it.
     *
     * @return the number of its lane
     * @throws InterruptedException when interrupted, or when everything is stopped
     */
    synchronized int begin(Transaction transaction) throws InterruptedException {
        while (true) {
            var bound = boundLanes(transaction);
            if (bound.size() <= 1) {
                var lane = bound.isEmpty()
                        ? Math.floorMod(transaction.writes().hashCode(), lanes)
                        : bound.iterator().next();
                count(transaction, lane, 1);
                underWay.add(transaction);
                if (undone.stream().anyMatch(gone -> shareRows(gone, transaction))) {
                    unfounded.add(transaction);
                }
                return lane;
            }
            pause();
        }
    }

    private Set<Integer> boundLanes(Transaction transaction) {
        var bound = new HashSet<Integer>();
        transaction.writes().forEach(row -> addLanes(row, true, bound));
        transaction.reads().forEach(row -> addLanes(row, false, bound));
        return bound;
    }

    private void addLanes(RowId row, boolean isWritten, Set<Integer> bound) {
        var used = uses.get(row);
        for (int lane = 0; used != null && lane < lanes; lane++) {
            if (used.writes()[lane] > 0 || isWritten && used.reads()[lane] > 0) {
                bound.add(lane);
            }
        }
    }

    /** A transaction has ended, in whatever way. */
    synchronized void end(Transaction transaction, int lane) {
        count(transaction, lane, -1);
        underWay.remove(transaction);
        unfounded.remove(transaction);
        if (isWatched) {
            endedSinceWatch.addAll(transaction.writes());
        }
        notifyAll();
    }

    /**
     * A transaction left nothing. Those of its rows that are on their way, and those that come before {@link #heard()},
     * were planned as if it had.
     */
    synchronized void undone(Transaction transaction) {
        undone.add(transaction);
        underWay.stream()
                .filter(other -> other != transaction && shareRows(transaction, other))
                .forEach(unfounded::add);
    }

    /** The transactions that left nothing, each once: whatever is planned from here on minds it. */
    synchronized List<Transaction> heard() {
        var heard = List.copyOf(undone);
        undone.clear();
        return heard;
    }

    /** Whether a transaction on its way was planned on another that left nothing, so that it may well be refused. */
    synchronized boolean isUnfounded(Transaction transaction) {
        return unfounded.contains(transaction);
    }

    private static boolean shareRows(Transaction undone, Transaction other) {
        return undone.writes().stream()
                .anyMatch(row -> other.writes().contains(row) || other.reads().contains(row));
    }

    private void count(Transaction transaction, int lane, int change) {
        transaction.writes().forEach(row -> count(row, change, used(row).writes(), lane));
        transaction.reads().forEach(row -> count(row, change, used(row).reads(), lane));
    }

    private Uses used(RowId row) {
        return uses.computeIfAbsent(row, id -> new Uses(new int[lanes], new int[lanes]));
    }

    private void count(RowId row, int change, int[] counts, int lane) {
        counts[lane] += change;
        if (used(row).isOver()) {
            uses.remove(row);
        }
    }

    /**
     * Waits until nothing that is on its way touches a row.
     *
     * @return whether there was something to wait for
     */
    synchronized boolean await(RowId row) throws InterruptedException {
        var waited = false;
        while (uses.containsKey(row)) {
            waited = true;
            pause();
        }
        return waited;
    }

    /** From here on it is minded which rows are written by transactions that end; {@link #settle} tells, and ends it. */
    synchronized void watch() {
        endedSinceWatch.clear();
        isWatched = true;
    }

    /**
     * Waits until nothing that is on its way touches any of these rows.
     *
     * @return whether something touched one of them since {@link #watch()}: what was read of them meanwhile may be old
     */
    synchronized boolean settle(List<RowId> rows) throws InterruptedException {
        var touched = false;
        for (var row : rows) {
            // The transaction may have ended after the rows were read and before this was asked.
            touched |= await(row) | endedSinceWatch.contains(row);
        }
        isWatched = false;
        return touched;
    }

    /** Waits until nothing is on its way. */
    synchronized void awaitAll() throws InterruptedException {
        while (!underWay.isEmpty()) {
            pause();
        }
    }

    private void pause() throws InterruptedException {
        if (stopped.getAsBoolean()) {
            throw new InterruptedException("stopped while transactions were on their way");
        }
        wait(STEP_MILLIS);
    }
}
