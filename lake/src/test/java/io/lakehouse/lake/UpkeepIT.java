package io.lakehouse.lake;

import static io.lakehouse.contract.change.Operation.CREATE;
import static io.lakehouse.contract.change.Operation.UPDATE;
import static io.lakehouse.lake.LakeFixture.SPARK;
import static io.lakehouse.lake.LakeFixture.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.job.BatchReport;
import io.lakehouse.contract.job.Bronze;
import io.lakehouse.contract.job.Upkeep;
import io.lakehouse.contract.job.UpkeepReport.TableUpkeep;
import io.lakehouse.lake.LakeFixture.Change;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.junit.jupiter.api.Test;

/** What upkeep takes away and what it leaves, on the real Nessie. */
class UpkeepIT extends OnNessie {
    private static final String MAIN = "upkeep_main";
    private static final long LONG = Duration.ofDays(1).toMillis();
    private static final int RUNS = 6;

    private final AtomicLong lsn = new AtomicLong();

    UpkeepIT() {
        super(MAIN);
    }

    @Test
    void small_files_become_few_the_rows_stay_and_the_next_run_goes_on() throws Exception {
        var lake = worn();
        var rows = rows(lake);
        var files = dataFiles(lake.silverTable("orders"));
        var changes = bronzeRows(lake);

        var report = upkeep(lake, LONG, LONG);

        assertThat(report.state()).isEqualTo("PUBLISHED");
        assertThat(rows(lake)).isEqualTo(rows);
        assertThat(bronzeRows(lake)).isEqualTo(changes);
        assertThat(dataFiles(lake.silverTable("orders"))).hasSizeLessThan(files.size());
        assertThat(dataFiles(lake.bronzeTable())).hasSize(1);
        assertThat(of(report, lake.silver() + ".orders").filesCompacted()).isGreaterThan(0);
        assertThat(of(report, "bronze." + lake.bronze()).filesCompacted()).isEqualTo(RUNS);
        assertThat(new NessieLog(nessie).commits())
                .anyMatch(message -> message.startsWith("Upkeep " + report.runId() + " of pipeline sales"));

        lake.append(update(1, "paid at last"));
        assertThat(run(lake).tables().get(0).rowsRead()).isEqualTo(1);
        assertThat(rows(lake)).hasSize(rows.size() + 1).contains("1|paid at last|true");
        assertThat(run(lake).state()).isEqualTo("UNCHANGED");
    }

    @Test
    void upkeep_that_finds_nothing_to_do_does_nothing() throws Exception {
        var lake = worn();
        // Compacts; lets what was compacted expire; takes away the metadata of that.
        upkeep(lake, 0, 0);
        upkeep(lake, 0, 0);
        upkeep(lake, 0, 0);
        var commits = new NessieLog(nessie).commits();
        var files = files(lake);

        var report = upkeep(lake, 0, 0);

        assertThat(report.state()).isEqualTo("UNCHANGED");
        assertThat(new NessieLog(nessie).commits()).isEqualTo(commits);
        assertThat(files(lake)).isEqualTo(files);
        assertThat(new NessieLog(nessie).references()).doesNotContain("batch/sales/" + report.runId());
    }

    @Test
    void what_is_within_the_announced_time_travel_stays_readable() throws Exception {
        var lake = worn();
        var snapshots = snapshots(lake.silverTable("orders"));

        upkeep(lake, LONG, 0);
        upkeep(lake, LONG, 0);

        assertThat(snapshots(lake.silverTable("orders"))).containsAll(snapshots);
        for (var i = 0; i < snapshots.size(); i++) {
            assertThat(rowsAt(lake, snapshots.get(i))).isEqualTo(RUNS + i * 2L);
        }
    }

    @Test
    void what_is_beyond_it_expires_with_its_files_and_says_so() throws Exception {
        var lake = worn();
        var rows = rows(lake);
        var first = snapshots(lake.silverTable("orders")).get(0);
        upkeep(lake, LONG, LONG);
        var files = files(lake);

        var report = upkeep(lake, 0, 0);

        assertThat(rows(lake)).isEqualTo(rows);
        assertThat(snapshots(lake.silverTable("orders"))).doesNotContain(first).hasSize(1);
        var left = files(lake);
        assertThat(report.upkeep().tables().stream()
                        .filter(table -> !table.table().endsWith(".checkpoints"))
                        .mapToLong(TableUpkeep::filesRemoved)
                        .sum())
                .isEqualTo(files.stream().filter(file -> !left.contains(file)).count())
                .isPositive();
        assertThat(of(report, lake.silver() + ".orders").snapshotsExpired()).isPositive();
        assertThat(of(report, lake.silver() + ".orders").bytesRemoved()).isPositive();
        assertThatThrownBy(() -> rowsAt(lake, first)).hasMessageContaining(Long.toString(first));
        lake.append(update(2, "after all"));
        assertThat(run(lake).tables().get(0).rowsRead()).isEqualTo(1);
    }

