package io.lakehouse.lake;

import static io.lakehouse.contract.change.Operation.CREATE;
import static io.lakehouse.contract.change.Operation.UPDATE;
import static io.lakehouse.lake.LakeFixture.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.job.BatchOrder;
import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.lake.LakeFixture.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The batch in a Spark that stays, and on a cluster: real processes, on the real Nessie. */
class SparkProcessesIT extends OnNessie {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAIN = "processes_main";
    private static final int KILLED = 137;

    private int reports;

    SparkProcessesIT() {
        super(MAIN);
    }

    @Test
    void a_session_makes_run_after_run_and_outlives_one_that_fails() throws Exception {
        var lake = new LakeFixture(MAIN);
        lake.append(change(CREATE, 1, 1, "new", 10));
        try (var session = session(Map.of())) {
            var first = spec(lake);
            assertThat(session.run(first)).isEqualTo("0");
            lake.append(change(UPDATE, 2, 1, "paid", 20));
            var second = spec(lake);
            assertThat(session.run(second)).isEqualTo("0");
            var nowhere = new LakeAddress("http://127.0.0.1:1/api/v2", "main", address.warehouse(), "", "", "");
            var failing = lake.spec(nowhere, report(), ORDERS);
            assertThat(session.run(failing)).isEqualTo("1");
            lake.append(change(UPDATE, 3, 1, "sent", 30));

            assertThat(session.run(spec(lake))).isEqualTo("0");

            assertThat(Files.readString(log(folder, first)))
                    .contains("run=" + first.runId())
                    .doesNotContain(second.runId());
            assertThat(Files.readString(log(folder, second)))
                    .contains("run=" + second.runId())
                    .doesNotContain(first.runId());
            assertThat(Files.readString(log(folder, failing)).strip().lines().reduce("", (before, line) -> line))
                    .startsWith("batch " + failing.runId() + " of pipeline sales failed: ");
            assertThat(session.isAlive()).isTrue();
        }
        assertThat(lake.versions("orders", "state", "is_current"))
                .containsExactly("new|false", "paid|false", "sent|true");
    }

    @Test
    void a_run_that_dies_in_a_session_takes_it_along_and_the_next_ends_in_the_same_rows() throws Exception {
        var lake = new LakeFixture(MAIN);
        lake.append(change(CREATE, 1, 1, "new", 10));
        var died = spec(lake);
        try (var session = session(Map.of(FaultPoint.PROPERTY, "CHECKPOINT_COMMITTED"))) {
            assertThat(session.run(died)).isNull();
            assertThat(session.exitCode()).isEqualTo(KILLED);
        }

        try (var session = session(Map.of())) {
            assertThat(session.run(LakeFixture.after(spec(lake), died.runId()))).isEqualTo("0");
        }

        assertThat(lake.versions("orders", "state", "is_current")).containsExactly("new|true");
        assertThat(new NessieLog(nessie).references()).doesNotContain("batch/sales/" + died.runId());
    }

    @Test
    void a_cluster_runs_the_same_job_with_what_is_shipped_to_it() throws Exception {
        var lake = new LakeFixture(MAIN);
        lake.append(change(CREATE, 1, 1, "new", 10), change(CREATE, 2, 2, "new", 20), change(UPDATE, 4, 1, "paid", 40));
        lake.run(ORDERS);
        // A late change has tasks do all the work, which few others would leave to the driver.
        lake.append(change(UPDATE, 3, 1, "due", 30), change(UPDATE, 5, 2, "sent", 50));
        var spec = spec(lake);
        var file = Files.write(folder.resolve("cluster.json"), JSON.writeValueAsBytes(spec));
        try (var cluster = StandaloneCluster.start(folder)) {
            var process = new ProcessBuilder(
                            JobProcess.command(cluster.settings(), BatchJob.class, "--spec-file", file.toString()))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("cluster-run.log").toFile())
                    .start();

            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();

            assertThat(process.exitValue())
                    .as(Files.readString(folder.resolve("cluster-run.log")))
                    .isZero();
            assertThat(cluster.finishedTasks()).isPositive();
        }
        assertThat(lake.versions("orders", "state", "is_current"))
                .containsExactly("new|false", "due|false", "paid|true", "new|false", "sent|true");
    }

    private Session session(Map<String, String> properties) throws IOException {
        return new Session(
                new ProcessBuilder(JobProcess.command(properties, BatchServer.class))
                        .redirectError(folder.resolve("session.log").toFile())
                        .start(),
                folder);
    }

    /** A session, as the supervisor speaks to it. */
    private record Session(Process process, Path logs) implements AutoCloseable {
        /** The answer; null when it died. */
        @org.jspecify.annotations.Nullable
        String run(BatchSpec spec) throws IOException {
            var orders = process.outputWriter();
            orders.write(
                    JSON.writeValueAsString(new BatchOrder(spec, log(logs, spec).toString())));
            orders.newLine();
            orders.flush();
            return process.inputReader().readLine();
        }

        boolean isAlive() {
            return process.isAlive();
        }

        int exitCode() throws InterruptedException {
            return process.waitFor();
        }

        @Override
        public void close() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }
    }

    private BatchSpec spec(LakeFixture lake) {
        return lake.spec(address, report(), ORDERS);
    }

    private String report() {
        return folder.resolve("report-" + ++reports + ".json").toString();
    }

    private static Path log(Path folder, BatchSpec spec) {
        return folder.resolve(spec.runId() + "-" + spec.bronzeTable() + ".log");
    }

    private static Change change(Operation operation, long lsn, int id, String state, long millis) {
        var image = "{\"id\":" + id + ",\"state\":\"" + state + "\"}";
        return Change.of(ORDERS, operation, lsn, at(millis), image, Integer.toString(id));
    }
}
