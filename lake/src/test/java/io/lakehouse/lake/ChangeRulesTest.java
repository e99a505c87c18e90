package io.lakehouse.lake;

import static io.lakehouse.contract.change.Operation.CREATE;
import static io.lakehouse.contract.change.Operation.DELETE;
import static io.lakehouse.contract.change.Operation.READ;
import static io.lakehouse.contract.change.Operation.UPDATE;
import static io.lakehouse.lake.LakeFixture.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.BatchReport;
import io.lakehouse.contract.job.BatchReport.TableReport;
import io.lakehouse.contract.job.UpkeepReport;
import io.lakehouse.lake.LakeFixture.Change;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The SCD2 rules as real Spark and real Iceberg tables keep them. Two runs hold the stories of all keys, one key for
 * each rule: a run costs seconds, whatever it holds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChangeRulesTest {
    private static final TableShape ORDERS = LakeFixture.shape(
            "orders", 1, LakeFixture.column("id", TypeName.INTEGER), LakeFixture.column("state", TypeName.TEXT));

    private final LakeFixture lake = new LakeFixture();
    private BatchReport first = new BatchReport("", "", 0, 0, 0, List.of(), List.of(), UpkeepReport.NONE);
    private BatchReport second = first;
    private List<String> versions = List.of();

    @BeforeAll
    void two_runs() {
        lake.append(
                // 1: everything at once, out of order, with a clock that runs backwards
                change(UPDATE, 3, 1, "paid", 30),
                change(CREATE, 1, 1, "new", 10),
                change(UPDATE, 2, 1, "new", 20),
                change(UPDATE, 4, 1, "new", 5),
                change(DELETE, 5, 1, "new", 50),
                change(CREATE, 6, 1, "again", 50),
                change(CREATE, 1, 2, "new", 10),
                change(CREATE, 1, 3, "new", 10),
                change(READ, 9, 4, "new", 10),
                // 5: each of its changes comes twice here, and once more in the second run
                change(CREATE, 1, 5, "new", 10),
                change(UPDATE, 2, 5, "new", 20),
                change(DELETE, 3, 5, "new", 30),
                change(CREATE, 1, 5, "new", 10),
                change(DELETE, 3, 5, "new", 30),
                change(CREATE, 1, 6, "new", 10),
                change(UPDATE, 5, 6, "new", 50),
                change(CREATE, 1, 7, "new", 10),
                change(UPDATE, 3, 7, "paid", 30),
                change(UPDATE, 1, 8, "paid", 10),
                change(DELETE, 2, 9, "gone", 20),
                change(CREATE, 1, 10, "new", 10));
        first = lake.run(ORDERS);
        lake.append(
                change(UPDATE, 4, 2, "paid", 20),
                change(DELETE, 5, 3, "new", 30),
                change(CREATE, 3, 4, "new", 11),
                change(CREATE, 1, 5, "new", 10),
                change(UPDATE, 2, 5, "new", 20),
                change(DELETE, 3, 5, "new", 30),
                change(UPDATE, 3, 6, "paid", 30),
                change(UPDATE, 2, 7, "paid", 20),
                change(DELETE, 2, 10, "new", 20),
                change(CREATE, 2, 11, "new", 20));
        second = lake.run(ORDERS);
        versions = lake.versions(
                "orders",
                "id",
                "state",
                "unix_micros(effective_start_ts)",
                "unix_micros(effective_end_ts)",
                "is_current",
                "is_deleted",
                "run_id");
    }

    @Test
    void every_version_of_a_batch_appears_in_order_whatever_the_times_say() {
        assertThat(chain(1))
                .containsExactly(
                        "1|new|" + at(10) + "|" + at(30) + "|false|false|run-1",
                        "1|paid|" + at(30) + "|" + at(30) + "|false|false|run-1",
                        "1|new|" + at(30) + "|" + at(50) + "|false|true|run-1",
                        "1|again|" + at(50) + "|null|true|false|run-1");
    }

    @Test
    void an_update_closes_the_version_of_an_earlier_run() {
        assertThat(chain(2))
                .containsExactly(
                        "2|new|" + at(10) + "|" + at(20) + "|false|false|run-1",
                        "2|paid|" + at(20) + "|null|true|false|run-2");
    }

    @Test
    void a_delete_closes_the_version_of_an_earlier_run_and_marks_it() {
        assertThat(chain(3)).containsExactly("3|new|" + at(10) + "|" + at(30) + "|false|true|run-1");
    }

    @Test
    void an_insert_that_the_snapshot_has_already_makes_no_version() {
        assertThat(chain(4)).containsExactly("4|new|" + at(10) + "|null|true|false|run-1");
    }

    @Test
    void redeliveries_within_a_run_and_across_runs_change_nothing() {
        assertThat(chain(5)).containsExactly("5|new|" + at(10) + "|" + at(30) + "|false|true|run-1");
    }

    @Test
    void a_late_change_goes_to_its_place_in_the_chain() {
        assertThat(chain(6))
                .containsExactly(
                        "6|new|" + at(10) + "|" + at(30) + "|false|false|run-1",
                        "6|paid|" + at(30) + "|" + at(50) + "|false|false|run-2",
                        "6|new|" + at(50) + "|null|true|false|run-2");
    }

    @Test
    void a_late_change_takes_away_the_version_that_it_makes_superfluous() {
        assertThat(chain(7))
                .containsExactly(
                        "7|new|" + at(10) + "|" + at(20) + "|false|false|run-1",
                        "7|paid|" + at(20) + "|null|true|false|run-2");
    }

    @Test
    void changes_of_unknown_keys_are_kept_and_counted() {
        assertThat(chain(8)).containsExactly("8|paid|" + at(10) + "|null|true|false|run-1");
        assertThat(chain(9)).containsExactly("9|gone|" + at(20) + "|" + at(20) + "|false|true|run-1");
        assertThat(first.tables()).extracting(TableReport::unknownKeys).containsExactly(2L);
    }

    @Test
    void a_primary_key_update_ends_the_old_key_and_begins_the_new() {
        assertThat(chain(10)).containsExactly("10|new|" + at(10) + "|" + at(20) + "|false|true|run-1");
        assertThat(chain(11)).containsExactly("11|new|" + at(20) + "|null|true|false|run-2");
    }

    @Test
    void the_reports_count_rows_versions_and_closings() {
        assertThat(first.tables()).containsExactly(new TableReport("public.orders", 21, 14, 6, 2));
        assertThat(second.tables()).extracting(TableReport::rowsRead).containsExactly(10L);
        assertThat(versions).hasSize(18);
    }

    private List<String> chain(int id) {
        return versions.stream().filter(row -> row.startsWith(id + "|")).toList();
    }

    private static Change change(Operation operation, long lsn, int id, String state, long millis) {
        var image = "{\"id\":" + id + ",\"state\":\"" + state + "\"}";
        return Change.of(ORDERS, operation, lsn, at(millis), image, Integer.toString(id));
    }
}