    @Test
    void a_tag_keeps_the_state_that_it_names() throws Exception {
        var lake = worn();
        var rows = rows(lake);
        nessie.name("TAG", "kept_by_tag");
        lake.append(update(1, "later"));
        run(lake);

        upkeep(lake, 0, 0);
        upkeep(lake, 0, 0);

        assertThat(rows(lakeAt("kept_by_tag"), lake)).isEqualTo(rows);
        assertThat(rows(lake)).hasSize(rows.size() + 1);
    }

    @Test
    void an_open_branch_keeps_what_its_tables_know() throws Exception {
        var lake = worn();
        var rows = rows(lake);
        var snapshots = snapshots(lake.silverTable("orders"));
        nessie.name("BRANCH", "somebody");

        upkeep(lake, 0, 0);
        upkeep(lake, 0, 0);

        var catalog = lakeAt("somebody");
        assertThat(rows(catalog, lake)).isEqualTo(rows);
        for (var snapshot : snapshots) {
            assertThat(SPARK.read()
                            .option("snapshot-id", snapshot)
                            .table(catalog + "." + lake.silver() + ".orders")
                            .collectAsList())
                    .isNotEmpty();
        }
    }

    @Test
    void a_branch_from_a_commit_of_long_ago_keeps_what_is_left_of_it() throws Exception {
        var lake = worn();
        var rows = rows(lake);
        var then = nessie.head();
        upkeep(lake, 0, 0);
        nessie.name("BRANCH", "from_long_ago", then);

        upkeep(lake, 0, 0);

        assertThat(rows(lakeAt("from_long_ago"), lake)).isEqualTo(rows);
        assertThat(rows(lake)).isEqualTo(rows);
    }

    @Test
    void what_no_run_has_read_stays() throws Exception {
        var lake = worn();
        lake.append(update(1, "unread"));
        lake.append(update(2, "unread"));
        retain(lake, 1);

        upkeep(lake, 0, 0);

        assertThat(run(lake).tables().get(0).rowsRead()).isEqualTo(2);
        assertThat(rows(lake)).contains("1|unread|true", "2|unread|true");
    }

    @Test
    void changes_beyond_the_retention_leave_bronze_once_they_are_read() throws Exception {
        var lake = worn();
        var rows = rows(lake);
        retain(lake, 1);

        upkeep(lake, LONG, 0);
        // What was compacted now is known to be read only when a run has gone past it.
        lake.append(update(1, "new"));
        run(lake);
        var report = upkeep(lake, LONG, 0);

        assertThat(bronzeRows(lake)).isZero();
        assertThat(of(report, "bronze." + lake.bronze()).filesForgotten()).isPositive();
        assertThat(rows(lake)).hasSize(rows.size() + 1);
        assertThat(run(lake).state()).isEqualTo("UNCHANGED");

        var late = update(1, "late");
        lake.append(update(1, "newest"));
        run(lake);
        lake.append(late);
        run(lake);
        assertThat(rows(lake))
                .hasSize(rows.size() + 3)
                .containsSubsequence("1|new|false", "1|late|false", "1|newest|true", "2|state 5|true");
    }

    @Test
    void the_position_that_the_bronze_job_looks_for_stays() throws Exception {
        var lake = worn();
        lake.bronzeTable()
                .newFastAppend()
                .set("flink.max-committed-checkpoint-id", "7")
                .commit();
        var written = lake.bronzeTable().currentSnapshot().snapshotId();
        for (var i = 0; i < 3; i++) {
            lake.append(update(1, "more " + i));
        }
        run(lake);

        upkeep(lake, 0, 0);
        upkeep(lake, 0, 0);

        assertThat(snapshots(lake.bronzeTable())).startsWith(written);
    }

