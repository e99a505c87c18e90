package io.lakehouse.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.bench.machine.Machine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private record Settings(Duration level, int writers) {}

    @Test
    void a_result_has_machine_settings_and_what_was_found(@TempDir Path folder) throws Exception {
        var file = new Results(folder)
                .write(
                        "freshness",
                        Machine.here(),
                        new Settings(Duration.ofSeconds(60), 8),
                        List.of(Quantiles.of(List.of(1.5, 2.5))));

        assertThat(file).hasFileName("freshness.json");
        var json = JsonMapper.builder().build().readTree(file.toFile());
        assertThat(json.path("machine").path("cores").asInt()).isPositive();
        assertThat(json.path("settings").path("level").asText()).isEqualTo("PT1M");
        assertThat(json.path("settings").path("writers").asInt()).isEqualTo(8);
        assertThat(json.path("found").get(0).path("p50").asDouble()).isEqualTo(1.5);
        assertThat(json.path("found").get(0).path("samples").asInt()).isEqualTo(2);
    }
}
