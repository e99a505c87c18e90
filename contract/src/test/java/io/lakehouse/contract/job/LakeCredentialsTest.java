package io.lakehouse.contract.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeCredentialsTest {
    private static final Map<String, String> KEYS =
            Map.of(LakeCredentials.ACCESS_KEY, "who", LakeCredentials.SECRET_KEY, "s3cret");

    @TempDir
    Path folder;

    @Test
    void theKeysOfTheStoreAndNoLoginAreReadWhereNoneIsNamed() throws IOException {
        var read = read(KEYS);

        assertThat(read.store()).isEqualTo(Map.of("s3.access-key-id", "who", "s3.secret-access-key", "s3cret"));
        assertThat(read.catalogue()).isEmpty();
        assertThat(read.authorization()).isEmpty();
    }

    @Test
    void aTokenIsShownByIcebergsClientAndInAHeader() throws IOException {
        var read = read(LakeCredentials.bearer("t0ken"));

        assertThat(read.catalogue())
                .isEqualTo(Map.of("authentication.type", "BEARER", "authentication.token", "t0ken"));
        assertThat(read.authorization()).contains("Bearer t0ken");
    }

    @Test
    void aUserWithAPasswordIsShownByIcebergsClientAndInAHeader() throws IOException {
        var read = read(LakeCredentials.basic("Aladdin", "open sesame"));

        assertThat(read.catalogue())
                .isEqualTo(Map.of(
                        "authentication.type",
                        "BASIC",
                        "authentication.username",
                        "Aladdin",
                        "authentication.password",
                        "open sesame"));
        // The example of RFC 7617.
        assertThat(read.authorization()).contains("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @Test
    void aKeyThatIsMissingIsNamedWithItsFileAndNoSecretIsPrinted() throws IOException {
        var read = read(Map.of(LakeCredentials.SECRET_KEY, "s3cret"));

        assertThatIllegalArgumentException()
                .isThrownBy(read::store)
                .withMessage(folder.resolve("secrets") + ": s3.access-key is missing");
        assertThat(read.toString()).doesNotContain("s3cret");
    }

    @Test
    void aFileThatIsNotThereIsNamedAndALakeWithoutOneHasNoSecrets() {
        assertThatThrownBy(() -> LakeCredentials.of(lake("/nowhere/secrets")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("/nowhere/secrets");
        assertThat(LakeCredentials.of(lake("")).catalogue()).isEmpty();
    }

    private LakeCredentials read(Map<String, String> values) throws IOException {
        var properties = new Properties();
        properties.putAll(values);
        var file = folder.resolve("secrets");
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return LakeCredentials.of(lake(file.toString()));
    }

    private static LakeAddress lake(String file) {
        return new LakeAddress("http://n/api/v2", "main", "s3://lake", "http://s", "us-east-1", file);
    }
}
