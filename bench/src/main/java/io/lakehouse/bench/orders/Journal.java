package io.lakehouse.bench.orders;

import io.lakehouse.contract.change.Operation;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Everything that was committed, and what the stores have to hold because of it. */
public final class Journal {
    private final TreeMap<Long, Committed> changes = new TreeMap<>();

    /** An empty journal. */
    public Journal() {}

    /** Adds commits. */
    public void add(Collection<Committed> committed) {
        committed.forEach(commit -> changes.put(commit.change().number(), commit));
    }

    /** How many changes were committed. */
    public long size() {
        return changes.size();
    }

    /** The rows of the source: of each row that was not deleted the latest version. */
    public RowSet current() {
        var rows = new RowSet();
        latest().values().stream()
                .filter(commit -> commit.change().operation() != Operation.DELETE)
                .forEach(
                        commit -> rows.add(commit.change().id(), commit.change().number(), "", values(commit)));
        return rows;
    }

    /** One row per change; that of a deletion holds the version that it deleted. */
    public RowSet history() {
        var rows = new RowSet();
        var versions = new HashMap<Long, Committed>();
        for (var commit : changes.values()) {
            var id = commit.change().id();
            var version = commit.change().operation() == Operation.DELETE ? versions.remove(id) : commit;
            if (version == null) {
                throw new IllegalStateException("order " + id + " was deleted before it was inserted");
            }
            if (version == commit) {
                versions.put(id, commit);
            }
            rows.add(id, version.change().number(), commit.change().operation().name(), values(version));
        }
        return rows;
    }

    /** One row per version, with whether it is current and whether the row was deleted. */
    public RowSet versions() {
        var rows = new RowSet();
        var latest = latest();
        var last = new HashMap<Long, Long>();
        changes.values().stream()
                .filter(commit -> commit.change().operation() != Operation.DELETE)
                .forEach(
                        commit -> last.put(commit.change().id(), commit.change().number()));
        for (var commit : changes.values()) {
            var change = commit.change();
            if (change.operation() != Operation.DELETE) {
                var isLast = last.get(change.id()) == change.number();
                var isDeleted = latest.get(change.id()).change().operation() == Operation.DELETE;
                rows.add(change.id(), change.number(), kind(isLast && !isDeleted, isLast && isDeleted), values(commit));
            }
        }
        return rows;
    }

    static String kind(boolean isCurrent, boolean isDeleted) {
        return isCurrent ? "current" : isDeleted ? "deleted" : "closed";
    }

    static String values(int account, String amount, String status, long updatedAtMicros) {
        return account + " " + amount + " " + status + " " + updatedAtMicros;
    }

    private static String values(Committed commit) {
        var change = commit.change();
        return values(change.account(), change.amount().toPlainString(), change.status(), commit.updatedAtMicros());
    }

    private Map<Long, Committed> latest() {
        var latest = new HashMap<Long, Committed>();
        changes.values().forEach(commit -> latest.put(commit.change().id(), commit));
        return latest;
    }
}
