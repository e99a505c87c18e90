package io.lakehouse.lake;

import static io.lakehouse.contract.change.Operation.CREATE;
import static io.lakehouse.contract.change.Operation.DELETE;
import static io.lakehouse.contract.change.Operation.READ;
import static io.lakehouse.contract.change.Operation.UPDATE;
import static io.lakehouse.lake.LakeFixture.at;
import static io.lakehouse.lake.LakeFixture.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.BatchReport.TableReport;
import io.lakehouse.lake.LakeFixture.Change;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Test;

/** The SCD2 rules on real Spark and real Iceberg tables, without Nessie. */
class BatchRunTest {
    private static final TableShape ORDERS =
            LakeFixture.shape("orders", 1, column("id", TypeName.INTEGER), column("state", TypeName.TEXT));
    private static final TableShape CUSTOMERS =
            LakeFixture.shape("customers", 1, column("id", TypeName.INTEGER), column("state", TypeName.TEXT));
    private static final String[] CHAIN = {
        "id", "state", "unix_micros(effective_start_ts)", "unix_micros(effective_end_ts)", "is_current", "is_deleted"
    };

    private final LakeFixture lake = new LakeFixture();

    @Test
    void every_version_of_a_batch_appears_in_order_whatever_the_times_say() {
        lake.append(
                order(UPDATE, 3, 1, "paid", 30),
                order(CREATE, 1, 1, "new", 10),
                order(UPDATE, 2, 1, "new", 20),
                order(UPDATE, 4, 1, "new", 5),
                order(DELETE, 5, 1, "new", 50),
                order(CREATE, 6, 1, "again", 50));

        var report = lake.run(ORDERS);

        assertThat(lake.versions("orders", CHAIN))
                .containsExactly(
                        "1|new|" + at(10) + "|" + at(30) + "|false|false",
                        "1|paid|" + at(30) + "|" + at(30) + "|false|false",
                        "1|new|" + at(30) + "|" + at(50) + "|false|true",
                        "1|again|" + at(50) + "|null|true|false");
        assertThat(report.state()).isEqualTo("PUBLISHED");
        assertThat(report.tables()).containsExactly(new TableReport("public.orders", 6, 4, 3, 0));
    }

    @Test
    void a_later_run_closes_what_an_earlier_one_opened() {
        lake.append(order(READ, 9, 1, "new", 10), order(READ, 9, 2, "new", 10), order(READ, 9, 3, "new", 10));
        lake.run(ORDERS);
        lake.append(order(UPDATE, 4, 1, "paid", 20), order(DELETE, 5, 2, "new", 30), order(CREATE, 3, 3, "new", 11));

        var report = lake.run(ORDERS);

        assertThat(lake.versions("orders", CHAIN))
                .containsExactly(
                        "1|new|" + at(10) + "|" + at(20) + "|false|false",
                        "1|paid|" + at(20) + "|null|true|false",
                        "2|new|" + at(10) + "|" + at(30) + "|false|true",
                        "3|new|" + at(10) + "|null|true|false");
        assertThat(lake.versions("orders", "run_id")).containsExactly("run-1", "run-2", "run-1", "run-1");
        assertThat(report.tables()).containsExactly(new TableReport("public.orders", 3, 1, 2, 0));
    }

    @Test
    void without_anything_new_a_run_writes_nothing() {
        lake.append(order(CREATE, 1, 1, "new", 10));
        var first = lake.run(ORDERS);
        var silver = lake.silverTable("orders").currentSnapshot();
        var checkpoints = lake.silverTable("checkpoints").currentSnapshot();

        var second = lake.run(ORDERS);

        assertThat(second.state()).isEqualTo("UNCHANGED");
        assertThat(second.bronzeSnapshot()).isEqualTo(first.bronzeSnapshot());
        assertThat(lake.silverTable("orders").currentSnapshot()).isEqualTo(silver);
        assertThat(lake.silverTable("checkpoints").currentSnapshot()).isEqualTo(checkpoints);
    }

    @Test
    void without_a_bronze_table_or_a_row_in_it_there_is_nothing_to_do() {
        var empty = lake.run(ORDERS);
        lake.catalog().dropTable(TableIdentifier.of("bronze", lake.bronze()));

        var absent = lake.run(ORDERS);

        assertThat(empty.state()).isEqualTo("UNCHANGED");
        assertThat(absent.state()).isEqualTo("UNCHANGED");
        assertThat(absent.bronzeSnapshot()).isZero();
        assertThat(lake.catalog().tableExists(TableIdentifier.of(lake.silver(), "orders")))
                .isFalse();
    }

