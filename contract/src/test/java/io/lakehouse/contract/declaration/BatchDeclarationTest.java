package io.lakehouse.contract.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchDeclarationTest {
    @Test
    void nothingIsScheduledUnlessItIsSaidHowOften() {
        assertThat(BatchDeclaration.DEFAULT.isScheduled()).isFalse();
        assertThat(batch(Duration.ofMinutes(5), Duration.ofSeconds(30)).isScheduled())
                .isTrue();
    }

    @Test
    void pausesDoubleUpToTheInterval() {
        var batch = batch(Duration.ofMinutes(5), Duration.ofSeconds(30));

        assertThat(IntStream.rangeClosed(1, 6).mapToObj(batch::pauseAfter).mapToLong(Duration::toSeconds))
                .containsExactly(30L, 60L, 120L, 240L, 300L, 300L);
        assertThat(batch.pauseAfter(100)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aPauseThatIsLongerThanTheIntervalIsKept() {
        assertThat(batch(Duration.ofSeconds(10), Duration.ofSeconds(30)).pauseAfter(3))
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void timesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> batch(Duration.ofMinutes(1), Duration.ZERO))
                .isInstanceOf(InvalidDeclarationException.class)
                .hasMessage("backoff: expected a time above zero, as 30s");
        assertThatThrownBy(() -> new BatchDeclaration(Duration.ZERO, 101, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .hasMessage("retries: expected 0 to 100, found 101");
    }

    private static BatchDeclaration batch(Duration every, Duration backoff) {
        return new BatchDeclaration(every, 3, backoff, Duration.ofMinutes(30));
    }
}
