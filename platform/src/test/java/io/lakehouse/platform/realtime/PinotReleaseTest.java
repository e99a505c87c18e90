package io.lakehouse.platform.realtime;

import static io.lakehouse.platform.realtime.Shapes.SALES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.lakehouse.contract.declaration.PinotTableOptions;
import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pinot 1.x cannot be run here: only what it answers to {@code GET /version} is played, by the server below. */
class PinotReleaseTest {
    private HttpServer controller;
    private String answer = "";

    @BeforeEach
    void start() throws IOException {
        controller = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        controller.createContext("/version", exchange -> {
            var body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        controller.start();
    }

    @AfterEach
    void stop() {
        controller.stop(0);
    }

    @ParameterizedTest
    @CsvSource({"1.5.1, 1.5", "1.2.0-SNAPSHOT, 1.2", "0.11.0-1b4d6b6b0a27, 0.11", "1.10.0, 1.10"})
    void aVersionNamesARelease(String version, String release) {
        assertThat(PinotRelease.of(version)).hasToString(release);
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "1", "0.12.1", "2.0.0", "1.5x"})
    void anotherOneIsRefused(String version) {
        assertThatThrownBy(() -> PinotRelease.of(version))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Pinot");
    }

    @Test
    void whatTheControllerAnswersDecidesHowATableLooks() {
        answer = "{\"pinot-yammer\":\"Unknown\",\"pinot-controller\":\"1.5.1-5c8f\",\"pinot-json\":\"1.5.1-5c8f\"}";
        assertThat(tableOfTheAnsweredRelease().config().path("upsertConfig").toString())
                .contains("\"comparisonColumns\":[\"order_key\"]", "\"deleteRecordColumn\":\"is_deleted\"", "SYNC")
                .doesNotContain("\"comparisonColumn\":");

        answer = "{\"pinot-controller\":\"0.11.0-1b4d\"}";
        assertThat(tableOfTheAnsweredRelease().config().path("upsertConfig").toString())
                .isEqualTo("{\"mode\":\"FULL\",\"comparisonColumn\":\"order_key\",\"hashFunction\":\"NONE\"}");
    }

    @Test
    void anAnswerWithoutAVersionIsAFailure() {
        answer = "{\"pinot-controller\":\"Unknown\"}";
        assertThatThrownBy(this::tableOfTheAnsweredRelease)
                .isInstanceOf(Failure.class)
                .hasMessageContaining("does not tell its version");

        answer = "{\"pinot-controller\":\"0.12.0\"}";
        assertThatThrownBy(this::tableOfTheAnsweredRelease)
                .isInstanceOf(Failure.class)
                .hasMessageContaining("Pinot 0.12 is not supported");
    }

    @Test
    void aSettingIsLeftOutOfAReleaseThatDoesNotKnowIt() {
        var oldest = PinotRelease.of("1.0.0").fit(table());

        assertThat(oldest.config().path("upsertConfig").toString())
                .contains("comparisonColumns", "deleteRecordColumn")
                .doesNotContain("consistencyMode");
        assertThat(oldest.schema().has("enableColumnBasedNullHandling")).isFalse();
        assertThat(factory(oldest.config())).contains("kafka20");
        assertThat(factory(PinotRelease.of("1.3.0").fit(table()).config())).contains("kafka30");
    }

    private static String factory(JsonNode config) {
        return config.path("tableIndexConfig")
                .path("streamConfigs")
                .path("stream.kafka.consumer.factory.class.name")
                .asText();
    }

    private PinotTable tableOfTheAnsweredRelease() {
        var address = controller.getAddress();
        return new PinotTableDeployment(new JsonRest("http://127.0.0.1:" + address.getPort()))
                .release()
                .fit(table());
    }

    private static PinotTable table() {
        return PinotTables.current(
                SALES, "sales", "sales", KafkaAddress.open("127.0.0.1:9092"), PinotTableOptions.DEFAULTS);
    }
}
