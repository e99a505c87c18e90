package io.lakehouse.platform.realtime;

import static io.lakehouse.platform.realtime.Shapes.SALES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which rows the real-time tables keep, whatever order they come in and whatever dies. Each test has tables of its own. */
abstract class PinotRowsContract extends OnRealtimeLane {
    PinotRowsContract(RealtimeLane lane, Path folder) {
        super(lane, folder);
    }

    @Test
    void theLatestRowByOrderKeyWinsHoweverChangesArrive() throws Exception {
        lane.current(SALES, "upserts");
        var newer = new Sales(1, "u", 20, "new", "2.00", 2);
        produceCurrent("upserts", newer);
        produceCurrent("upserts", new Sales(1, "c", 10, "old", "1.00", 1));
        produceCurrent("upserts", newer);
        lane.awaitConsumed("upserts");
        lane.commitSegments("upserts");
        produceCurrent("upserts", new Sales(1, "u", 15, "late", "9.00", 9));
        lane.awaitConsumed("upserts");

        var rows = lane.rows("SELECT id, category, price, quantity FROM upserts");

        assertThat(rows).containsExactly(row("1", "new", "2.00", "2"));
    }

    @Test
    void aDeletedRowStaysMarkedUntilItIsInsertedAgain() {
        lane.current(SALES, "deletions");
        produceCurrent("deletions", new Sales(1, "c", 1, "a", "1.00", 1));
        produceCurrent("deletions", new Sales(2, "c", 2, "b", "1.00", 1));
        produceCurrent("deletions", new Sales(1, "d", 3, "a", "1.00", 1));
        produceCurrent("deletions", new Sales(2, "d", 4, "b", "1.00", 1));
        produceCurrent("deletions", new Sales(2, "c", 5, "b again", "1.00", 1));
        lane.awaitConsumed("deletions");

        var rows = lane.rows("SELECT id, is_deleted, op FROM deletions ORDER BY id");

        assertThat(rows).containsExactly(row("1", "true", "d"), row("2", "false", "c"));
    }

    @Test
    void aReplayedEventStandsInTheHistoryOnce() throws Exception {
        lane.history(SALES, "replays");
        var first = new Sales(1, "c", 1, "a", "1.00", 1);
        var second = new Sales(1, "u", 2, "b", "1.00", 1);
        lane.produce("replays", first.key(), first.history(null));
        lane.produce("replays", second.key(), second.history(first));
        lane.produce("replays", first.key(), first.history(null));
        lane.awaitConsumed("replays");
        lane.commitSegments("replays");
        lane.produce("replays", second.key(), second.history(first));
        lane.awaitConsumed("replays");

        var rows = lane.rows("SELECT event_id, after_category FROM replays ORDER BY order_key");

        assertThat(rows).containsExactly(row(first.eventId(), "a"), row(second.eventId(), "b"));
    }

    /** Pinot 0.11's limit, which realtime/README.md tells; a newer Pinot may do better. */
    @Test
    void whatIsConsumedIsToldToTheMessage() {
        lane.current(SALES, "positions");
        for (var i = 1; i <= 50; i++) {
            produceCurrent("positions", new Sales(i, "c", i, "a", "1.00", 1));
        }
        lane.produceText("positions", new Sales(1, "c", 1, "a", "1.00", 1).key(), null);
        var ends = lane.endOffsets("positions");
        var beyond = new HashMap<>(ends);
        beyond.replaceAll((partition, end) -> end + 1);

        lane.awaitConsumed("positions");

        assertThat(lane.consumption.offsets("positions")).isEqualTo(ends);
        assertThat(lane.consumption.hasConsumed("positions", beyond)).isFalse();
        assertThat(lane.consumption.hasConsumed("positions", Map.of(0, 0L, 7, 0L)))
                .as("an empty partition has nothing to consume")
                .isTrue();
        assertThat(lane.rows("SELECT COUNT(*) FROM positions")).containsExactly(row("50"));
    }

    @Test
    void everyRowThatCountsAsConsumedIsSeenByTheNextQuery() {
        lane.current(SALES, "visibility");
        for (var i = 1; i <= 30; i++) {
            produceCurrent("visibility", new Sales(i, "c", i, "a", "1.00", 1));
            lane.awaitConsumed("visibility");

            var rows = lane.rows("SELECT COUNT(*) FROM visibility");

            assertThat(rows).containsExactly(row(Integer.toString(i)));
        }
    }

