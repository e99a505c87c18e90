package io.lakehouse.lake;

import static io.lakehouse.contract.change.Operation.CREATE;
import static io.lakehouse.contract.change.Operation.DELETE;
import static io.lakehouse.contract.change.Operation.UPDATE;
import static io.lakehouse.lake.LakeFixture.at;
import static io.lakehouse.lake.LakeFixture.column;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.BatchReport;
import io.lakehouse.contract.job.BatchReport.TableTraffic;
import io.lakehouse.lake.LakeFixture.Change;
import java.util.stream.IntStream;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A run's work grows with the keys that it touches, not with the table; proved by the files that Iceberg opens. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProportionTest {
    private static final TableShape ORDERS =
            LakeFixture.shape("orders", 1, column("id", TypeName.INTEGER), column("state", TypeName.TEXT));
    /** Iceberg looks whether a file is full after each thousand rows. */
    private static final int ROWS_OF_A_FILE = 1000;

    private final LakeFixture small = loaded(2 * ROWS_OF_A_FILE);
    private final LakeFixture large = loaded(20 * ROWS_OF_A_FILE);
    private final BatchReport ofSmall = touch(small);
    private final BatchReport ofLarge = touch(large);

    @Test
    void a_run_over_a_table_ten_times_as_large_reads_and_writes_the_same_for_the_same_keys() {
        assertThat(files(small)).isEqualTo(3);
        assertThat(files(large)).isEqualTo(21);
        assertThat(ofLarge.tables()).isEqualTo(ofSmall.tables());
        assertThat(ofLarge.tables().get(0).versionsClosed()).isEqualTo(20);
        var little = traffic(ofSmall, small, "orders");
        var much = traffic(ofLarge, large, "orders");
        // The file of the keys; then for the audit what was written: versions of three partitions, and the deletes.
        assertThat(much.filesRead()).isEqualTo(little.filesRead()).isEqualTo(5);
        assertThat(much.bytesRead()).isCloseTo(little.bytesRead(), Percentage.withPercentage(1));
        assertThat(much.filesWritten()).isEqualTo(little.filesWritten());
        assertThat(much.bytesWritten()).isCloseTo(little.bytesWritten(), Percentage.withPercentage(1));
        assertThat(large.versions("orders", "is_current"))
                .filteredOn("true"::equals)
                .hasSize(20 * ROWS_OF_A_FILE);
    }

    @Test
    void of_bronze_only_what_is_new_is_opened_and_each_file_once() {
        var bronze = small.bronzeTable();
        assertThat(traffic(ofSmall, "bronze." + small.bronze()))
                .isEqualTo(new TableTraffic(bronze.name(), 1, addedBytes(bronze), 0, 0));
    }

    @Test
    void what_was_written_is_reported_to_the_byte() {
        var traffic = traffic(ofSmall, small, "orders");
        assertThat(traffic.bytesWritten()).isEqualTo(addedBytes(small.silverTable("orders")));
        // Current, closed and deleted versions, and what takes the old rows away.
        assertThat(traffic.filesWritten()).isEqualTo(4);
    }

    @Test
    void a_table_of_an_older_version_without_partitions_goes_on() {
        var lake = new LakeFixture();
        lake.append(change(CREATE, 1, 1, "new", 10), change(CREATE, 2, 2, "new", 10), change(CREATE, 3, 3, "new", 10));
        lake.run(ORDERS);
        var orders = LakeFixture.CATALOG + "." + lake.silver() + ".orders";
        LakeFixture.SPARK.sql("CREATE OR REPLACE TABLE " + orders
                + " USING iceberg TBLPROPERTIES ('format-version' = '2') AS SELECT * FROM " + orders);
        assertThat(lake.silverTable("orders").spec().isUnpartitioned()).isTrue();
        lake.append(change(UPDATE, 5, 1, "paid", 20), change(DELETE, 6, 2, "new", 30), change(UPDATE, 4, 3, "x", 15));

        lake.run(ORDERS);
        lake.append(change(UPDATE, 7, 1, "sent", 40), change(UPDATE, 3, 1, "late", 12));
        lake.run(ORDERS);

        assertThat(lake.silverTable("orders").spec().fields())
                .extracting(field -> field.name())
                .containsExactly("is_current", "is_deleted");
        assertThat(lake.versions("orders", "id", "state", "is_current", "is_deleted"))
                .containsExactly(
                        "1|new|false|false",
                        "1|late|false|false",
                        "1|paid|false|false",
                        "1|sent|true|false",
                        "2|new|false|true",
                        "3|new|false|false",
                        "3|x|true|false");
    }

    /** A lake whose table holds the first so many keys, in files of a thousand rows. */
    private static LakeFixture loaded(int keys) {
        var lake = new LakeFixture();
        lake.append(change(CREATE, 1, 0, "new", 0));
        lake.run(ORDERS);
        lake.silverTable("orders")
                .updateProperties()
                .set(TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, "1")
                .commit();
        lake.append(IntStream.range(1, keys + 1)
                .mapToObj(id -> change(CREATE, id + 1, id, "new", 10))
                .toList());
        lake.run(ORDERS);
        return lake;
    }

    private static BatchReport touch(LakeFixture lake) {
        var changes = new java.util.ArrayList<Change>();
        for (var id = 100; id < 119; id++) {
            changes.add(change(UPDATE, 100_000 + id, id, "paid", 20));
        }
        changes.add(change(DELETE, 200_000, 120, "new", 30));
        lake.append(changes);
        return lake.run(ORDERS);
    }

    private static long files(LakeFixture lake) {
        var table = lake.silverTable("orders");
        return Long.parseLong(
                table.snapshot(table.currentSnapshot().parentId()).summary().get("total-data-files"));
    }

    private static long addedBytes(Table table) {
        return Long.parseLong(table.currentSnapshot().summary().get("added-files-size"));
    }

    private static TableTraffic traffic(BatchReport report, LakeFixture lake, String table) {
        return traffic(report, lake.silver() + "." + table);
    }

    private static TableTraffic traffic(BatchReport report, String table) {
        return report.traffic().stream()
                .filter(found -> found.table().endsWith(table))
                .findFirst()
                .orElseThrow(() -> new AssertionError(table + " is not in " + report.traffic()));
    }

    private static Change change(Operation operation, long lsn, int id, String state, long millis) {
        var image = "{\"id\":" + id + ",\"state\":\"" + state + "\"}";
        return Change.of(ORDERS, operation, lsn, at(millis), image, Integer.toString(id));
    }
}
