package io.lakehouse.bench.freshness;

import io.lakehouse.bench.orders.Committed;
import io.lakehouse.contract.change.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * What a poller by {@code updated_at} saw of the changes that were committed, and what it never can.
 *
 * @param millis of each change that it saw, how long after its scheduled moment, in ms
 * @param changes how many were committed
 * @param intermediate versions that were replaced before it looked
 * @param deletions rows that were deleted, of which it is told nothing
 * @param deletedUnseen versions that were deleted before it looked
 * @param passedOver versions that stand in the source and were not seen: committed behind a later {@code updated_at}
 */
record PollerAccount(
        List<Double> millis, long changes, long intermediate, long deletions, long deletedUnseen, long passedOver) {
    /** How many changes it never saw. */
    long unseen() {
        return intermediate + deletions + deletedUnseen + passedOver;
    }

    /**
     * The account.
     *
     * @param committed every change, in the order of their numbers
     * @param seenNanos when the poller was answered with a version, by the number of the change that made it
     */
    static PollerAccount of(Collection<Committed> committed, Map<Long, Long> seenNanos) {
        var replaced = new HashSet<Long>();
        var deleted = new HashSet<Long>();
        var standing = new HashMap<Long, Long>();
        for (var commit : committed) {
            var change = commit.change();
            if (change.operation() == Operation.DELETE) {
                var version = standing.remove(change.id());
                if (version != null) {
                    deleted.add(version);
                }
            } else {
                var version = standing.put(change.id(), change.number());
                if (version != null) {
                    replaced.add(version);
                }
            }
        }
        var millis = new ArrayList<Double>();
        var intermediate = 0L;
        var deletions = 0L;
        var deletedUnseen = 0L;
        var passedOver = 0L;
        for (var commit : committed) {
            var number = commit.change().number();
            var seen = seenNanos.get(number);
            if (commit.change().operation() == Operation.DELETE) {
                deletions++;
            } else if (seen != null) {
                millis.add((seen - commit.scheduledNanos()) / 1e6);
            } else if (replaced.contains(number)) {
                intermediate++;
            } else if (deleted.contains(number)) {
                deletedUnseen++;
            } else {
                passedOver++;
            }
        }
        return new PollerAccount(millis, committed.size(), intermediate, deletions, deletedUnseen, passedOver);
    }
}