    @Test
    void files_that_nothing_names_go_when_they_are_old_enough() throws Exception {
        var lake = worn();
        var data = Path.of(URI.create(lake.silverTable("orders").location())).resolve("data");
        var stray = Files.writeString(data.resolve("left-by-a-run-that-died.parquet"), "rows");

        upkeep(lake, LONG, LONG);
        assertThat(stray).exists();
        var report = upkeep(lake, LONG, 0);

        assertThat(stray).doesNotExist();
        assertThat(of(report, lake.silver() + ".orders").filesRemoved()).isPositive();
    }

    /** A lake after some runs over few rows, each of which changed every row. */
    private LakeFixture worn() throws IOException {
        var lake = new LakeFixture(MAIN);
        lake.append(LongStream.rangeClosed(1, RUNS)
                .mapToObj(id -> change(CREATE, id, "new"))
                .toList());
        run(lake);
        for (var i = 1; i < RUNS; i++) {
            lake.append(List.of(update(1, "state " + i), update(2, "state " + i)));
            run(lake);
        }
        return lake;
    }

    private Change update(long id, String state) {
        return change(UPDATE, id, state);
    }

    private Change change(Operation operation, long id, String state) {
        var position = lsn.incrementAndGet();
        return Change.of(
                ORDERS,
                operation,
                position,
                at(position),
                "{\"id\":" + id + ",\"state\":\"" + state + "\"}",
                Long.toString(id));
    }

    private BatchReport run(LakeFixture lake) throws IOException {
        return BatchJob.run(SPARK, catalog(), lake.spec(address, report(), ORDERS));
    }

    private BatchReport upkeep(LakeFixture lake, long timeTravel, long settle) throws IOException {
        return BatchJob.run(
                SPARK, catalog(), lake.spec(address, report(), ORDERS).with(Upkeep.of(timeTravel, settle, true)));
    }

    private String report() {
        return folder.resolve("report.json").toString();
    }

    /** A catalogue at a branch or tag. */
    private String lakeAt(String reference) throws IOException {
        var catalog = catalog();
        LakeSession.addCatalog(SPARK, catalog, LakeSession.catalogProperties(address.onBranch(reference)));
        return catalog;
    }

    private static TableUpkeep of(BatchReport report, String table) {
        return report.upkeep().tables().stream()
                .filter(row -> row.table().equals(table))
                .findFirst()
                .orElseThrow();
    }

    private static void retain(LakeFixture lake, long millis) {
        lake.bronzeTable()
                .updateProperties()
                .set(Bronze.RETENTION_PROPERTY, Long.toString(millis))
                .commit();
    }

    private static List<String> rows(LakeFixture lake) {
        return lake.versions("orders", "id", "state", "is_current");
    }

    private static List<String> rows(String catalog, LakeFixture lake) {
        return SPARK
                .read()
                .table(catalog + "." + lake.silver() + ".orders")
                .orderBy("id", "version_order_key", "last_order_key")
                .selectExpr("cast(id as string)", "state", "cast(is_current as string)")
                .collectAsList()
                .stream()
                .map(row -> row.mkString("|"))
                .toList();
    }

    private static long rowsAt(LakeFixture lake, long snapshot) {
        return SPARK.read()
                .option("snapshot-id", snapshot)
                .table(MAIN + "." + lake.silver() + ".orders")
                .count();
    }

    private static long bronzeRows(LakeFixture lake) {
        return SPARK.read()
                .table(MAIN + "." + Bronze.NAMESPACE + "." + lake.bronze())
                .count();
    }

    /** From the oldest to the newest. */
    private static List<Long> snapshots(Table table) {
        return StreamSupport.stream(SnapshotUtil.currentAncestors(table).spliterator(), false)
                .map(Snapshot::snapshotId)
                .sorted(Comparator.comparing(id -> table.snapshot(id).sequenceNumber()))
                .toList();
    }

    private static List<String> dataFiles(Table table) throws IOException {
        try (var tasks = table.newScan().planFiles()) {
            return StreamSupport.stream(tasks.spliterator(), false)
                    .map(task -> task.file().location())
                    .toList();
        }
    }

    private static List<String> files(LakeFixture lake) throws IOException {
        var found = new ArrayList<String>();
        for (var table : List.of(lake.silverTable("orders"), lake.bronzeTable())) {
            try (var files = Files.walk(Path.of(URI.create(table.location())))) {
                files.filter(Files::isRegularFile)
                        .map(Path::toString)
                        .filter(file -> !file.endsWith(".crc"))
                        .sorted()
                        .forEach(found::add);
            }
        }
        return found;
    }
}
