package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.platform.engine.Failure;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The moments that {@code query --at} takes. */
class PublishedStatesTest {
    @ParameterizedTest
    @CsvSource({
        "2026-01-02, 2026-01-02T00:00:00Z",
        "2026-01-02T03:04, 2026-01-02T03:04:00Z",
        "2026-01-02 03:04:05.678, 2026-01-02T03:04:05.678Z",
        "2026-01-02T03:04Z, 2026-01-02T03:04:00Z",
        "2026-01-02T03:04+01, 2026-01-02T02:04:00Z",
        "2026-01-02T03:04-05:30, 2026-01-02T08:34:00Z"
    })
    void aMomentIsOfUtcUnlessItSaysOtherwise(String text, Instant moment) {
        assertThat(PublishedStates.moment(text)).isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-13-01", "yesterday", "2026-01-02T03", "2026-01-02T25:00+01"})
    void whatIsNoMomentIsSaidToBeNone(String text) {
        assertThatThrownBy(() -> PublishedStates.moment(text))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("--at " + text)
                .hasMessageContaining("2026-01-01T12:00:00");
    }
}
