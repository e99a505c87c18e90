package io.lakehouse.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkSettingsTest {
    @TempDir
    private Path folder;

    @Test
    void withoutSettingsOneSparkStaysOnThisMachine() throws IOException {
        assertThat(read("external: {}"))
                .isEqualTo(new SparkSettings("local[2]", Map.of(), true, Duration.ofMinutes(10), Duration.ofHours(12)));
    }

    @Test
    void everySettingIsRead() throws IOException {
        assertThat(
                        read(
                                """
                                spark:
                                  master: spark://10.0.0.1:7077
                                  options: {spark.executor.memory: 4g, spark.driver.host: 10.0.0.7}
                                  resident: false
                                  idle: 30s
                                  lifetime: 1h
                                """))
                .isEqualTo(new SparkSettings(
                        "spark://10.0.0.1:7077",
                        Map.of("spark.executor.memory", "4g", "spark.driver.host", "10.0.0.7"),
                        false,
                        Duration.ofSeconds(30),
                        Duration.ofHours(1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "master: somewhere | lakehouse.yaml:1 spark.master: \"somewhere\" is no master of Spark: write local[2] or spark://host:port",
                "options: {spark.master: x} | lakehouse.yaml:1 spark.options.spark.master: is no setting of Spark that can be set here",
                "options: {executor.memory: 4g} | lakehouse.yaml:1 spark.options.executor.memory: is no setting of Spark that can be set here",
                "options: {spark.authenticate.secret: x} | a secret cannot stand here",
                "idle: soon | lakehouse.yaml:1 spark.idle: expected a time",
                "core: 2 | lakehouse.yaml:1 spark.core: unknown field"
            })
    void whatCannotBeIsToldWithItsPlace(String setting, String problem) {
        assertThatThrownBy(() -> read("spark: {" + setting + "}"))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(problem);
    }

    private SparkSettings read(String text) throws IOException {
        Files.writeString(folder.resolve(PlatformSettings.FILE_NAME), text);
        return PlatformSettings.read(List.of(folder)).spark();
    }
}
