package io.lakehouse.lake;

import static io.lakehouse.contract.change.Operation.CREATE;
import static io.lakehouse.contract.change.Operation.DELETE;
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
import io.lakehouse.lake.silver.AuditException;
import io.lakehouse.lake.store.Room;
import org.apache.iceberg.catalog.TableIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void bronze_is_read_once_for_all_tables_and_then_only_what_is_new() {
        lake.append(
                order(CREATE, 1, 1, "new", 10),
                order(UPDATE, 2, 1, "paid", 20),
                change(CUSTOMERS, CREATE, 3, 1, "vip", 30));
        Scans.forget();

        var first = lake.run(ORDERS, CUSTOMERS);

        assertThat(Scans.of(lake.bronze())).isEqualTo(1);
        assertThat(lake.versions("orders", "state")).containsExactly("new", "paid");
        assertThat(lake.versions("customers", "state")).containsExactly("vip");
        var silver = lake.silverTable("orders").currentSnapshot();
        var checkpoints = lake.silverTable("checkpoints").currentSnapshot();
        var second = lake.run(ORDERS, CUSTOMERS);
        assertThat(second.state()).isEqualTo("UNCHANGED");
        assertThat(second.bronzeSnapshot()).isEqualTo(first.bronzeSnapshot());
        assertThat(lake.silverTable("orders").currentSnapshot()).isEqualTo(silver);
        assertThat(lake.silverTable("checkpoints").currentSnapshot()).isEqualTo(checkpoints);
    }

    @Test
    void a_table_that_joins_the_pipeline_is_read_from_the_beginning_and_the_checkpoint_says_up_to_where() {
        lake.append(
                order(CREATE, 1, 1, "new", 10),
                order(UPDATE, 2, 1, "paid", 20),
                change(CUSTOMERS, CREATE, 3, 1, "vip", 30));
        lake.run(ORDERS);
        // As a checkpoint table that an earlier version made.
        lake.silverTable("checkpoints")
                .updateSchema()
                .deleteColumn("raw_next_offsets")
                .commit();

        var report = lake.run(ORDERS, CUSTOMERS);

        assertThat(lake.checkpoints())
                .extracting(row -> row.getAs("source_table") + " " + row.getAs("run_id") + " " + row.getAs("last_lsn")
                        + " " + row.getAs("rows_read") + " " + row.getAs("rows_inserted") + " "
                        + row.getAs("rows_closed"))
                .containsExactly(
                        "public.orders run-1 2 2 2 1", "public.customers run-2 3 1 1 0", "public.orders run-2 2 0 0 0");
        assertThat(lake.checkpoints())
                .extracting(row -> row.<Long>getAs("bronze_snapshot_id"))
                .containsOnly(report.bronzeSnapshot());
        assertThat(lake.checkpoints())
                .extracting(row -> row.isNullAt(row.fieldIndex("raw_next_offsets"))
                        ? "unknown"
                        : row.getJavaMap(row.fieldIndex("raw_next_offsets")).toString())
                .containsExactly("unknown", "{0=4}", "{}");
    }

    @Test
    void a_truncation_closes_what_came_before_it_even_when_it_arrives_later() {
        lake.append(order(CREATE, 1, 1, "new", 10), order(CREATE, 2, 2, "new", 10), order(DELETE, 3, 2, "new", 15));
        lake.run(ORDERS);
        lake.append(order(CREATE, 4, 3, "new", 20), Change.truncate(ORDERS, 6, at(30)), order(CREATE, 7, 4, "new", 40));
        var report = lake.run(ORDERS);
        lake.append(order(CREATE, 5, 5, "late", 25), Change.truncate(ORDERS, 6, at(30)));

        lake.run(ORDERS);

        assertThat(report.tables()).containsExactly(new TableReport("public.orders", 3, 2, 2, 0));
        assertThat(lake.versions("orders", CHAIN))
                .containsExactly(
                        "1|new|" + at(10) + "|" + at(30) + "|false|true",
                        "2|new|" + at(10) + "|" + at(15) + "|false|true",
                        "3|new|" + at(20) + "|" + at(30) + "|false|true",
                        "4|new|" + at(40) + "|null|true|false",
                        "5|late|" + at(25) + "|" + at(30) + "|false|true");
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

    /** In this JVM, and in Spark's tasks. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, 0})
    void a_result_that_does_not_hold_the_invariants_is_not_published(long room) {
        lake.append(order(CREATE, 1, 1, "new", 10));
        lake.run(ORDERS);
        LakeFixture.SPARK.sql("INSERT INTO " + LakeFixture.CATALOG + "." + lake.silver()
                + ".orders SELECT id, 'foreign', effective_start_ts, NULL, true, false, row_hash, '', 'x', 'y', '', NULL"
                + " FROM " + LakeFixture.CATALOG + "." + lake.silver() + ".orders");
        lake.append(order(UPDATE, 2, 1, "paid", 20));

        assertThatThrownBy(() -> lake.run(Room.of(room), ORDERS))
                .isInstanceOf(AuditException.class)
                .hasMessageContaining("1 versions overlap")
                .hasMessageContaining("current true deleted false event x");
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
        public String keep() {
            return "folder";
        }

        @Override
        public void close() {}
    }
}