    @Test
    void a_commit_to_bronze_during_a_run_is_the_next_run_s() {
        lake.append(order(CREATE, 1, 1, "new", 10));
        var during = new Interrupted(() -> lake.append(order(UPDATE, 2, 1, "paid", 20)));

        var first = new BatchRun(LakeFixture.SPARK, during, lake.spec(ORDERS)).run();

        assertThat(first.tables().get(0).rowsRead()).isEqualTo(1);
        assertThat(first.bronzeSnapshot())
                .isNotEqualTo(lake.bronzeTable().currentSnapshot().snapshotId());
        assertThat(lake.run(ORDERS).tables().get(0).rowsRead()).isEqualTo(1);
        assertThat(lake.versions("orders", "state", "is_current")).containsExactly("new|false", "paid|true");
    }

    @Test
    void redeliveries_within_a_run_and_across_runs_change_nothing() {
        var create = order(CREATE, 1, 1, "new", 10);
        var same = order(UPDATE, 2, 1, "new", 20);
        var delete = order(DELETE, 3, 1, "new", 30);
        lake.append(create, create, same, delete);
        lake.run(ORDERS);
        var before = lake.versions("orders", "event_id", "version_order_key", "last_order_key", "run_id");
        lake.append(create, same, delete, delete);

        var report = lake.run(ORDERS);

        assertThat(lake.versions("orders", "event_id", "version_order_key", "last_order_key", "run_id"))
                .isEqualTo(before)
                .hasSize(1);
        assertThat(report.tables()).containsExactly(new TableReport("public.orders", 4, 0, 0, 0));
    }

    @Test
    void a_late_change_goes_to_its_place_in_the_chain() {
        lake.append(order(CREATE, 1, 1, "new", 10), order(UPDATE, 5, 1, "new", 50), order(CREATE, 2, 2, "other", 10));
        lake.run(ORDERS);
        lake.append(order(UPDATE, 3, 1, "paid", 30), order(UPDATE, 6, 2, "changed", 60));

        lake.run(ORDERS);

        assertThat(lake.versions("orders", CHAIN))
                .containsExactly(
                        "1|new|" + at(10) + "|" + at(30) + "|false|false",
                        "1|paid|" + at(30) + "|" + at(50) + "|false|false",
                        "1|new|" + at(50) + "|null|true|false",
                        "2|other|" + at(10) + "|" + at(60) + "|false|false",
                        "2|changed|" + at(60) + "|null|true|false");
    }

    @Test
    void a_late_change_takes_away_the_version_that_it_makes_superfluous() {
        lake.append(order(CREATE, 1, 1, "new", 10), order(UPDATE, 3, 1, "paid", 30));
        lake.run(ORDERS);
        lake.append(order(UPDATE, 2, 1, "paid", 20));

        lake.run(ORDERS);

        assertThat(lake.versions("orders", "state", "unix_micros(effective_start_ts)", "is_current"))
                .containsExactly("new|" + at(10) + "|false", "paid|" + at(20) + "|true");
    }

    @Test
    void changes_of_unknown_keys_are_kept_and_counted() {
        lake.append(order(UPDATE, 1, 1, "paid", 10), order(DELETE, 2, 2, "gone", 20));

        var report = lake.run(ORDERS);

        assertThat(lake.versions("orders", CHAIN))
                .containsExactly(
                        "1|paid|" + at(10) + "|null|true|false", "2|gone|" + at(20) + "|" + at(20) + "|false|true");
        assertThat(report.tables()).containsExactly(new TableReport("public.orders", 2, 2, 1, 2));
    }

    @Test
    void a_primary_key_update_ends_the_old_key_and_begins_the_new() {
        lake.append(order(CREATE, 1, 1, "new", 10));
        lake.run(ORDERS);
        lake.append(order(DELETE, 2, 1, "new", 20), order(CREATE, 2, 7, "new", 20));

        lake.run(ORDERS);

        assertThat(lake.versions("orders", "id", "is_current", "is_deleted"))
                .containsExactly("1|false|true", "7|true|false");
    }

    @Test
    void a_truncation_closes_every_current_row_and_nothing_that_came_after() {
        lake.append(order(CREATE, 1, 1, "new", 10), order(CREATE, 2, 2, "new", 10), order(DELETE, 3, 2, "new", 15));
        lake.run(ORDERS);
        lake.append(order(CREATE, 4, 3, "new", 20), Change.truncate(ORDERS, 5, at(30)), order(CREATE, 6, 4, "new", 40));

        var report = lake.run(ORDERS);

        assertThat(lake.versions("orders", CHAIN))
                .containsExactly(
                        "1|new|" + at(10) + "|" + at(30) + "|false|true",
                        "2|new|" + at(10) + "|" + at(15) + "|false|true",
                        "3|new|" + at(20) + "|" + at(30) + "|false|true",
                        "4|new|" + at(40) + "|null|true|false");
        assertThat(report.tables()).containsExactly(new TableReport("public.orders", 3, 2, 2, 0));
    }

