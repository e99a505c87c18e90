package io.lakehouse.platform.query.live;

import static io.lakehouse.platform.query.live.LiveTable.change;
import static io.lakehouse.platform.query.live.LiveTable.image;
import static io.lakehouse.platform.query.live.LiveTable.truncation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.platform.query.live.LiveTable.Change;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The SCD2 rules in the views, on real engines that the subclass names. */
abstract class HybridRules {
    private LiveTable table;

    abstract LiveTable open() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        table = open();
    }

    @AfterEach
    void end() throws Exception {
        table.close();
    }

    @Test
    void before_the_first_run_the_tail_alone_has_every_version() throws Exception {
        table.produce(
                change("r", 1, 7, "a", "1.00"),
                change("u", 2, 7, "b", "1.00"),
                change("u", 3, 7, "b", "1.00"),
                change("u", 4, 7, "a", "1.00"),
                change("d", 5, 7, "a", "1.00"),
                change("c", 6, 7, "a", "1.00"),
                change("c", 7, 8, "x", "2.50"));
        table.view(0);

        assertThat(table.versions())
                .containsExactly(
                        "7 a 1.00 1 2 replaced tail",
                        "7 b 1.00 2 4 replaced tail",
                        "7 a 1.00 4 5 deleted tail",
                        "7 a 1.00 6 - current tail",
                        "8 x 2.50 7 - current tail");
        assertThat(table.now()).containsExactly("7 a 1.00 6 - current tail", "8 x 2.50 7 - current tail");
    }

    @Test
    void the_tail_goes_on_where_the_lake_ends() throws Exception {
        var published = table.produce(
                change("c", 1, 1, "a", "1.00"),
                change("c", 2, 2, "b", "2.00"),
                change("c", 3, 3, "c", "3.00"),
                change("c", 4, 4, "d", "4.00"),
                change("d", 5, 4, "d", "4.00"));
        table.view(0);
        table.publish();
        table.produce(
                change("u", 6, 1, "a", "1.50"),
                change("u", 7, 2, "b", "2.00"),
                change("d", 8, 3, "c", "3.00"),
                change("c", 9, 4, "d", "4.00"),
                change("d", 10, 5, "never seen", "5.00"));
        table.view(published);

        assertThat(table.versions())
                .containsExactly(
                        "1 a 1.00 1 6 replaced lake",
                        "1 a 1.50 6 - current tail",
                        "2 b 2.00 2 - current lake",
                        "3 c 3.00 3 8 deleted lake",
                        "4 d 4.00 4 5 deleted lake",
                        "4 d 4.00 9 - current tail",
                        "5 never seen 5.00 10 10 deleted tail");
        assertThat(table.now())
                .containsExactly("1 a 1.50 6 - current tail", "2 b 2.00 2 - current lake", "4 d 4.00 9 - current tail");
    }

    @Test
    void a_view_that_is_older_than_the_lake_counts_nothing_twice() throws Exception {
        var old = table.produce(change("c", 1, 1, "a", "1.00"), change("c", 2, 2, "b", "2.00"));
        table.view(0);
        table.publish();
        table.produce(
                change("u", 3, 1, "b", "1.00"),
                change("u", 4, 1, "b", "1.00"),
                change("d", 5, 2, "b", "2.00"),
                change("c", 6, 3, "c", "3.00"),
                change("d", 7, 3, "c", "3.00"));
        table.view(0);
        table.publish();
        table.produce(change("u", 8, 1, "a", "1.00"), change("c", 9, 3, "again", "3.00"));
        var expected = new String[] {
            "1 a 1.00 1 3 replaced lake",
            "1 b 1.00 3 8 replaced lake",
            "1 a 1.00 8 - current tail",
            "2 b 2.00 2 5 deleted lake",
            "3 c 3.00 6 7 deleted lake",
            "3 again 3.00 9 - current tail"
        };

        table.view(0);
        assertThat(table.versions()).containsExactly(expected);
        table.view(old);
        assertThat(table.versions()).containsExactly(expected);
    }

    @Test
    void a_change_that_is_delivered_twice_and_what_is_none_count_for_nothing() throws Exception {
        table.produce(change("c", 1, 1, "a", "1.00"), change("u", 2, 1, "b", "1.00"));
        table.produce(change("c", 1, 1, "a", "1.00"), change("u", 2, 1, "b", "1.00"));
        table.produce("1:1", null, "lakehouse.epoch", "1");
        table.produce("1:1", "no JSON", "lakehouse.epoch", "1");
        table.produce("1:1", change("d", 3, 1, "b", "1.00").json(), "lakehouse.lanes", "realtime");
        table.view(0);

        assertThat(table.versions()).containsExactly("1 a 1.00 1 2 replaced tail", "1 b 1.00 2 - current tail");
    }

    @Test
    void a_truncation_closes_what_came_before_it_on_both_sides() throws Exception {
        var published = table.produce(change("c", 1, 1, "a", "1.00"), change("c", 2, 2, "b", "2.00"));
        table.view(0);
        table.publish();
        table.produce(
                change("u", 3, 2, "c", "2.00"),
                change("c", 4, 3, "x", "3.00"),
                truncation(5),
                change("c", 6, 3, "x", "3.00"),
                change("c", 7, 4, "y", "4.00"));
        table.view(published);

        assertThat(table.versions())
                .containsExactly(
                        "1 a 1.00 1 5 deleted lake",
                        "2 b 2.00 2 3 replaced lake",
                        "2 c 2.00 3 5 deleted tail",
                        "3 x 3.00 4 5 deleted tail",
                        "3 x 3.00 6 - current tail",
                        "4 y 4.00 7 - current tail");
    }

    @Test
    void a_truncation_ends_a_published_version_whose_key_is_inserted_again() throws Exception {
        var published = table.produce(
                change("c", 1, 1, "a", "1.00"), change("c", 2, 2, "b", "2.00"), change("c", 3, 3, "c", "3.00"));
        table.view(0);
        table.publish();
        table.produce(
                truncation(5),
                change("c", 7, 1, "other", "1.00"),
                change("c", 8, 2, "b", "2.00"),
                change("u", 9, 2, "b", "2.50"));
        table.view(published);

        assertThat(table.versions())
                .containsExactly(
                        "1 a 1.00 1 5 deleted lake",
                        "1 other 1.00 7 - current tail",
                        "2 b 2.00 2 5 deleted lake",
                        "2 b 2.00 8 9 replaced tail",
                        "2 b 2.50 9 - current tail",
                        "3 c 3.00 3 5 deleted lake");
        assertThat(table.now()).containsExactly("1 other 1.00 7 - current tail", "2 b 2.50 9 - current tail");
    }

    @Test
    void a_clock_that_runs_backwards_makes_no_version_start_before_its_predecessor() throws Exception {
        var published = table.produce(change("c", 1, 1, "a", "1.00").at(50));
        table.view(0);
        table.publish();
        table.produce(
                change("u", 2, 1, "b", "1.00").at(40),
                change("u", 3, 1, "c", "1.00").at(60),
                change("d", 4, 1, "c", "1.00").at(55),
                change("c", 5, 1, "d", "1.00").at(30));
        table.view(published);

        assertThat(table.versions())
                .containsExactly(
                        "1 a 1.00 50 50 replaced lake",
                        "1 b 1.00 50 60 replaced tail",
                        "1 c 1.00 60 60 deleted tail",
                        "1 d 1.00 60 - current tail");
    }

    @Test
    void values_are_those_of_the_lake_and_what_it_writes_otherwise_stands_among_the_special_values() throws Exception {
        table.produce(
                Change.of("c", 1, 1, image(1, "", "NAN", "s", "{1,2}")),
                Change.of("u", 2, 1, image(1, null, "0.10", "other", "{1,2}")),
                Change.of("u", 3, 1, image(1, null, "0.1", "third", "{1,2}")));
        table.view(0);

        assertThat(
                        table.ask(
                                "SELECT name, price, seen, tags, special_values, at FROM $.prices_versions ORDER BY version_order_key"))
                .containsExactly(
                        " - s - {\"price\":\"NaN\",\"tags\":\"{1,2}\"} 2026-01-31 09:00:00.123456 UTC",
                        "- 0.10 other - {\"tags\":\"{1,2}\"} 2026-01-31 09:00:00.123456 UTC");
    }

    @Test
    void what_kafka_has_deleted_and_the_lake_does_not_hold_fails_the_query() throws Exception {
        var published = table.produce(change("c", 1, 1, "a", "1.00"));
        table.view(0);
        table.publish();
        var end = table.produce(change("u", 2, 1, "b", "1.00"), change("u", 3, 1, "c", "1.00"));
        table.view(published);
        table.deleteBefore(published);
        assertThat(table.versions()).hasSize(3);

        table.deleteBefore(published + 1);

        assertThatThrownBy(table::versions)
                .hasMessageContaining("Kafka has deleted changes of public.prices")
                .hasMessageContaining("lakehouse batch run");
        assertThatThrownBy(() -> table.ask("SELECT count(*) FROM $.prices_now WHERE id = 2"))
                .hasMessageContaining("Kafka has deleted changes");
        table.deleteBefore(end);
        table.view(published, published, Instant.now().minusSeconds(1));
        assertThatThrownBy(table::versions).hasMessageContaining("Kafka has deleted changes");
    }

    @Test
    void a_topic_that_is_empty_since_everything_is_published_fails_nothing() throws Exception {
        var published = table.produce(change("c", 1, 1, "a", "1.00"));
        table.view(0);
        table.publish();
        table.deleteBefore(published);

        table.view(published, published, Instant.now().plusSeconds(3600));

        assertThat(table.versions()).containsExactly("1 a 1.00 1 - current lake");
    }
}
