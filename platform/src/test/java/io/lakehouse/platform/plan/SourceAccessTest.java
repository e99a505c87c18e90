package io.lakehouse.platform.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.lake.S3Credentials;
import io.lakehouse.platform.source.PostgresCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceAccessTest {
    @TempDir
    Path folder;

    @Test
    void ownKeysAreMadeOnceAndKept() {
        var blueprint = Blueprints.of(folder, Selection.ALL);
        var first = new SourceAccess(blueprint).s3Credentials();

        var second = new SourceAccess(blueprint).s3Credentials();

        assertThat(second).isEqualTo(first);
        assertThat(second.secretKey()).hasSizeGreaterThan(40);
        assertThat(second.toString()).doesNotContain(second.secretKey());
    }

    @Test
    void jobsFindTheKeysOfAnExternalStoreAlsoWhenNoEngineOfOursNeedsThem() throws IOException {
        secret("access", "somebody");
        secret("secret", "their secret\\key");
        var blueprint = Blueprints.withExternal(
                folder,
                Selection.ALL,
                """
                s3: {endpoint: "https://s3", region: eu-north-1, access-key: {file: access}, secret-key: {file: secret}}
                nessie: {url: "http://nessie:19120"}
                trino: {url: "http://trino:8080"}
                """);

        var lake = new SourceAccess(blueprint).lake();

        assertThat(lake).isEqualTo(blueprint.lake());
        assertThat(lake.s3Region()).isEqualTo("eu-north-1");
        assertThat(S3Credentials.inFile(Path.of(lake.credentialsFile())))
                .isEqualTo(new S3Credentials("somebody", "their secret\\key"));
    }

    @Test
    void anEmbeddedSourceIsADatabaseOfThePlatformsOwnServer() {
        var blueprint = Blueprints.of(folder, Selection.ALL);

        var source = new SourceAccess(blueprint).source(blueprint.pipelines().named("sales"));

        assertThat(source.host()).isEqualTo("127.0.0.1");
        assertThat(source.port()).isEqualTo(5432 + Blueprints.OFFSET);
        assertThat(source.database()).isEqualTo("sales");
        assertThat(source.password())
                .isEqualTo(PostgresCredentials.of(blueprint.home()).password());
        assertThat(source.toString()).doesNotContain(source.password());
    }

    private void secret(String name, String value) throws IOException {
        var file = Files.createDirectories(folder.resolve("settings")).resolve(name);
        Files.writeString(file, value);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
