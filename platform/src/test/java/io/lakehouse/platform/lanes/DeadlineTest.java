package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    @Test
    void itAsksUntilTheConditionHolds() {
        var asked = new AtomicInteger();

        new Deadline(Duration.ofMinutes(1)).await("the third answer", () -> asked.incrementAndGet() == 3);

        assertThat(asked).hasValue(3);
    }

    @Test
    void anErrorMeansNotYet() {
        var asked = new AtomicInteger();

        new Deadline(Duration.ofMinutes(1)).await("an answer", () -> {
            if (asked.incrementAndGet() < 3) {
                throw new IOException("connection refused");
            }
            return true;
        });

        assertThat(asked).hasValue(3);
    }

    @Test
    void whatNeverHoldsIsNamedWithTheLastReasonAndTheWayOut() {
        var deadline = new Deadline(Duration.ofMillis(1));

        assertThatThrownBy(() -> deadline.await("the job runs", () -> {
                    throw new IOException("connection refused");
                }))
                .isInstanceOf(Failure.class)
                .hasMessage("waited 0 s in vain until the job runs (connection refused);"
                        + " see status, or give more time with --timeout");
    }

    @Test
    void whatWillNotHoldIsNotWaitedForAnyLonger() {
        var asked = new AtomicInteger();
        var deadline = new Deadline(Duration.ofDays(1));

        assertThatThrownBy(() -> deadline.await(
                        "the connector runs",
                        () -> false,
                        () -> asked.incrementAndGet() < 3 ? Optional.empty() : Optional.of("it is deleted")))
                .isInstanceOf(Failure.class)
                .hasMessage("it is deleted");
        assertThat(asked).hasValue(3);
    }

    @Test
    void aConditionThatHoldsIsSeenEvenWhenTheTimeIsOver() {
        var deadline = new Deadline(Duration.ZERO);

        deadline.await("what is there already", () -> true);

        assertThat(deadline.remaining()).isZero();
    }
}
