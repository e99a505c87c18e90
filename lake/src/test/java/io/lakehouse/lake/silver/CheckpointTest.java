package io.lakehouse.lake.silver;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.change.OrderKey;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.BatchReport;
import io.lakehouse.contract.job.BatchSpec;
import io.lakehouse.contract.job.LakeAddress;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.lake.bronze.BronzeInput;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The position of a checkpoint in the raw topic. */
class CheckpointTest {
    private static final TableShape ORDERS = new TableShape(
            "public", "orders", List.of(new Column("id", ColumnType.of(TypeName.BIGINT), false)), List.of("id"));
    private static final BatchSpec SPEC = new BatchSpec(
            "shop",
            "run-1",
            new LakeAddress("", "main", "", "", "", ""),
            "bronze",
            "shop",
            "shop",
            "checkpoints",
            "",
            List.of(),
            List.of(new TableRoute(ORDERS, "shop.public.orders", "", "", "orders_scd2")));

    @Test
    void a_table_that_no_run_has_read_has_no_position() {
        assertThat(after(Optional.empty(), Optional.empty()).rawNext()).isEmpty();
    }

    @Test
    void a_partition_without_new_changes_keeps_its_position() {
        var before = after(Optional.empty(), read(1, 10, Map.of(0, 11L, 1, 7L)));

        var next = after(Optional.of(before), read(1, 20, Map.of(1, 9L)));

        assertThat(next.rawNext()).containsOnly(Map.entry(0, 11L), Map.entry(1, 9L));
    }

    @Test
    void a_run_that_read_nothing_keeps_every_position() {
        var before = after(Optional.empty(), read(1, 10, Map.of(0, 11L)));

        assertThat(after(Optional.of(before), Optional.empty()).rawNext()).containsOnly(Map.entry(0, 11L));
    }

    @Test
    void a_message_that_stands_below_the_position_moves_it_not_back() {
        var before = after(Optional.empty(), read(1, 10, Map.of(0, 11L)));

        assertThat(after(Optional.of(before), read(1, 20, Map.of(0, 5L))).rawNext())
                .containsOnly(Map.entry(0, 11L));
    }

    @Test
    void with_a_new_epoch_the_topics_may_be_new_and_only_its_own_positions_count() {
        var before = after(Optional.empty(), read(1, 10, Map.of(0, 11L, 1, 7L)));

        var next = after(Optional.of(before), read(2, 3, Map.of(0, 1L)));

        assertThat(next.rawNext()).containsOnly(Map.entry(0, 1L));
    }

    @Test
    void a_late_change_of_an_epoch_that_is_over_says_nothing_about_the_position() {
        var before = after(Optional.empty(), read(2, 10, Map.of(0, 11L)));

        assertThat(after(Optional.of(before), read(1, 99, Map.of(0, 500L))).rawNext())
                .containsOnly(Map.entry(0, 11L));
    }

    private static Checkpoint after(Optional<Checkpoint> before, Optional<BronzeInput.Totals> totals) {
        return Checkpoint.of(SPEC, before, totals, new BatchReport.TableReport("public.orders", 0, 0, 0, 0), 1, 1);
    }

    private static Optional<BronzeInput.Totals> read(long epoch, long lsn, Map<Integer, Long> next) {
        return Optional.of(
                new BronzeInput.Totals(1, OrderKey.streamed(epoch, lsn).toString(), 1, lsn, "", next));
    }
}
