package io.lakehouse.bench.orders;

import io.lakehouse.contract.change.Operation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes schedules: seeded changes at seeded moments, all of it fixed before the first is made. Arrivals are Poisson's, so
 * that they come in bunches as those of many independent users do. Half of the changes insert a row, two fifths update
 * one, a tenth deletes the oldest. Every other update goes to one of the newest rows, since a new order is what changes.
 * The same seed and the same calls make the same schedules.
 */
public final class Workload {
    private static final double INSERTS = 0.5;
    private static final double UPDATES = 0.4;
    private static final int NEWEST = 5;
    /** Below this many rows a writer only inserts. */
    private static final int LEAST = 10;

    private static final List<String> STATUS = List.of("placed", "paid", "shipped", "returned");

    private final Random random;
    private final List<List<Long>> inserted = new ArrayList<>();
    /** Rows are deleted in the order in which they were inserted: of each writer's rows, those before this place. */
    private final int[] deleted;

    private long changes;
    private long rows;

    /**
     * An empty table.
     *
     * @param writers connections among which the rows are shared out
     */
    public Workload(long seed, int writers) {
        this.random = new Random(seed);
        this.deleted = new int[writers];
        for (var writer = 0; writer < writers; writer++) {
            inserted.add(new ArrayList<>());
        }
    }

    /** How many changes were scheduled so far; the next has the next number. */
    public long changes() {
        return changes;
    }

    /**
     * The schedule of the next stretch.
     *
     * @param rate changes per second, on average
     */
    public List<Arrival> schedule(double rate, Duration duration) {
        if (!(rate > 0)) {
            throw new IllegalArgumentException("a rate of " + rate + " changes per second schedules nothing");
        }
        var arrivals = new ArrayList<Arrival>();
        var at = 0.0;
        while (true) {
            at += -Math.log(1 - random.nextDouble()) / rate;
            if (at * 1e9 >= duration.toNanos()) {
                return arrivals;
            }
            arrivals.add(arrival((long) (at * 1e9)));
        }
    }

    private Arrival arrival(long atNanos) {
        var writer = random.nextInt(inserted.size());
        var own = inserted.get(writer);
        var dice = random.nextDouble();
        changes++;
        if (dice < INSERTS || own.size() - deleted[writer] < LEAST) {
            var id = ++rows;
            own.add(id);
            return new Arrival(atNanos, writer, change(Operation.CREATE, id));
        }
        if (dice < INSERTS + UPDATES) {
            var first = deleted[writer];
            var from = random.nextBoolean() ? Math.max(first, own.size() - NEWEST) : first;
            return new Arrival(
                    atNanos, writer, change(Operation.UPDATE, own.get(from + random.nextInt(own.size() - from))));
        }
        return new Arrival(atNanos, writer, change(Operation.DELETE, own.get(deleted[writer]++)));
    }

    private Change change(Operation operation, long id) {
        return new Change(
                changes,
                operation,
                id,
                random.nextInt(100_000),
                BigDecimal.valueOf(random.nextInt(10_000_000), 2),
                STATUS.get(random.nextInt(STATUS.size())));
    }
}
