package io.lakehouse.platform.lanes;

import io.lakehouse.platform.engine.Answer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of a bronze table, and which of them brought changes. The bronze job commits now and then without any,
 * and upkeep rewrites and removes files: for a run none of these is news.
 *
 * @param newestFirst the snapshots, the one that is current first
 */
record BronzeSnapshots(List<Snapshot> newestFirst) {

    /**
     * A snapshot.
     *
     * @param parent id of the one before it; {@code null} for the first
     * @param brings whether changes were appended with it
     */
    record Snapshot(String id, @Nullable String parent, boolean brings) {}

    /** The statement that asks Trino for them, which {@link #of} understands. */
    static String query(String bronzeTable) {
        return "SELECT snapshot_id, parent_id,"
                + " operation = 'append' AND coalesce(element_at(summary, 'added-records'), '0') <> '0'"
                + " FROM nessie.bronze.\"" + bronzeTable + "$snapshots\" ORDER BY committed_at DESC";
    }

    /** What Trino answered. */
    static BronzeSnapshots of(Answer answer) {
        return new BronzeSnapshots(answer.rows().stream()
                .map(row -> new Snapshot(
                        Objects.requireNonNull(row.get(0), "a snapshot without an id"),
                        row.get(1),
                        Boolean.parseBoolean(row.get(2))))
                .toList());
    }

    /**
     * Whether changes came after a snapshot.
     *
     * @param published id of the snapshot up to which a run has read; empty when none has
     * @return true as well when the snapshot is not in the table's history, which a run then says
     */
    boolean bringMoreThan(String published) {
        if (published.isEmpty()) {
            return !newestFirst.isEmpty();
        }
        var byId = newestFirst.stream().collect(Collectors.toMap(Snapshot::id, Function.identity()));
        return !newestFirst.isEmpty() && bringMoreThan(published, newestFirst.get(0), byId);
    }

    private static boolean bringMoreThan(String published, Snapshot from, Map<String, Snapshot> byId) {
        for (var snapshot = from; snapshot != null; snapshot = byId.get(Objects.toString(snapshot.parent, ""))) {
            if (snapshot.id.equals(published)) {
                return false;
            }
            if (snapshot.brings) {
                return true;
            }
        }
        return true;
    }
}
