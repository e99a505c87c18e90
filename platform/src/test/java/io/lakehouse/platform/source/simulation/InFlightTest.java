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

    @Test
    void whatIsOnItsWayAfterATransactionOfItsRowsThatLeftNothingIsUnfounded() throws InterruptedException {
        var missed = writing(ORDER, LINE);
        var behind = writing(LINE);
        var reference = reading(ORDER);
        var elsewhere = writing(OTHER);
        for (var transaction : List.of(missed, behind, reference, elsewhere)) {
            inFlight.begin(transaction);
        }

        inFlight.undone(missed);

        assertThat(List.of(missed, behind, reference, elsewhere).stream().filter(inFlight::isUnfounded))
                .containsExactly(behind, reference);
    }

    @Test
    void whatWasPlannedBeforeAMissIsHeardOfIsUnfoundedAndWhatComesAfterIsNot() throws InterruptedException {
        var missed = writing(ORDER);
        var lane = inFlight.begin(missed);
        inFlight.undone(missed);
        inFlight.end(missed, lane);
        var planned = writing(ORDER, LINE);
        var plannedIn = inFlight.begin(planned);

        assertThat(inFlight.isUnfounded(planned)).isTrue();
        assertThat(inFlight.heard()).containsExactly(missed);
        assertThat(inFlight.heard()).isEmpty();

        inFlight.end(planned, plannedIn);
        assertThat(inFlight.isUnfounded(planned)).isFalse();
        var after = writing(ORDER);
        inFlight.begin(after);
        assertThat(inFlight.isUnfounded(after)).isFalse();
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
