package io.lakehouse.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.stream.DeadLetter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLetterCountsTest {
    private final DeadLetterCounts counts = new DeadLetterCounts();

    @Test
    void reasonsThatDifferInTheValuesThatTheyQuoteAreOne() {
        take(1, "column id: 'abc' is no integer", true);
        take(3, "column id: 'x y' is no integer", false);
        take(2, "a tombstone: the value is null", false);

        assertThat(counts.rows().rows())
                .containsExactly(
                        List.of(
                                "shop",
                                "bronze",
                                "shop.public.t",
                                "a tombstone: the value is null",
                                "1",
                                "0",
                                "1970-01-01T00:00:02Z",
                                "1970-01-01T00:00:02Z"),
                        List.of(
                                "shop",
                                "bronze",
                                "shop.public.t",
                                "column id: '...' is no integer",
                                "2",
                                "1",
                                "1970-01-01T00:00:01Z",
                                "1970-01-01T00:00:03Z"));
    }

    @Test
    void aReasonThatIsOneKeepsItsValueAndCountsAreNumbers() {
        take(1, "column id: 'abc' is no integer", false);
        take(2, "column id: 'abc' is no integer", false);

        var group = counts.json().get(0);

        assertThat(group.path("reason").asText()).isEqualTo("column id: 'abc' is no integer");
        assertThat(group.path("letters").isNumber()).isTrue();
        assertThat(group.path("letters").asLong()).isEqualTo(2);
        assertThat(group.path("replayed").isNumber()).isTrue();
    }

    private void take(long second, String reason, boolean isReplayed) {
        counts.take(
                "shop",
                new DeadLetter(
                        "shop.public.t/0/" + second + "/bronze",
                        Instant.ofEpochSecond(second),
                        "bronze",
                        reason,
                        "shop.public.t",
                        0,
                        second,
                        null,
                        null,
                        List.of()),
                isReplayed);
    }
}
