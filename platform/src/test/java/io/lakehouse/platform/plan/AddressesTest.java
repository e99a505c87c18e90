package io.lakehouse.platform.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.engine.Checkout;
import io.lakehouse.platform.engine.rest.Endpoint;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressesTest {
    @TempDir
    Path folder;

    @Test
    void ownEnginesAnswerOnTheLoopbackAddressAtTheCataloguesPortsMovedByTheOffset() {
        var addresses = Addresses.embedded(Checkout.catalogue(), 100);

        assertThat(addresses)
                .isEqualTo(new Addresses(
                        "127.0.0.1",
                        5532,
                        KafkaAddress.open("127.0.0.1:9192"),
                        Endpoint.open("http://127.0.0.1:8184"),
                        Endpoint.open("http://127.0.0.1:8182"),
                        "http://127.0.0.1:9102",
                        Endpoint.open("http://127.0.0.1:19221"),
                        Endpoint.open("http://127.0.0.1:8181"),
                        Endpoint.open("http://127.0.0.1:9100"),
                        Endpoint.open("http://127.0.0.1:8199")));
    }

    @Test
    void everyExternalEngineAnswersWhereTheSettingsSay() throws IOException {
        var blueprint = Blueprints.withExternal(
                folder,
                Selection.ALL,
                """
                postgres: {host: db, port: 5433, user: admin, password: {file: secret}}
                kafka: {bootstrap: "one:9092,two:9092"}
                connect: {url: "http://connect:8083"}
                s3: {endpoint: "https://s3", region: eu-north-1, access-key: {env: KEY}, secret-key: {env: SECRET}}
                nessie: {url: "http://nessie:19120"}
                trino: {url: "http://trino:8080"}
                pinot: {controller: "http://pinot:9000", broker: "http://pinot:8099"}
                flink: {rest: "http://flink:8081"}
                """);

        var addresses = blueprint.addresses();

        assertThat(addresses)
                .isEqualTo(new Addresses(
                        "db",
                        5433,
                        KafkaAddress.open("one:9092,two:9092"),
                        Endpoint.open("http://connect:8083"),
                        Endpoint.open("http://flink:8081"),
                        "https://s3",
                        Endpoint.open("http://nessie:19120"),
                        Endpoint.open("http://trino:8080"),
                        Endpoint.open("http://pinot:9000"),
                        Endpoint.open("http://pinot:8099")));
    }

    @Test
    void oneExternalEngineMovesNoOther() throws IOException {
        var blueprint = Blueprints.withExternal(folder, Selection.ALL, "kafka: {bootstrap: \"one:9092\"}\n");
        var own = Addresses.embedded(Checkout.catalogue(), Blueprints.OFFSET);

        var addresses = blueprint.addresses();

        assertThat(addresses.kafka().bootstrap()).isEqualTo("one:9092");
        assertThat(addresses).usingRecursiveComparison().ignoringFields("kafka").isEqualTo(own);
    }
}
