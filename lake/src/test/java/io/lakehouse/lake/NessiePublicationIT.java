package io.lakehouse.lake;

import static io.lakehouse.contract.change.Operation.CREATE;
import static io.lakehouse.contract.change.Operation.UPDATE;
import static io.lakehouse.lake.LakeFixture.SPARK;
import static io.lakehouse.lake.LakeFixture.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.job.BatchReport;
import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.lake.LakeFixture.Change;
import io.lakehouse.lake.publish.NessieWorkspace;
import io.lakehouse.lake.publish.PublicationConflictException;
import io.lakehouse.lake.publish.Workspace;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Test;

/** How a run becomes visible, on the real Nessie. */
class NessiePublicationIT extends OnNessie {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAIN = "nessie_main";

    NessiePublicationIT() {
        super(MAIN);
    }

    @Test
    void a_run_is_one_commit_on_main_and_leaves_no_branch() throws Exception {
        var lake = new LakeFixture(MAIN);
        lake.append(change(CREATE, 1, 1, "new", 10));
        var report = folder.resolve("reports/run.json");
        var before = commits();

        BatchJob.run(SPARK, catalog(), lake.spec(address, report.toString(), ORDERS));

        assertThat(commits()).hasSize(before.size() + 1);
        assertThat(commits().get(0)).startsWith("SCD2 run run-1 of pipeline sales");
        assertThat(references()).containsExactly("main");
        assertThat(lake.versions("orders", "state", "is_current")).containsExactly("new|true");
        assertThat(JSON.readValue(report.toFile(), BatchReport.class).state()).isEqualTo("PUBLISHED");
        try (var files = Files.list(report.getParent())) {
            assertThat(files).containsExactly(report);
        }
        var unchanged = BatchJob.run(SPARK, catalog(), lake.spec(address, report.toString(), ORDERS));
        assertThat(unchanged.state()).isEqualTo("UNCHANGED");
        assertThat(commits()).hasSize(before.size() + 1);
        assertThat(references()).containsExactly("main");
    }

    @Test
    void main_shows_nothing_of_a_run_before_it_is_published() throws Exception {
        var lake = new LakeFixture(MAIN);
        lake.append(change(CREATE, 1, 1, "new", 10));
        var before = commits();
        var seen = new ArrayList<Object>();

        run(lake, () -> {
            seen.add(commits());
            seen.add(lake.catalog().tableExists(TableIdentifier.of(lake.silver(), "orders")));
            // The bronze job goes on committing to main meanwhile.
            lake.append(change(UPDATE, 2, 1, "paid", 20));
        });

        assertThat(seen).containsExactly(before, false);
        assertThat(lake.versions("orders", "state")).containsExactly("new");
        assertThat(lake.bronzeTable().snapshots()).hasSize(2);
    }

    @Test
    void of_two_runs_at_once_one_publishes_and_the_other_stops_with_a_clear_word() throws Exception {
        var lake = new LakeFixture(MAIN);
        lake.append(change(CREATE, 1, 1, "new", 10));
        run(lake, () -> {});
        lake.append(change(UPDATE, 2, 1, "paid", 20));
        var after = new ArrayList<String>();

        assertThatThrownBy(() -> run(lake, () -> {
                    run(lake, () -> {});
                    after.addAll(commits());
                }))
                .isInstanceOf(PublicationConflictException.class)
                .hasMessageContaining("another run published to main since this one started");

        assertThat(commits()).isEqualTo(after);
        assertThat(references()).containsExactly("main");
        assertThat(lake.versions("orders", "state", "is_current", "run_id"))
                .containsExactly("new|false|run-1", "paid|true|run-3");
        assertThat(lake.checkpoints()).extracting(row -> row.getAs("run_id")).containsExactly("run-1", "run-3");
    }

    @Test
    void a_run_that_fails_leaves_main_as_it_was_and_no_branch() throws Exception {
        var lake = new LakeFixture(MAIN);
        lake.append(change(CREATE, 1, 1, "new", 10));
        var before = commits();

        assertThatThrownBy(() -> run(lake, () -> {
                    throw new IllegalStateException("the power went");
                }))
                .hasMessage("the power went");

        assertThat(commits()).isEqualTo(before);
        assertThat(references()).containsExactly("main");
    }

    @Test
    void a_branch_that_a_killed_run_left_is_made_anew() throws Exception {
        var lake = new LakeFixture(MAIN);
        var spec = lake.spec(address, folder.resolve("killed.json").toString(), ORDERS);
        NessieWorkspace.open(address, branch(spec), "never_used");
        lake.append(change(CREATE, 1, 1, "new", 10));

        var report = BatchJob.run(SPARK, catalog(), spec);

        assertThat(report.tables().get(0).versionsInserted()).isEqualTo(1);
        assertThat(references()).containsExactly("main");
    }

    @Test
    void a_run_that_fails_leaves_no_report_of_an_earlier_one() throws Exception {
        var lake = new LakeFixture(MAIN);
        var report = Files.writeString(folder.resolve("stale.json"), "{}");
        var nowhere = new LakeAddress(nessie.uri(), "absent", address.warehouse(), "", "", "");

        assertThatThrownBy(() -> BatchJob.run(SPARK, catalog(), lake.spec(nowhere, report.toString(), ORDERS)))
                .hasMessageContaining("has no branch absent");

        assertThat(report).doesNotExist();
    }

    /** Something that happens between a run's work and its publication. */
    private interface Event {
        void happen() throws Exception;
    }

    private void run(LakeFixture lake, Event beforePublication) throws Exception {
        var spec = lake.spec(address, "", ORDERS);
        var catalog = catalog();
        LakeSession.addCatalog(SPARK, catalog, LakeSession.catalogProperties(address.onBranch(branch(spec))));
        try (var workspace = NessieWorkspace.open(address, branch(spec), catalog)) {
            new BatchRun(SPARK, new Interrupted(workspace, beforePublication), spec).run();
        }
    }

    private record Interrupted(Workspace workspace, Event event) implements Workspace {
        @Override
        public String catalog() {
            return workspace.catalog();
        }

        @Override
        public void publish(String message) {
            try {
                event.happen();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            workspace.publish(message);
        }

        @Override
        public String keep() {
            return workspace.keep();
        }

        @Override
        public void close() {
            workspace.close();
        }
    }

    private static String branch(BatchSpec spec) {
        return "batch/" + spec.pipeline() + "/" + spec.runId();
    }

    private List<String> commits() throws Exception {
        return new NessieLog(nessie).commits();
    }

    private List<String> references() throws Exception {
        return new NessieLog(nessie).references();
    }

    private static Change change(Operation operation, long lsn, int id, String state, long millis) {
        var image = "{\"id\":" + id + ",\"state\":\"" + state + "\"}";
        return Change.of(ORDERS, operation, lsn, at(millis), image, Integer.toString(id));
    }
}
