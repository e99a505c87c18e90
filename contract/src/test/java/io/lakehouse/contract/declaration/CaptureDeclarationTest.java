package io.lakehouse.contract.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureDeclarationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "snapshot.mode",
                "snapshot.fetch.size",
                "max.batch.size",
                "slot.max.retries",
                "producer.override.linger.ms",
                "status.update.interval.ms",
                "snapshot.max.threads"
            })
    void options_that_change_no_meaning_are_free(String option) {
        assertThat(new CaptureDeclaration(Map.of(option, "1"), Map.of()).options())
                .containsKey(option);
    }

    @ParameterizedTest
    @CsvSource({
        "database.hostname, the field source sets it",
        "topic.prefix, the field name sets it",
        "slot.name, the field name sets it",
        "publication.name, the field name sets it",
        "table.include.list, the field tables sets it",
        "column.exclude.list, the field tables[].columns sets it",
        "message.key.columns, the field tables[].key sets it",
        "value.converter.schemas.enable, encoding",
        "decimal.handling.mode, encoding",
        "time.precision.mode, encoding",
        "binary.handling.mode, encoding",
        "transforms, envelope",
        "tombstones.on.delete, tombstone",
        "exactly.once.support, exactly once",
        "errors.tolerance, never skipped",
        "heartbeat.interval.ms, sync"
    })
    void options_of_the_platform_are_refused_with_the_reason(String option, String reason) {
        assertThatThrownBy(() -> new CaptureDeclaration(Map.of(option, "x"), Map.of()))
                .hasMessageStartingWith(option + ": the platform sets this option itself: ")
                .hasMessageContaining(reason);
    }

    @Test
    void a_secret_stands_elsewhere_and_is_not_repeated() {
        assertThatThrownBy(
                        () -> new CaptureDeclaration(Map.of("producer.override.sasl.jaas.config", "hunter2"), Map.of()))
                .hasMessageContaining("{env: NAME} or {file: PATH}")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> new CaptureDeclaration(Map.of("poll.interval.ms", "${file:/etc/passwd:x}"), Map.of()))
                .hasMessageContaining("${");
    }

    @Test
    void the_longest_message_is_a_number_of_bytes_that_a_dead_letter_can_carry() {
        assertThat(CaptureDeclaration.DEFAULT.longestMessage()).isEqualTo(32 << 20);
        assertThat(longest("47185920").longestMessage()).isEqualTo(45 << 20);
        for (var wrong : List.of("47185921", "0", "-1", "40M", "99999999999")) {
            assertThatThrownBy(() -> longest(wrong))
                    .isInstanceOf(InvalidDeclarationException.class)
                    .hasMessageContaining("47185920, found " + wrong);
        }
    }

    private static CaptureDeclaration longest(String bytes) {
        return new CaptureDeclaration(Map.of(CaptureDeclaration.LONGEST_MESSAGE, bytes), Map.of());
    }
}
