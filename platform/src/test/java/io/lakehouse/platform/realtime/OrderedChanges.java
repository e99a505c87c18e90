package io.lakehouse.platform.realtime;

import static io.lakehouse.platform.realtime.Shapes.SALES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

/**
 * Keys whose changes lie in committed segments, in open ones, and come again, older and twice, after Pinot was killed:
 * 1 is updated, 2 deleted, 3 deleted and inserted again, 4 deleted only after the commit.
 */
final class OrderedChanges {
    private static final Sales UPDATED = new Sales(1, "u", 30, "newest", "3.00", 3);
    private static final Sales DELETED = new Sales(2, "d", 30, "gone", "3.00", 3);
    private static final Sales INSERTED_AGAIN = new Sales(3, "c", 40, "again", "4.00", 4);
    private static final Sales DELETED_LATER = new Sales(4, "d", 40, "gone", "4.00", 4);

    private final RealtimeLane lane;

    OrderedChanges(RealtimeLane lane) {
        this.lane = lane;
    }

    void produceBeforeTheKill() throws IOException {
        lane.current(SALES, "ordered");
        lane.history(SALES, "ordered_history");
        for (var id = 1; id <= 4; id++) {
            produce(new Sales(id, "c", 20, "first", "2.00", 2));
        }
        produce(UPDATED);
        produce(DELETED);
        produce(new Sales(3, "d", 30, "first", "2.00", 2));
        awaitConsumed();
        lane.commitSegments("ordered");
        lane.commitSegments("ordered_history");
        produce(INSERTED_AGAIN);
        produce(DELETED_LATER);
        awaitConsumed();
    }

    /** A replay: what was delivered comes again, and what was under way for long comes at last. */
    void produceLateOnes() {
        for (var id = 1; id <= 4; id++) {
            produce(new Sales(id, "c", 20, "first", "2.00", 2));
            produce(new Sales(id, "u", 25, "late", "9.00", 9));
        }
        produce(UPDATED);
        produce(new Sales(3, "d", 30, "first", "2.00", 2));
        awaitConsumed();
    }

    void assertTheNewestStands() {
        awaitConsumed();
        assertThat(lane.rows("SELECT id, is_deleted, op, category, price FROM ordered ORDER BY id"))
                .containsExactly(
                        List.of("1", "false", "u", "newest", "3.00"),
                        List.of("2", "true", "d", "gone", "3.00"),
                        List.of("3", "false", "c", "again", "4.00"),
                        List.of("4", "true", "d", "gone", "4.00"));
        assertThat(lane.rows("SELECT record_id, op, COUNT(*) FROM ordered_history GROUP BY record_id, op"
                        + " ORDER BY record_id, op LIMIT 100"))
                .containsExactly(
                        List.of("1", "c", "1"),
                        List.of("1", "u", "2"),
                        List.of("2", "c", "1"),
                        List.of("2", "d", "1"),
                        List.of("2", "u", "1"),
                        List.of("3", "c", "2"),
                        List.of("3", "d", "1"),
                        List.of("3", "u", "1"),
                        List.of("4", "c", "1"),
                        List.of("4", "d", "1"),
                        List.of("4", "u", "1"));
    }

    private void produce(Sales sale) {
        lane.produce("ordered", sale.key(), sale.current());
        lane.produce("ordered_history", sale.key(), sale.history(null));
    }

    private void awaitConsumed() {
        lane.awaitConsumed("ordered");
        lane.awaitConsumed("ordered_history");
    }
}
