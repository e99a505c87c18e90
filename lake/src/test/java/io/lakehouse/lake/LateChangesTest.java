package io.lakehouse.lake;

import static io.lakehouse.contract.change.Operation.CREATE;
import static io.lakehouse.contract.change.Operation.DELETE;
import static io.lakehouse.contract.change.Operation.UPDATE;
import static io.lakehouse.lake.LakeFixture.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.BatchReport;
import io.lakehouse.contract.job.BatchReport.TableTraffic;
import io.lakehouse.lake.LakeFixture.Change;
import io.lakehouse.lake.store.Room;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes that arrive behind later ones of their key, as real Spark and real Iceberg tables take them in. */
class LateChangesTest {
    private static final TableShape ORDERS = LakeFixture.shape(
            "orders", 1, LakeFixture.column("id", TypeName.INTEGER), LakeFixture.column("state", TypeName.TEXT));
    private static final int KEYS = 40;
    private static final int CHANGES_OF_A_KEY = 9;

    /** Without room for them Spark's tasks take changes in; with some, this JVM begins and leaves it to them. */
    @ParameterizedTest
    @ValueSource(longs = {0, 250_000, Long.MAX_VALUE})
    void whatever_comes_late_or_again_the_table_is_as_if_all_had_come_in_order(long room) {
        var seed = 42L;
        var inOrder = new LakeFixture();
        var asItComes = new LakeFixture();
        var random = new Random(seed);
        var changes = histories(random);
        inOrder.append(changes);
        inOrder.run(ORDERS);
        Collections.shuffle(changes, random);
        var batch = changes.size() / 3;

        for (var from = 0; from < changes.size(); from += batch) {
            var arrives = new ArrayList<>(changes.subList(from, from + batch));
            IntStream.range(0, batch / 4).forEach(i -> arrives.add(changes.get(random.nextInt(changes.size()))));
            asItComes.append(arrives);
            asItComes.run(Room.of(room), ORDERS);
        }

        assertThat(versions(asItComes)).as("seed " + seed).isEqualTo(versions(inOrder));
    }

    @Test
    void a_late_change_between_two_versions_is_placed_without_a_look_into_bronze() {
        var lake = lakeOf("new", "paid", "sent", "back");
        lake.append(change(UPDATE, 25, 1, "checked", 25));

        var report = lake.run(ORDERS);

        assertThat(lake.versions("orders", "state", "is_current"))
                .containsExactly("new|false", "paid|false", "checked|false", "sent|false", "back|true");
        assertThat(bronze(lake, report).filesRead()).isEqualTo(1);
    }

    @Test
    void of_bronze_only_what_came_since_the_late_changes_version_is_read() {
        var lake = lakeOf("new", "paid", "sent", "sent", "sent", "back");
        lake.append(change(UPDATE, 45, 1, "checked", 45));

        var report = lake.run(ORDERS);

        assertThat(lake.versions("orders", "state", "unix_micros(effective_start_ts)"))
                .containsExactly(
                        "new|" + at(10),
                        "paid|" + at(20),
                        "sent|" + at(30),
                        "checked|" + at(45),
                        "sent|" + at(50),
                        "back|" + at(60));
        // What is new; then from the change on that opened the version: four changes, and what is new once more.
        assertThat(bronze(lake, report).filesRead()).isEqualTo(1 + 4 + 1);
    }

    /** A lake with one key, whose changes stand 10 apart, each in a file of its own. */
    private static LakeFixture lakeOf(String... states) {
        var lake = new LakeFixture();
        for (var i = 0; i < states.length; i++) {
            lake.append(change(i == 0 ? CREATE : UPDATE, 10L * (i + 1), 1, states[i], 10L * (i + 1)));
        }
        lake.run(ORDERS);
        return lake;
    }

    /** Changes that say what was said before now and then, with a clock that runs backwards now and then. */
    private static List<Change> histories(Random random) {
        var changes = new ArrayList<Change>();
        for (var id = 0; id < KEYS; id++) {
            var millis = 100L;
            for (var i = 0; i < CHANGES_OF_A_KEY; i++) {
                millis += random.nextInt(12) - 3;
                var operation =
                        switch (random.nextInt(5)) {
                            case 0 -> DELETE;
                            case 1 -> CREATE;
                            default -> UPDATE;
                        };
                changes.add(change(operation, 10L * (i + 1), id, "state " + random.nextInt(2), millis));
            }
        }
        return changes;
    }

    private static List<String> versions(LakeFixture lake) {
        return lake.versions(
                "orders",
                "id",
                "state",
                "unix_micros(effective_start_ts)",
                "unix_micros(effective_end_ts)",
                "is_current",
                "is_deleted",
                "row_hash",
                "version_order_key",
                "last_order_key",
                "event_id");
    }

    private static TableTraffic bronze(LakeFixture lake, BatchReport report) {
        return report.traffic().stream()
                .filter(traffic -> traffic.table().endsWith("bronze." + lake.bronze()))
                .findFirst()
                .orElseThrow();
    }

    private static Change change(Operation operation, long lsn, int id, String state, long millis) {
        var image = "{\"id\":" + id + ",\"state\":\"" + state + "\"}";
        return Change.of(ORDERS, operation, lsn, at(millis), image, Integer.toString(id));
    }
}