    @Test
    void an_insert_that_arrives_after_the_truncation_that_followed_it_is_closed_by_it() {
        lake.append(order(CREATE, 1, 1, "new", 10), Change.truncate(ORDERS, 5, at(30)));
        lake.run(ORDERS);
        lake.append(order(CREATE, 3, 2, "late", 20), Change.truncate(ORDERS, 5, at(30)));

        lake.run(ORDERS);

        assertThat(lake.versions("orders", CHAIN))
                .containsExactly(
                        "1|new|" + at(10) + "|" + at(30) + "|false|true",
                        "2|late|" + at(20) + "|" + at(30) + "|false|true");
    }

    @Test
    void bronze_is_read_once_whatever_the_number_of_tables() {
        lake.append(order(CREATE, 1, 1, "new", 10), change(CUSTOMERS, CREATE, 2, 1, "vip", 10));
        Scans.forget();

        lake.run(ORDERS, CUSTOMERS);

        assertThat(Scans.of(lake.bronze())).isEqualTo(1);
        assertThat(lake.versions("orders", "state")).containsExactly("new");
        assertThat(lake.versions("customers", "state")).containsExactly("vip");
    }

    @Test
    void a_table_that_joins_the_pipeline_is_read_from_the_beginning_of_bronze() {
        lake.append(order(CREATE, 1, 1, "new", 10), change(CUSTOMERS, CREATE, 2, 1, "vip", 10));
        lake.run(ORDERS);

        var report = lake.run(ORDERS, CUSTOMERS);

        assertThat(report.tables()).extracting(TableReport::rowsRead).containsExactly(0L, 1L);
        assertThat(lake.versions("customers", "state")).containsExactly("vip");
    }

    @Test
    void the_checkpoint_says_what_was_read_and_up_to_where() {
        lake.append(order(CREATE, 1, 1, "new", 10), order(UPDATE, 2, 1, "paid", 20));
        lake.run(ORDERS, CUSTOMERS);
        lake.append(change(CUSTOMERS, CREATE, 3, 1, "vip", 30));

        var report = lake.run(ORDERS, CUSTOMERS);

        assertThat(lake.checkpoints())
                .extracting(row -> row.getAs("source_table") + " " + row.getAs("run_id") + " " + row.getAs("last_lsn")
                        + " " + row.getAs("rows_read") + " " + row.getAs("rows_inserted") + " "
                        + row.getAs("rows_closed"))
                .containsExactly(
                        "public.customers run-1 null 0 0 0",
                        "public.orders run-1 2 2 2 1",
                        "public.customers run-2 3 1 1 0",
                        "public.orders run-2 2 0 0 0");
        assertThat(lake.checkpoints().get(3).<Long>getAs("bronze_snapshot_id")).isEqualTo(report.bronzeSnapshot());
    }

    @Test
    void a_position_that_bronze_forgot_stops_the_run() {
        lake.append(order(CREATE, 1, 1, "new", 10));
        lake.run(ORDERS);
        lake.append(order(UPDATE, 2, 1, "paid", 20));
        lake.append(order(UPDATE, 3, 1, "sent", 30));
        var table = lake.bronzeTable();
        var newest = table.currentSnapshot();
        table.expireSnapshots()
                .expireSnapshotId(newest.parentId())
                .expireSnapshotId(table.snapshot(newest.parentId()).parentId())
                .commit();

        assertThatThrownBy(() -> lake.run(ORDERS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not in the history of snapshot");
    }

    @Test
    void a_result_that_does_not_hold_the_invariants_is_not_published() {
        lake.append(order(CREATE, 1, 1, "new", 10));
        lake.run(ORDERS);
        LakeFixture.SPARK.sql("INSERT INTO " + LakeFixture.CATALOG + "." + lake.silver()
                + ".orders SELECT id, 'foreign', effective_start_ts, NULL, true, false, row_hash, '', 'x', 'y', ''"
                + " FROM " + LakeFixture.CATALOG + "." + lake.silver() + ".orders");
        lake.append(order(UPDATE, 2, 1, "paid", 20));

        assertThatThrownBy(() -> lake.run(ORDERS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing was published");
    }

    private static Change order(Operation operation, long lsn, int id, String state, long millis) {
        return change(ORDERS, operation, lsn, id, state, millis);
    }

    private static Change change(TableShape table, Operation operation, long lsn, int id, String state, long millis) {
        var image = "{\"id\":" + id + ",\"state\":\"" + state + "\"}";
        return Change.of(table, operation, lsn, at(millis), image, Integer.toString(id));
    }

    /** A workspace in which something happens between the work and its publication. */
    private record Interrupted(Runnable event) implements io.lakehouse.lake.publish.Workspace {
        @Override
        public String catalog() {
            return LakeFixture.CATALOG;
        }

        @Override
        public void publish(String message) {
            event.run();
        }

        @Override
        public void close() {}
    }
}
