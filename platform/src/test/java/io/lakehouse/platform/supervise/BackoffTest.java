package io.lakehouse.platform.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff();

    @Test
    void everyFailureInARowDoublesThePauseUpToHalfAMinute() {
        var pauses = Stream.generate(() -> backoff.after(Duration.ZERO)).limit(8);

        assertThat(pauses.map(Duration::toMillis))
                .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 16_000L, 30_000L, 30_000L);
    }

    @Test
    void anEngineThatWasReadyForAMinuteStartsFromTheBeginning() {
        backoff.after(Duration.ZERO);
        backoff.after(Duration.ZERO);

        var pause = backoff.after(Duration.ofMinutes(1));

        assertThat(pause).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void anEngineThatWasReadyForAnInstantDoesNot() {
        backoff.after(Duration.ZERO);

        var pause = backoff.after(Duration.ofSeconds(59));

        assertThat(pause).isEqualTo(Duration.ofSeconds(1));
    }
}
