package io.lakehouse.platform.source.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class UnderWayTest {
    private final UnderWay underWay = new UnderWay();
    private final Transaction cutOff = transaction();

    @Test
    void whoComesBackWaitsForThoseThatWereUnderWayAndForNoLaterOne() throws InterruptedException {
        underWay.begin(cutOff);
        var isOver = new CountDownLatch(1);
        var back = new Thread(() -> {
            try {
                underWay.awaitOthers();
                isOver.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        back.start();
        Awaitility.await().until(() -> back.getState() == Thread.State.WAITING);
        underWay.begin(transaction());
        assertThat(isOver.getCount()).isEqualTo(1);

        underWay.end(cutOff);

        assertThat(isOver.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whereNothingIsUnderWayNobodyWaits() throws InterruptedException {
        underWay.begin(cutOff);
        underWay.end(cutOff);
        underWay.end(cutOff);

        underWay.awaitOthers();
    }

    /** Alike, and not the same. */
    private static Transaction transaction() {
        return new Transaction(List.of(), false, Set.of(), Set.of());
    }
}
