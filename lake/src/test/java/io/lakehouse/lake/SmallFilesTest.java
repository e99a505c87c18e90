package io.lakehouse.lake;

import static io.lakehouse.contract.change.Operation.CREATE;
import static io.lakehouse.contract.change.Operation.DELETE;
import static io.lakehouse.contract.change.Operation.UPDATE;
import static io.lakehouse.lake.LakeFixture.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.lake.LakeFixture.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.FileScanTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Many small runs leave few files, and the rows that one run would have left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SmallFilesTest {
    private static final TableShape ORDERS = LakeFixture.shape(
            "orders", 1, LakeFixture.column("id", TypeName.INTEGER), LakeFixture.column("state", TypeName.TEXT));
    private static final int RUNS = 18;
    private static final int KEYS = 6000;
    private static final Random RANDOM = new Random(7);

    private final LakeFixture lake = new LakeFixture();
    private final List<Change> changes = new ArrayList<>();
    private final String loaded;

    SmallFilesTest() {
        // Texts that cannot be packed, so that the file of the first run is a large one.
        for (var id = 0; id < KEYS; id++) {
            add(
                    CREATE,
                    id,
                    Stream.generate(() -> Long.toHexString(RANDOM.nextLong()))
                            .limit(250)
                            .collect(Collectors.joining()));
        }
        lake.append(changes);
        lake.run(ORDERS);
        loaded = tasks().get(0).file().location();
        for (var run = 0; run < RUNS; run++) {
            var from = changes.size();
            for (var id : RANDOM.ints(0, KEYS).distinct().limit(9).toArray()) {
                add(UPDATE, id, "run " + run);
            }
            var gone = RANDOM.nextInt(KEYS);
            add(DELETE, gone, "");
            add(CREATE, gone, "again");
            add(DELETE, gone, "");
            lake.append(changes.subList(from, changes.size()));
            lake.run(ORDERS);
        }
    }

    @Test
    void the_versions_are_those_of_a_single_run_over_the_same_changes() {
        var once = new LakeFixture();
        once.append(changes);
        once.run(ORDERS);

        assertThat(versions(lake)).isEqualTo(versions(once));
    }

    @Test
    void fewer_files_than_runs_are_left_in_each_partition() {
        var tasks = tasks();
        // Eight of a partition that are not joined yet, and joined ones of twice the size each.
        assertThat(tasks.stream()
                        .collect(Collectors.groupingBy(
                                task -> task.file().partition().toString(), Collectors.counting())))
                .hasSize(3)
                .allSatisfy((partition, files) -> assertThat(files).isLessThan(12));
        assertThat(deletes(tasks)).hasSizeBetween(1, 23);
    }

    @Test
    void what_is_large_is_not_written_again() {
        assertThat(tasks()).extracting(task -> task.file().location()).contains(loaded);
    }

    @Test
    void joined_rows_lie_in_the_order_of_their_key() {
        var joined = tasks().stream()
                .map(FileScanTask::file)
                .filter(file -> !file.location().equals(loaded))
                .max(Comparator.comparing(file -> file.recordCount()))
                .orElseThrow();

        var ids = LakeFixture.SPARK.read().parquet(joined.location()).select("id").collectAsList().stream()
                .map(row -> row.getInt(0))
                .toList();

        assertThat(ids).hasSizeGreaterThan(RUNS).isSorted();
    }

    @Test
    void a_join_is_a_commit_that_changes_no_row() {
        var table = lake.silverTable("orders");
        var joins = Stream.iterate(
                        table.currentSnapshot(),
                        snapshot -> snapshot.parentId() != null,
                        snapshot -> table.snapshot(snapshot.parentId()))
                .filter(snapshot -> snapshot.operation().equals(DataOperations.REPLACE))
                .toList();
        assertThat(joins).hasSize(RUNS / 8);
        var last = joins.get(0);
        assertThat(rows(last.snapshotId())).hasSizeGreaterThan(KEYS).isEqualTo(rows(last.parentId()));
    }

    private List<String> rows(long snapshot) {
        return LakeFixture.SPARK
                .read()
                .option("snapshot-id", snapshot)
                .table(LakeFixture.CATALOG + "." + lake.silver() + ".orders")
                .toJSON()
                .collectAsList()
                .stream()
                .sorted()
                .toList();
    }

    private void add(Operation operation, int id, String state) {
        var lsn = changes.size() + 1;
        var image = "{\"id\":" + id + ",\"state\":\"" + state + "\"}";
        changes.add(Change.of(ORDERS, operation, lsn, at(lsn), image, Integer.toString(id)));
    }

    private List<FileScanTask> tasks() {
        try (var tasks = lake.silverTable("orders").newScan().planFiles()) {
            var found = new ArrayList<FileScanTask>();
            tasks.forEach(found::add);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> deletes(List<FileScanTask> tasks) {
        var locations = new LinkedHashSet<String>();
        tasks.forEach(task -> task.deletes().forEach(delete -> locations.add(delete.location())));
        return locations;
    }

    private static List<String> versions(LakeFixture lake) {
        return lake.versions(
                "orders",
                "id",
                "state",
                "effective_start_ts",
                "effective_end_ts",
                "is_current",
                "is_deleted",
                "version_order_key",
                "last_order_key");
    }
}
