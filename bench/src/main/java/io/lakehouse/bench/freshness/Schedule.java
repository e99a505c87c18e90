package io.lakehouse.bench.freshness;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The changes of a run, each with the moment at which it is due: made before the run, so that a slow commit delays no
 * other's due moment (no coordinated omission).
 *
 * @param changes in the order of their due moments
 */
record Schedule(List<Change> changes) {
    private static final int WRITTEN_AGAIN = 500;

    /** Keeps its own copy. */
    Schedule {
        changes = List.copyOf(changes);
    }

    /** What a change does. */
    enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }

    /**
     * One transaction.
     *
     * @param kind what it does
     * @param id key of the row
     * @param version number of the change, in the whole run of the platform
     * @param dueNanos when it is due, in ns after the start
     */
    record Change(Kind kind, long id, long version, long dueNanos) {}

    /**
     * Six of ten insert, three update one of the newest rows, so that a row changes several times a second, one deletes.
     *
     * @param first number of the first change
     * @param rate changes per second; 0 when all are due at once
     */
    static Schedule of(int count, double rate, long first, long seed) {
        var random = new Random(seed);
        var live = new ArrayList<Long>();
        var changes = new ArrayList<Change>(count);
        for (var index = 0; index < count; index++) {
            var version = first + index;
            var due = rate == 0 ? 0 : (long) (index * 1e9 / rate);
            var dice = random.nextDouble();
            if (dice < 0.6 || live.isEmpty()) {
                live.add(version);
                changes.add(new Change(Kind.INSERT, version, version, due));
            } else {
                var chosen = Math.max(0, live.size() - 1 - random.nextInt(WRITTEN_AGAIN));
                if (dice < 0.9) {
                    changes.add(new Change(Kind.UPDATE, live.get(chosen), version, due));
                } else {
                    changes.add(new Change(Kind.DELETE, live.remove(chosen), version, due));
                }
            }
        }
        return new Schedule(changes);
    }
}
