package io.lakehouse.lake.bronze;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.lake.bronze.BronzeInput.Totals;
import io.lakehouse.lake.bronze.Tally.Part;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void changes_one_by_one_come_to_the_same_as_in_parts() {
        var one = part(0, 0, 1, 1, "a", null, 5);
        var two = part(0, 0, 1, 1, "c", "c", 6);
        var three = part(0, 0, 2, 1, "b", null, 9);

        var together = part(0, 0, 1, 2, "c", "c", 6);
        assertThat(Tally.totals(List.of(one, two, three)))
                .isEqualTo(Tally.totals(List.of(three, together)))
                .isEqualTo(Map.of(0, new Totals(3, "c", 6, 60, "c", Map.of(1, 7L, 2, 10L))));
    }

    @Test
    void only_offsets_of_the_highest_epoch_count() {
        var earlier = part(0, 1, 0, 1, "b", null, 900);
        var later = part(0, 2, 0, 1, "a", null, 3);

        assertThat(Tally.totals(List.of(earlier, later)).get(0).rawNext()).isEqualTo(Map.of(0, 4L));
    }

    @Test
    void tables_are_counted_apart() {
        assertThat(Tally.totals(List.of(part(0, 0, 0, 2, "a", null, 1), part(1, 0, 0, 3, "b", null, 1))))
                .extractingFromEntries(entry -> entry.getValue().rows())
                .containsExactly(2L, 3L);
    }

    private static Part part(
            int table,
            long epoch,
            int partition,
            long rows,
            String orderKey,
            @Nullable String truncation,
            long offset) {
        return new Part(table, epoch, partition, rows, orderKey, offset, offset * 10, truncation, offset);
    }
}
