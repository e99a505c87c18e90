package io.lakehouse.lake.upkeep;

import io.lakehouse.lake.publish.NessieReferences.TableState;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.SparkSession;

/** The upkeep of a bronze table beside the job that commits to it. What no run has read yet stays as it is. */
final class BronzeUpkeep {
    /** What Flink's writer looks for in the history of a table to know what it has committed already. */
    private static final String WRITER_POSITION = "flink.max-committed-checkpoint-id";

    private final SparkSession spark;
    private final Table bronze;
    private final TableIdentifier name;
    private final Tally tally;

    BronzeUpkeep(SparkSession spark, Table bronze, TableIdentifier name, Tally tally) {
        this.spark = spark;
        this.bronze = bronze;
        this.name = name;
        this.tally = tally;
    }

    /**
     * Does it.
     *
     * @param read ids of the snapshots up to which published runs have read the tables; none when one was never read
     * @param then bronze as it was published at the horizon
     */
    void run(Collection<Long> read, Optional<TableState> then, Instant now) {
        tally.compacted(name, new Compaction(spark).compact(bronze));
        var history = history().stream().map(Snapshot::snapshotId).toList();
        if (read.isEmpty() || !history.containsAll(read)) {
            return;
        }
        var readByAll =
                history.get(read.stream().mapToInt(history::indexOf).max().orElseThrow());
        tally.forgotten(name, Forgetting.forget(bronze, readByAll, now));
        then.ifPresent(state -> tally.expired(name, Expiry.expire(bronze, needed(read, state))));
    }

    private Set<Long> needed(Collection<Long> read, TableState then) {
        var needed = new HashSet<>(read);
        needed.add(then.snapshot());
        history().stream()
                .filter(snapshot -> snapshot.summary().containsKey(WRITER_POSITION))
                .findFirst()
                .ifPresent(snapshot -> needed.add(snapshot.snapshotId()));
        return needed;
    }

    /** From the newest snapshot to the oldest. */
    private List<Snapshot> history() {
        return StreamSupport.stream(SnapshotUtil.currentAncestors(bronze).spliterator(), false)
                .toList();
    }
}
