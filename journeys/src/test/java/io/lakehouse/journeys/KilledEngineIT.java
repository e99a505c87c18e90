package io.lakehouse.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every engine is killed under load; the platform heals by itself, and nothing is lost or doubled. */
@Order(5)
@ExtendWith(RaisedLakehouse.class)
class KilledEngineIT {
    private static final List<String> ENGINES = List.of(
            "postgres", "kafka", "connect", "flink-jobmanager", "flink-taskmanager", "s3", "nessie", "pinot", "trino");
    private static final Duration HEALING = Duration.ofMinutes(4);
    /** A look costs a JVM that starts, beside engines that do. */
    private static final Duration LOOKING = Duration.ofSeconds(3);

    private final Lakehouse lakehouse;

    KilledEngineIT(Lakehouse lakehouse) {
        this.lakehouse = lakehouse;
    }

    @Test
    void each_engine_is_killed_under_load_and_all_stores_still_agree() throws Exception {
        var output = Files.createTempFile(lakehouse.work(), "simulate", ".txt");
        var load = lakehouse.start(output, "simulate", "sales", "--rate", "50", "--duration", "15m", "--seed", "11");
        try {
            for (var name : ENGINES) {
                killAndAwaitHealing(name);
            }
        } finally {
            load.destroy();
        }
        assertThat(load.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(output)).as("the load").doesNotContain("could not be resolved");

        new Stores(lakehouse).agree();
    }

    private void killAndAwaitHealing(String name) {
        var before = lakehouse.engine(name);
        ProcessHandle.of(before.path("pid").asLong()).orElseThrow().destroyForcibly();

        await("healing of " + name).atMost(HEALING).pollInterval(LOOKING).untilAsserted(() -> {
            var status = lakehouse.status();
            assertThat(status.path("engines"))
                    .allSatisfy(engine -> assertThat(engine.path("state").asText())
                            .as(engine.path("name").asText())
                            .isEqualTo("ready"));
            assertThat(status.path("engines"))
                    .filteredOn(engine -> engine.path("name").asText().equals(name))
                    .allSatisfy(engine -> assertThat(engine.path("restarts").asInt())
                            .isGreaterThan(before.path("restarts").asInt()));
            assertThat(status.path("lanes")).hasSize(4).allSatisfy(lane -> assertThat(
                            lane.path("state").asText())
                    .as(lane.toString())
                    .isEqualTo("running"));
        });
    }
}
