package io.lakehouse.lake.silver;

import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.lake.bronze.BronzeChanges;
import io.lakehouse.lake.bronze.BronzeHistory;
import io.lakehouse.lake.store.PlannedScan;
import io.lakehouse.lake.store.Room;
import io.lakehouse.lake.store.RowsHere;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Changes for which there is room, none of them a truncation, that follow the rules in this JVM: first beside the last
 * versions of their keys; those that are late beside all versions; and what these do not place, beside what else changed
 * their keys since.
 *
 * @see <a href="../../../../../../../../docs/decisions/0092-few-changes-are-taken-into-one-jvm.md">decision 92</a>
 */
final class FewChanges {
    private final SparkSession spark;
    private final TableShape table;
    private final Table iceberg;
    private final VersionReads reads;
    private final StoredVersions versions;
    private final ChainStep.Target target;
    private final String lastTruncation;
    private final Room room;

    /**
     * Takes changes in.
     *
     * @param room for the versions that they meet
     */
    FewChanges(
            SparkSession spark,
            TableShape table,
            Table iceberg,
            VersionReads reads,
            StoredVersions versions,
            ChainStep.Target target,
            String lastTruncation,
            Room room) {
        this.spark = spark;
        this.table = table;
        this.iceberg = iceberg;
        this.reads = reads;
        this.versions = versions;
        this.target = target;
        this.lastTruncation = lastTruncation;
        this.room = room;
    }

    /**
     * What became of the changes.
     *
     * @param touched their keys
     * @param read what was read of these
     * @param lateKeys those of which a change was late
     * @param inOrder keys of which no change was late, beside their last versions
     * @param late the others, beside all their versions
     * @param rebuilt how many of the others were rebuilt from bronze
     */
    record Taken(
            TouchedKeys touched,
            PlannedScan read,
            Optional<TouchedKeys> lateKeys,
            Gathered inOrder,
            Gathered late,
            long rebuilt) {
        /** All keys. */
        Gathered all() {
            return inOrder.and(late);
        }

        /** What was done. */
        Merged merged() {
            return all().merged(rebuilt);
        }
    }

    /** Takes changes in; empty when there is no room for what they need. */
    Optional<Taken> take(List<Row> changes, Function<String, BronzeHistory.Found> history) {
        var touched = TouchedKeys.of(
                spark, table, changes.stream().map(FewChanges::key).toList());
        var scan = reads.last(touched);
        var last = versions.here(scan, iceberg, touched, true, room);
        if (last.isEmpty()) {
            return Optional.empty();
        }
        var first = Gathered.of(changes, last.get(), ChainStep.extendingLast(target, lastTruncation));
        var keys = first.lateKeys();
        if (keys.isEmpty()) {
            return Optional.of(new Taken(touched, scan, Optional.empty(), first, Gathered.NOTHING, 0));
        }
        var lateKeys = TouchedKeys.of(spark, table, keys);
        var others = reads.others(lateKeys);
        var found = others(others, lateKeys, keys);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var whole = Stream.concat(last.get().stream(), found.get().stream()).toList();
        var lateChanges = of(keys, changes);
        var deep = Gathered.of(lateChanges, whole, ChainStep.extending(target, List.of(), lastTruncation));
        return rebuilt(deep, lateChanges, whole, history)
                .map(again -> new Taken(
                        touched,
                        scan.and(others),
                        Optional.of(lateKeys),
                        first.settled(),
                        deep.settled().and(again),
                        deep.lateKeys().size()));
    }

    private Optional<Gathered> rebuilt(
            Gathered deep, List<Row> changes, List<Row> whole, Function<String, BronzeHistory.Found> history) {
        var keys = deep.lateKeys();
        if (keys.isEmpty()) {
            return Optional.of(Gathered.NOTHING);
        }
        var found = history.apply(deep.from());
        var known = found.changes();
        var all = ChainStep.known(spark.createDataFrame(of(keys, changes), known.schema()), known, deep.from());
        var ofKeys = found.few() ? all : TouchedKeys.of(spark, table, keys).of(all);
        return RowsHere.of(ofKeys, room)
                .map(rows -> Gathered.of(
                        of(keys, rows), whole, ChainStep.rebuilding(target, BronzeChanges.truncations(known))));
    }

    private Optional<List<Row>> others(PlannedScan scan, TouchedKeys keys, Set<String> texts) {
        if (!scan.isFew()) {
            return versions.here(scan, iceberg, keys, false, room);
        }
        var here = versions.othersHere(scan, iceberg, texts);
        return room.take(here.stream().mapToLong(Room::of).sum()) ? Optional.of(here) : Optional.empty();
    }

    private static List<Row> of(Set<String> keys, List<Row> rows) {
        return rows.stream().filter(row -> keys.contains(key(row))).toList();
    }

    private static String key(Row row) {
        return BronzeChanges.keyText(row);
    }
}
