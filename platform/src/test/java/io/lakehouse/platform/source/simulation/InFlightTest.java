package io.lakehouse.platform.source.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InFlightTest {
    private static final RowId ORDER = row("orders");
    private static final RowId LINE = row("lines");
    private static final RowId OTHER = row("others");

    private final InFlight inFlight = new InFlight(4, () -> false);

    @Test
    void transactionsOfOneRowGoToOneConnection() throws InterruptedException {
        var lane = inFlight.begin(writing(ORDER));

        assertThat(inFlight.begin(writing(LINE, ORDER))).isEqualTo(lane);
        assertThat(inFlight.begin(reading(ORDER))).isEqualTo(lane);
    }

    @Test
    void aRowWhoseTransactionEndedBetweenReadingAndAskingIsOld() throws InterruptedException {
        var deleting = writing(LINE);
        var lane = inFlight.begin(deleting);
        inFlight.watch();

        inFlight.end(deleting, lane);

        assertThat(inFlight.settle(List.of(ORDER, LINE))).isTrue();
    }

    @Test
    void aRowThatNothingTouchedSinceItIsWatchedIsNew() throws InterruptedException {
        var before = writing(LINE);
        inFlight.end(before, inFlight.begin(before));
        inFlight.watch();
        var meanwhile = writing(OTHER);
        inFlight.end(meanwhile, inFlight.begin(meanwhile));

        assertThat(inFlight.settle(List.of(ORDER, LINE))).isFalse();
    }

    @Test
    void aRowThatIsOnItsWayIsWaitedFor() throws InterruptedException {
        var deleting = writing(LINE);
        var lane = inFlight.begin(deleting);
        inFlight.watch();
        var ending = new Thread(() -> inFlight.end(deleting, lane));

        ending.start();

        assertThat(inFlight.settle(List.of(LINE))).isTrue();
        ending.join();
    }

    private static Transaction writing(RowId... rows) {
        return new Transaction(List.of(), false, Set.of(rows), Set.of());
    }

    private static Transaction reading(RowId row) {
        return new Transaction(List.of(), false, Set.of(), Set.of(row));
    }

    private static RowId row(String table) {
        return new RowId(new TableName("public", table), List.of("1"));
    }
}