    @Test
    void whatCannotBeIndexedIsCountedAndNamed() {
        lane.current(SALES, "unindexed");
        lane.current(SALES, "indexed_wholly");
        var health = new PinotHealth(lane.pinot.controller());
        var sale = new Sales(1, "c", 1, "a", "1.00", 1);
        var unreadable = new HashMap<String, @Nullable Object>(sale.current());
        unreadable.put("quantity", "many");
        lane.produceText("unindexed", sale.key(), "{");
        lane.produceText("unindexed", sale.key(), null);
        lane.produce("unindexed", sale.key(), unreadable);
        produceCurrent("unindexed", sale);
        produceCurrent("indexed_wholly", sale);
        lane.awaitConsumed("unindexed");
        lane.awaitConsumed("indexed_wholly");

        var unindexed = health.unindexed();

        assertThat(unindexed).doesNotContainKey("indexed_wholly");
        assertThat(unindexed.get("unindexed").messages()).isEqualTo(1);
        assertThat(unindexed.get("unindexed").errors())
                .containsExactly("Caught exception while transforming the record");
        assertThat(lane.rows("SELECT COUNT(*) FROM unindexed")).containsExactly(row("1"));
    }

    @Test
    void whatKeepsPinotFromReadingATopicIsNamed() throws Exception {
        lane.current(SALES, "hindered");
        var health = new PinotHealth(lane.pinot.controller());
        produceCurrent("hindered", new Sales(1, "c", 1, "a", "1.00", 1));
        lane.awaitConsumed("hindered");
        lane.commitSegments("hindered");
        assertThat(health.hindrances("hindered", Set.of(0, 1))).isEmpty();
        assertThat(health.hindrances("hindered", Set.of(1, 2)))
                .containsExactly("Pinot table hindered does not read partition 2 of its topic");

        var lost = lane.loseSegment("hindered");

        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(health.hindrances("hindered", Set.of(0, 1)))
                        .singleElement(STRING)
                        .startsWith("segment " + lost + " of Pinot is broken")
                        .contains("POST /segments/hindered_REALTIME/" + lost + "/reset"));
    }

    @Test
    void everyPortIsBoundToLoopback() {
        assertThat(ListeningSockets.of(lane.pinotProcess.pid()))
                .hasSameSizeAs(lane.pinot.ports().values())
                .allMatch(socket -> socket.address().isLoopbackAddress())
                .extracting(ListeningSockets.Socket::port)
                .containsExactlyInAnyOrderElementsOf(lane.pinot.ports().values());
    }

    /**
     * The one restart of Pinot that these tests afford: what was there stays, what comes late changes nothing, and a
     * table with a broken segment keeps no other down.
     */
    @Test
    void whatWasConsumedIsThereAfterAKillAndAfterAStop() throws Exception {
        lane.current(SALES, "survivors");
        lane.history(SALES, "survivors_history");
        lane.current(SALES, "broken");
        produceCurrent("broken", new Sales(1, "c", 1, "a", "1.00", 1));
        lane.awaitConsumed("broken");
        lane.commitSegments("broken");
        lane.loseSegment("broken");
        var order = new OrderedChanges(lane);
        order.produceBeforeTheKill();
        for (var i = 1; i <= 200; i++) {
            var sale = new Sales(i, "c", i, "a", "1.00", 1);
            produceCurrent("survivors", sale);
            lane.produce("survivors_history", sale.key(), sale.history(null));
            if (i == 100) {
                lane.awaitConsumed("survivors");
                lane.awaitConsumed("survivors_history");
                lane.commitSegments("survivors");
                lane.commitSegments("survivors_history");
            }
        }
        lane.awaitConsumed("survivors");
        lane.awaitConsumed("survivors_history");

        lane.pinotProcess.killHard();

        lane.pinotProcess.startAgain();
        assertAllSurvived();
        order.produceLateOnes();
        order.assertTheNewestStands();
        lane.pinotProcess.stop(Duration.ofSeconds(15));
        lane.pinotProcess.startAgain();
        assertAllSurvived();
        order.assertTheNewestStands();
    }

    private void assertAllSurvived() {
        lane.awaitConsumed("survivors");
        lane.awaitConsumed("survivors_history");
        assertThat(lane.rows("SELECT COUNT(*), SUM(quantity) FROM survivors")).containsExactly(row("200", "200.0"));
        assertThat(lane.rows("SELECT COUNT(*), MIN(record_id), MAX(record_id) FROM survivors_history"))
                .containsExactly(row("200", "1.0", "200.0"));
    }
}
