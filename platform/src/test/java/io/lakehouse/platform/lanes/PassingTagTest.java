package io.lakehouse.platform.lanes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PassingTagTest {
    private static final Instant ASKED = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void theNameTellsWhenTheQueryWasAsked() {
        var name = PassingTag.name(ASKED);

        assertThat(PassingTag.isOne(name)).isTrue();
        assertThat(PassingTag.isBefore(name, ASKED)).isFalse();
        assertThat(PassingTag.isBefore(name, ASKED.minusMillis(1))).isFalse();
        assertThat(PassingTag.isBefore(name, ASKED.plusMillis(1))).isTrue();
        assertThat(name).isNotEqualTo(PassingTag.name(ASKED));
    }

    @Test
    void oneThatDoesNotTellIsOld() {
        assertThat(PassingTag.isBefore("at_d34db33f", ASKED)).isTrue();
    }
}
