package io.lakehouse.lake.version;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.change.OrderKey;
import io.lakehouse.contract.change.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stored versions tell of a late change's place, and what not. That a placement is right, VersionChainTest proves. */
class PlacementTest {
    private final List<Version> stored = chain(
            change(Operation.CREATE, 10, "A", 100),
            change(Operation.UPDATE, 20, "B", 200),
            change(Operation.UPDATE, 30, "B", 300),
            change(Operation.DELETE, 40, "B", 400),
            change(Operation.CREATE, 50, "C", 500));

    @Test
    void between_two_versions_a_change_has_its_place() {
        assertThat(placed(change(Operation.UPDATE, 15, "L", 150)))
                .hasValue(List.of("A 100-150", "L 150-200", "B 200-400 deleted", "C 500-"));
    }

    @Test
    void before_all_versions_and_behind_a_deletion_too() {
        assertThat(placed(change(Operation.UPDATE, 5, "L", 50)))
                .hasValue(List.of("L 50-100", "A 100-200", "B 200-400 deleted", "C 500-"));
        assertThat(placed(change(Operation.CREATE, 45, "L", 450)))
                .hasValue(List.of("A 100-200", "B 200-400 deleted", "L 450-500", "C 500-"));
        assertThat(placed(change(Operation.DELETE, 15, "A", 150)))
                .hasValue(List.of("A 100-150 deleted", "B 200-400 deleted", "C 500-"));
    }

    @Test
    void a_change_that_says_what_the_next_version_says_begins_it_earlier() {
        assertThat(placed(change(Operation.UPDATE, 15, "B", 150)))
                .hasValue(List.of("A 100-150", "B 150-400 deleted", "C 500-"));
    }

    @Test
    void within_what_left_a_version_as_it_was_nobody_knows_what_comes_back_when() {
        assertThat(placed(change(Operation.UPDATE, 25, "L", 250))).isEmpty();
        assertThat(placed(change(Operation.UPDATE, 35, "L", 350))).isEmpty();
        assertThat(placed(change(Operation.DELETE, 30, "B", 300))).isEmpty();
    }

    @Test
    void what_says_the_same_there_and_a_deletion_that_comes_again_change_nothing() {
        assertThat(placed(change(Operation.UPDATE, 25, "B", 250), change(Operation.DELETE, 40, "B", 400)))
                .hasValue(List.of("A 100-200", "B 200-400 deleted", "C 500-"));
    }

    @Test
    void a_moment_that_a_clock_running_backwards_hid_is_missed_only_where_it_counts() {
        var backwards = chain(
                change(Operation.CREATE, 10, "A", 100),
                change(Operation.UPDATE, 20, "B", 200),
                change(Operation.UPDATE, 30, "C", 120));

        assertThat(Placement.of(backwards, List.of(change(Operation.UPDATE, 15, "B", 110)), ""))
                .isEmpty();
        assertThat(Placement.of(backwards, List.of(change(Operation.UPDATE, 15, "L", 110)), ""))
                .isPresent();
    }

    @Test
    void before_a_truncation_a_change_has_no_place_among_versions_that_bear_no_trace_of_it() {
        var truncation = OrderKey.of(0, Operation.TRUNCATE, 47).toString();

        assertThat(Placement.of(stored, List.of(change(Operation.CREATE, 45, "L", 450)), truncation))
                .isEmpty();
        assertThat(Placement.of(stored, List.of(change(Operation.CREATE, 48, "L", 480)), truncation))
                .isPresent();
    }

    private Optional<List<String>> placed(KeyChange... changes) {
        return Placement.of(stored, List.of(changes), "").map(placement -> placement.chain().versions().stream()
                .map(version -> version.rowHash() + " " + version.startMicros() + "-"
                        + (version.current() ? "" : version.endMicros())
                        + (version.deleted() ? " deleted" : ""))
                .toList());
    }

    private static List<Version> chain(KeyChange... changes) {
        var chain = new VersionChain();
        Arrays.stream(changes).forEach(chain::apply);
        return chain.versions();
    }

    private static KeyChange change(Operation operation, long lsn, String value, long micros) {
        var order = OrderKey.of(0, operation, lsn).toString();
        return new KeyChange(operation, order, operation.code() + lsn, micros, value, new Row(Map.of("value", value)));
    }
}
