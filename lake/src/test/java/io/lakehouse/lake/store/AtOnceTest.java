package io.lakehouse.lake.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AtOnceTest {
    @Test
    void resultsComeInTheOrderOfTheirPieces() {
        assertThat(AtOnce.of(100, i -> i * i)).hasSize(100).isSorted().startsWith(0, 1, 4);
        assertThat(AtOnce.of(0, i -> i)).isEmpty();
    }

    @Test
    void piecesAreUnderWayTogether() {
        var meeting = new CyclicBarrier(2);

        assertThat(AtOnce.of(2, i -> meets(meeting))).containsExactly(true, true);
    }

    @Test
    void onePieceNeedsNoOtherThread() {
        assertThat(AtOnce.of(1, i -> Thread.currentThread())).isEqualTo(List.of(Thread.currentThread()));
    }

    @Test
    void aFailureIsThrownAsItIsWhenTheOtherPiecesHaveEnded() {
        var failure = new IllegalStateException("the third");
        var ended = new AtomicInteger();

        assertThatThrownBy(() -> AtOnce.of(10, i -> {
                    if (i == 2) {
                        throw failure;
                    }
                    return ended.incrementAndGet();
                }))
                .isSameAs(failure);
        assertThat(ended).hasValue(9);
    }

    private static boolean meets(CyclicBarrier meeting) {
        try {
            meeting.await(1, TimeUnit.MINUTES);
            return true;
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            return false;
        }
    }
}
