package io.lakehouse.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.contract.declaration.SecretReference;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformSettingsTest {
    @TempDir
    Path folder;

    @Test
    void withoutAFileThePlatformRunsEverything() {
        var settings = PlatformSettings.read(List.of(folder));

        assertThat(settings).isEqualTo(PlatformSettings.none());
        assertThat(settings.external()).isEmpty();
    }

    @Test
    void everyEngineCanBeExternal() throws IOException {
        var file = write(
                """
                external:
                  postgres: {host: db, port: 5433, user: admin, password: {file: secret}}
                  kafka: {bootstrap: "one:9092,two:9092"}
                  connect: {url: "http://connect:8083/"}
                  s3: {endpoint: "https://s3", region: eu-north-1, access-key: {env: KEY}, secret-key: {env: SECRET}}
                  nessie: {url: "http://nessie:19120"}
                  trino: {url: "http://trino:8080"}
                  pinot: {controller: "http://pinot:9000", broker: "http://pinot:8099"}
                  flink: {rest: "http://flink:8081"}
                """);

        var settings = PlatformSettings.read(List.of(folder));

        assertThat(settings)
                .isEqualTo(new PlatformSettings(
                        file,
                        new PlatformSettings.Postgres("db", 5433, "admin", new SecretReference.File("secret")),
                        new PlatformSettings.Kafka("one:9092,two:9092", ""),
                        new PlatformSettings.Connect("http://connect:8083"),
                        new PlatformSettings.S3(
                                "https://s3",
                                "eu-north-1",
                                new SecretReference.Environment("KEY"),
                                new SecretReference.Environment("SECRET")),
                        new PlatformSettings.Nessie("http://nessie:19120"),
                        new PlatformSettings.Trino("http://trino:8080"),
                        new PlatformSettings.Pinot("http://pinot:9000", "http://pinot:8099"),
                        new PlatformSettings.Flink("http://flink:8081")));
        assertThat(settings.external())
                .containsExactly("connect", "flink", "kafka", "nessie", "pinot", "postgres", "s3", "trino");
    }

    @Test
    void whoAsksAndWhomToTrustArePartOfAnEndpoint() throws IOException {
        var ca = Files.writeString(folder.resolve("authority.pem"), "");
        var secret = Files.writeString(folder.resolve("password"), "hunter2\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        write(
                """
                external:
                  ca: authority.pem
                  connect: {url: "https://connect:8083", login: {user: me, password: {file: password}}}
                  trino: {url: "http://trino:8080", login: {token: {file: password}}}
                """);
        var settings = PlatformSettings.read(List.of(folder));

        var connect =
                settings.endpoint("https://connect:8083", settings.connect().login());
        var trino = settings.endpoint("http://trino:8080", settings.trino().login());

        assertThat(connect.ca()).isEqualTo(ca.toString());
        assertThat(connect.login().header()).contains("Basic bWU6aHVudGVyMg==");
        assertThat(trino.ca()).isEmpty();
        assertThat(trino.login().header()).contains("Bearer hunter2");
        assertThat(connect + " " + trino + " " + settings).doesNotContain("hunter2");
    }

    @Test
    void theFileOfKafkasClientsIsItsOwnersOnlyAndHoldsNothingElse() throws IOException {
        var client = Files.writeString(folder.resolve("kafka.properties"), "sasl.mechanism=PLAIN\n");
        write("external:\n  kafka: {bootstrap: \"kafka:9093\", client: {file: kafka.properties}}\n");

        Files.setPosixFilePermissions(client, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> PlatformSettings.read(List.of(folder)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("can be read by others: chmod 600 it");

        Files.setPosixFilePermissions(client, PosixFilePermissions.fromString("rw-------"));
        var kafka = PlatformSettings.read(List.of(folder)).kafka();
        assertThat(kafka).isEqualTo(new PlatformSettings.Kafka("kafka:9093", client.toString()));
        assertThat(kafka.address().client(Map.of("client.id", "test")))
                .containsOnly(
                        Map.entry("bootstrap.servers", "kafka:9093"),
                        Map.entry("client.id", "test"),
                        Map.entry("sasl.mechanism", "PLAIN"));

        Files.writeString(client, "group.id=mine\n");
        assertThatThrownBy(() -> PlatformSettings.read(List.of(folder)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("lakehouse.yaml:2 external.kafka.client")
                .hasMessageContaining("group.id is the platform's to set");
    }

    @Test
    void anAddressThatIsNoneIsNamedWithItsLine() throws IOException {
        var file = write("external:\n  trino: {url: trino}\n");

        assertThatThrownBy(() -> PlatformSettings.read(List.of(folder)))
                .isInstanceOf(Failure.class)
                .hasMessage(file + ":2 external.trino.url: expected a URL, http://host:port, found \"trino\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trino: {url: \"http://me:hunter2@trino:8080\"}",
                "kafka: {bootstrap: \"me:hunter2@kafka:9092\"}",
                "kafka: {bootstrap: \"hunter2@kafka:9092\"}",
                "s3: {endpoint: \"https://s3\", access-key: hunter2, secret-key: {env: S}}",
                "postgres: {host: db, port: 5432, user: me, password: hunter2}",
                "postgres: {host: db, port: 5432, user: me, password: {env: hunter2!}}",
                "trino: {url: \"http://trino:8080\", password: hunter2}",
                "connect: {url: \"https://connect:8083\", login: {user: me, password: hunter2}}",
                "pinot: {controller: \"https://p:1\", broker: \"https://p:2\", login: {token: hunter2}}",
                "kafka: {bootstrap: \"kafka:9093\", client: hunter2}",
            })
    void aSecretInTheFileIsRefusedAndNotRepeated(String engine) throws IOException {
        var file = write("external:\n  " + engine + "\n");

        assertThatThrownBy(() -> PlatformSettings.read(List.of(folder)))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith(file + ":2 external.")
                .hasMessageNotContaining("hunter2");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("lakehouse.yaml"), text);
    }
}
