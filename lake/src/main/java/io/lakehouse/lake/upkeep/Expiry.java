package io.lakehouse.lake.upkeep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Takes old snapshots out of a table's metadata, and nothing else: the files that only they name are {@link Leftovers}.
 *
 * <p>Iceberg's own expiry is not used, and the table property {@code gc.enabled} stays false, which forbids it to
 * everybody: it deletes what no snapshot of this branch names, and knows nothing of tags and other branches.
 */
final class Expiry {
    private static final int ATTEMPTS = 10;

    private Expiry() {}

    /**
     * Expires every snapshot that came before all of those that are needed.
     *
     * @param needed ids of snapshots that are kept, with everything since the oldest of them; when the table's history has
     *     not all of them, nothing expires
     * @return how many expired
     */
    static long expire(Table table, Set<Long> needed) {
        var operations = ((HasTableOperations) table).operations();
        for (var attempt = 1; ; attempt++) {
            var base = operations.refresh();
            table.refresh();
            var expired = before(table, needed);
            if (expired.isEmpty()) {
                return 0;
            }
            try {
                operations.commit(
                        base,
                        TableMetadata.buildFrom(base).removeSnapshots(expired).build());
                table.refresh();
                return expired.size();
            } catch (CommitFailedException e) {
                // The bronze job commits every half minute.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static List<Long> before(Table table, Set<Long> needed) {
        var history = new ArrayList<Snapshot>();
        SnapshotUtil.currentAncestors(table).forEach(history::add);
        var found = 0;
        var oldest = 0;
        for (var i = 0; i < history.size(); i++) {
            if (needed.contains(history.get(i).snapshotId())) {
                oldest = i;
                found++;
            }
        }
        if (found == 0 || found < needed.size()) {
            return List.of();
        }
        var kept = new HashSet<Long>();
        history.subList(0, oldest + 1).forEach(snapshot -> kept.add(snapshot.snapshotId()));
        var since = history.get(oldest).timestampMillis();
        var expired = new ArrayList<Long>();
        for (var snapshot : table.snapshots()) {
            if (!kept.contains(snapshot.snapshotId()) && snapshot.timestampMillis() <= since) {
                expired.add(snapshot.snapshotId());
            }
        }
        return expired;
    }
}
