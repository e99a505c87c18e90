package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.engine.Answer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BronzeSnapshotsTest {
    /** Appended, compacted, committed without a change, forgotten: newest first. */
    private final BronzeSnapshots worn = snapshots("5 4 false", "4 3 false", "3 2 false", "2 1 true", "1 null true");

    @Test
    void compaction_forgetting_and_commits_without_a_change_are_no_news() {
        assertThat(worn.bringMoreThan("2")).isFalse();
        assertThat(worn.bringMoreThan("4")).isFalse();
        assertThat(worn.bringMoreThan("5")).isFalse();
    }

    @Test
    void what_was_appended_behind_what_a_run_read_is_news_also_beneath_a_compaction() {
        assertThat(worn.bringMoreThan("1")).isTrue();
        assertThat(snapshots("6 5 true", "5 4 false", "4 null true").bringMoreThan("5"))
                .isTrue();
    }

    @Test
    void before_the_first_run_everything_is_news_and_an_empty_table_nothing() {
        assertThat(worn.bringMoreThan("")).isTrue();
        assertThat(snapshots().bringMoreThan("")).isFalse();
    }

    @Test
    void a_position_that_is_not_in_the_history_is_left_to_the_run() {
        assertThat(snapshots("9 8 false", "8 null false").bringMoreThan("2")).isTrue();
    }

    private static BronzeSnapshots snapshots(String... rows) {
        return BronzeSnapshots.of(Answer.rows(
                List.of("snapshot_id", "parent_id", "brings"),
                Arrays.stream(rows)
                        .map(row -> Arrays.stream(row.split(" "))
                                .map(cell -> cell.equals("null") ? null : cell)
                                .toList())
                        .toList()));
    }
}
