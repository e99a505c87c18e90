package io.lakehouse.platform.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.engine.Checkout;
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
                        "127.0.0.1:9192",
                        "http://127.0.0.1:8184",
                        "http://127.0.0.1:8182",
                        "http://127.0.0.1:9102",
                        "http://127.0.0.1:19221",
                        "http://127.0.0.1:8181",
                        "http://127.0.0.1:9100",
                        "http://127.0.0.1:8199"));
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
                        "one:9092,two:9092",
                        "http://connect:8083",
                        "http://flink:8081",
                        "https://s3",
                        "http://nessie:19120",
                        "http://trino:8080",
                        "http://pinot:9000",
                        "http://pinot:8099"));
    }

    @Test
    void oneExternalEngineMovesNoOther() throws IOException {
        var blueprint = Blueprints.withExternal(folder, Selection.ALL, "kafka: {bootstrap: \"one:9092\"}\n");
        var own = Addresses.embedded(Checkout.catalogue(), Blueprints.OFFSET);

        var addresses = blueprint.addresses();

        assertThat(addresses.kafka()).isEqualTo("one:9092");
        assertThat(addresses).usingRecursiveComparison().ignoringFields("kafka").isEqualTo(own);
    }
}
