package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.query.live.TailBound;
import io.lakehouse.platform.stream.RawTail.Range;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When views are as good as new ones. */
class MadeViewsTest {
    private static final Instant MADE = Instant.parse("2026-01-31T09:00:00Z");

    @Test
    void views_that_read_little_that_is_published_stay_and_those_that_read_much_do_not() {
        var views = made(new TailBound(0, 17, 18, Instant.MAX), new TailBound(1, 0, 0, Instant.MAX));

        assertThat(views.isNearEnough(List.of(new Range(0, 3, 1018), new Range(1, 0, 1000)), MADE))
                .isTrue();
        assertThat(views.isNearEnough(List.of(new Range(0, 3, 1018), new Range(1, 0, 1001)), MADE))
                .isFalse();
    }

    @Test
    void views_whose_last_published_message_is_deleted_are_made_again_before_they_fail_for_nothing() {
        var views = made(new TailBound(0, 17, 18, Instant.MAX));

        assertThat(views.isNearEnough(List.of(new Range(0, 16, 20)), MADE)).isTrue();
        assertThat(views.isNearEnough(List.of(new Range(0, 17, 20)), MADE)).isFalse();
    }

    @Test
    void views_are_made_again_when_half_of_the_time_has_passed_in_which_retention_deletes_nothing() {
        var views = made(new TailBound(0, 17, 18, MADE.plus(Duration.ofDays(7))));
        var topic = List.of(new Range(0, 0, 18));

        assertThat(views.isNearEnough(topic, MADE.plus(Duration.ofDays(3)))).isTrue();
        assertThat(views.isNearEnough(topic, MADE.plus(Duration.ofDays(4)))).isFalse();
    }

    @Test
    void a_topic_with_other_partitions_or_an_earlier_end_is_another_one() {
        var views = made(new TailBound(0, 17, 18, Instant.MAX));

        assertThat(views.isNearEnough(List.of(new Range(0, 0, 18), new Range(1, 0, 0)), MADE))
                .isFalse();
        assertThat(views.isNearEnough(List.of(), MADE)).isFalse();
        assertThat(views.isNearEnough(List.of(new Range(0, 0, 17)), MADE)).isFalse();
    }

    @Test
    void a_file_keeps_it_and_one_that_says_something_else_counts_for_nothing(@TempDir Path folder) throws Exception {
        var file = folder.resolve("views.json");
        var views = new MadeViews(
                3,
                Map.of("orders_scd2", Map.of("id", "bigint")),
                Map.of("orders", made(new TailBound(0, 17, 18, Instant.MAX))),
                Map.of("revenue", "SELECT 1"));

        views.write(file);

        assertThat(MadeViews.read(file)).isEqualTo(views);
        Files.writeString(file, "{\"epoch\": \"x\"}");
        assertThat(MadeViews.read(file)).isEqualTo(MadeViews.NONE);
        assertThat(MadeViews.read(folder.resolve("none"))).isEqualTo(MadeViews.NONE);
    }

    private static MadeViews.OfTable made(TailBound... bounds) {
        return MadeViews.OfTable.of("SELECT 1", MADE, List.of(bounds));
    }
}
