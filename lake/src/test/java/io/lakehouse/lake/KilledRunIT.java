package io.lakehouse.lake;

import static io.lakehouse.contract.change.Operation.CREATE;
import static io.lakehouse.contract.change.Operation.DELETE;
import static io.lakehouse.contract.change.Operation.UPDATE;
import static io.lakehouse.lake.LakeFixture.SPARK;
import static io.lakehouse.lake.LakeFixture.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.BatchReport;
import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.contract.job.Upkeep;
import io.lakehouse.lake.LakeFixture.Change;
import io.lakehouse.lake.silver.AuditException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exactly once, whatever dies when: real processes, killed, on the real Nessie. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledRunIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAIN = "killed_main";
    private static final int KILLED = 137;
    /** So many that their files are compacted. */
    private static final int SMALL_RUNS = 5;

    private static final String[] CHAIN = {
        "id", "state", "unix_micros(effective_start_ts)", "unix_micros(effective_end_ts)", "is_current", "is_deleted"
    };
    private static final TableShape ORDERS = table("orders");
    private static final TableShape CUSTOMERS = table("customers");

    @TempDir
    private static Path folder;

    private NessieServer nessie;
    private NessieProxy proxy;
    private LakeAddress address;
    private @Nullable LakeFixture calm;
    private int catalogs;

    @BeforeAll
    void start() throws IOException {
        nessie = NessieServer.start(folder);
        proxy = new NessieProxy(nessie.uri());
        address = new LakeAddress(
                proxy.uri(), "main", folder.resolve("warehouse").toUri().toString(), "", "", "");
        LakeSession.addCatalog(SPARK, MAIN, LakeSession.catalogProperties(address));
    }

    @AfterAll
    void stop() {
        proxy.close();
        nessie.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "READ",
                "TABLE_COMMITTED:public.orders",
                "TABLE_COMMITTED:public.customers",
                "CHECKPOINT_DUE",
                "CHECKPOINT_COMMITTED",
                "MERGED"
            })
    void a_run_that_is_killed_anywhere_ends_in_the_same_rows_with_the_next_one(String point) throws Exception {
        var lake = new LakeFixture(MAIN);
        first(lake);
        run(lake);
        second(lake);
        var before = lake.versions("orders", CHAIN);
        var killed = spec(lake);

        var exitCode = runInProcess(killed, point);

        assertThat(exitCode).isEqualTo(KILLED);
        if (!point.equals("MERGED")) {
            assertThat(lake.versions("orders", CHAIN)).isEqualTo(before);
        }
        var branch = "batch/sales/" + killed.runId();
        assertThat(references()).contains(branch);
        var next = BatchJob.run(SPARK, catalog(), LakeFixture.after(spec(lake), killed.runId()));
        assertThat(next.state()).isEqualTo(point.equals("MERGED") ? "UNCHANGED" : "PUBLISHED");
        assertThat(references()).doesNotContain(branch);
        requireAsIfNothingHadHappened(lake);
        assertThat(run(lake).state()).isEqualTo("UNCHANGED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPKEEP_COMPACTED", "UPKEEP_MERGED", "UPKEEP_SWEEP_DUE"})
    void upkeep_that_is_killed_anywhere_is_ended_by_the_next_one(String point) throws Exception {
        var lake = new LakeFixture(MAIN);
        first(lake);
        run(lake);
        for (var i = 0; i < SMALL_RUNS; i++) {
            lake.append(change(ORDERS, UPDATE, 10 + i, 1, "state " + i, 100 + i));
            run(lake);
        }
        var rows = lake.versions("orders", CHAIN);
        var killed = spec(lake).with(Upkeep.of(0, 0, true));

        var exitCode = runInProcess(killed, point);

        assertThat(exitCode).isEqualTo(KILLED);
        assertThat(lake.versions("orders", CHAIN)).isEqualTo(rows);
        for (var i = 0; i < 2; i++) {
            BatchJob.run(
                    SPARK,
                    catalog(),
                    LakeFixture.after(spec(lake), killed.runId()).with(Upkeep.of(0, 0, true)));
        }
        assertThat(lake.versions("orders", CHAIN)).isEqualTo(rows);
        assertThat(lake.silverTable("orders").snapshots()).hasSize(1);
        assertThat(lake.bronzeTable().currentSnapshot().operation()).isEqualTo("replace");
        assertThat(references()).doesNotContain("batch/sales/" + killed.runId());
        second(lake);
        assertThat(run(lake).tables()).extracting("rowsRead").containsExactly(2L, 2L);
    }

    @Test
    void a_merge_whose_answer_is_lost_is_found_to_be_there_and_not_made_twice() throws Exception {
        var lake = new LakeFixture(MAIN);
        first(lake);
        run(lake);
        second(lake);
        var merges = proxy.merges();
        proxy.loseAnswerOfNextMerge();

        var report = run(lake);

        assertThat(report.state()).isEqualTo("PUBLISHED");
        assertThat(proxy.merges()).isEqualTo(merges + 1);
        requireAsIfNothingHadHappened(lake);
    }

    @Test
    void a_merge_that_never_arrived_is_asked_for_again() throws Exception {
        var lake = new LakeFixture(MAIN);
        first(lake);
        run(lake);
        second(lake);
        var merges = proxy.merges();
        proxy.loseNextMerge();

        var report = run(lake);

        assertThat(report.state()).isEqualTo("PUBLISHED");
        assertThat(proxy.merges()).isEqualTo(merges + 1);
        requireAsIfNothingHadHappened(lake);
    }

    @Test
    void of_two_runs_at_once_one_publishes_and_the_other_plans_again() throws Exception {
        var lake = new LakeFixture(MAIN);
        first(lake);
        run(lake);
        second(lake);
        var other = new ArrayList<BatchReport>();
        proxy.beforeNextMerge(() -> {
            // Spark looks its catalogues up in the session of the thread.
            SparkSession.setActiveSession(SPARK);
            other.add(run(lake));
            lake.append(change(ORDERS, CREATE, 9, 9, "last", 90));
        });

        var report = run(lake);

        assertThat(proxy.failure()).isEmpty();
        assertThat(other).singleElement().extracting(BatchReport::state).isEqualTo("PUBLISHED");
        assertThat(report.state()).isEqualTo("PUBLISHED");
        assertThat(report.tables()).extracting("rowsRead").containsExactly(1L, 0L);
        assertThat(lake.versions("orders", "state", "is_current"))
                .containsExactly("new|false", "paid|true", "new|false", "last|true");
    }

    @Test
    void a_result_that_the_audit_rejects_stays_on_its_branch_and_main_as_it_was() throws Exception {
        var lake = new LakeFixture(MAIN);
        first(lake);
        run(lake);
        var orders = MAIN + "." + lake.silver() + ".orders";
        SPARK.sql("INSERT INTO " + orders
                + " SELECT id, 'foreign', effective_start_ts, NULL, true, false, row_hash, '', concat('x', id), 'y', '', NULL"
                + " FROM " + orders);
        second(lake);
        var before = lake.versions("orders", CHAIN);
        var rejected = spec(lake);

        assertThatThrownBy(() -> BatchJob.run(SPARK, catalog(), rejected))
                .isInstanceOf(AuditException.class)
                .hasMessageContaining("versions overlap");

        assertThat(lake.versions("orders", CHAIN)).isEqualTo(before);
        assertThat(references()).contains("batch/sales/" + rejected.runId());
        BatchJob.run(
                SPARK,
                catalog(),
                LakeFixture.after(new LakeFixture(MAIN).spec(address, report(), ORDERS), rejected.runId()));
        assertThat(references()).doesNotContain("batch/sales/" + rejected.runId());
    }

    @Test
    void a_drill_at_a_point_that_does_not_exist_is_refused() throws Exception {
        assertThat(runInProcess(spec(new LakeFixture(MAIN)), "LUNCH")).isEqualTo(2);
    }

    private void requireAsIfNothingHadHappened(LakeFixture lake) {
        var calm = calm();
        assertThat(lake.versions("orders", CHAIN)).isEqualTo(calm.versions("orders", CHAIN));
        assertThat(lake.versions("customers", CHAIN)).isEqualTo(calm.versions("customers", CHAIN));
        assertThat(lake.checkpoints())
                .extracting(row -> row.getAs("source_table") + " " + row.getAs("rows_read") + " "
                        + row.getAs("rows_inserted") + " " + row.getAs("rows_closed"))
                .isEqualTo(calm.checkpoints().stream()
                        .map(row -> row.getAs("source_table") + " " + row.getAs("rows_read") + " "
                                + row.getAs("rows_inserted") + " " + row.getAs("rows_closed"))
                        .toList());
    }

    /** A lake in which the same happened and nothing died; made once. */
    private LakeFixture calm() {
        if (calm == null) {
            calm = new LakeFixture(MAIN);
            first(calm);
            run(calm);
            second(calm);
            run(calm);
        }
        return calm;
    }

    private static void first(LakeFixture lake) {
        lake.append(
                change(ORDERS, CREATE, 1, 1, "new", 10),
                change(ORDERS, CREATE, 2, 2, "new", 20),
                change(CUSTOMERS, CREATE, 3, 1, "vip", 30));
    }

    private static void second(LakeFixture lake) {
        lake.append(
                change(ORDERS, UPDATE, 4, 1, "paid", 40),
                change(ORDERS, DELETE, 5, 2, "new", 50),
                change(CUSTOMERS, UPDATE, 6, 1, "none", 60),
                change(CUSTOMERS, UPDATE, 7, 1, "vip", 70));
    }

    private BatchReport run(LakeFixture lake) {
        try {
            return BatchJob.run(SPARK, catalog(), spec(lake));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private BatchSpec spec(LakeFixture lake) {
        return lake.spec(address, report(), ORDERS, CUSTOMERS);
    }

    private String report() {
        return folder.resolve("report-" + ++catalogs + ".json").toString();
    }

    private String catalog() {
        return "killed_" + ++catalogs;
    }

    private List<String> references() throws Exception {
        return new NessieLog(nessie).references();
    }

    private static int runInProcess(BatchSpec spec, String point) throws IOException, InterruptedException {
        var file = folder.resolve(spec.runId() + "-" + spec.bronzeTable() + ".json");
        Files.write(file, JSON.writeValueAsBytes(spec));
        var command =
                JobProcess.command(Map.of(FaultPoint.PROPERTY, point), BatchJob.class, "--spec-file", file.toString());
        var log = folder.resolve(spec.runId() + "-" + spec.bronzeTable() + ".log");
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the run does not end, see " + log);
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private static TableShape table(String name) {
        return LakeFixture.shape(
                name, 1, LakeFixture.column("id", TypeName.INTEGER), LakeFixture.column("state", TypeName.TEXT));
    }

    private static Change change(TableShape table, Operation operation, long lsn, int id, String state, long millis) {
        var image = "{\"id\":" + id + ",\"state\":\"" + state + "\"}";
        return Change.of(table, operation, lsn, at(millis), image, Integer.toString(id));
    }
}
