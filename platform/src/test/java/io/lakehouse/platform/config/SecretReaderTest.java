package io.lakehouse.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.contract.declaration.SecretReference;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReaderTest {
    private final SecretReader reader = new SecretReader(Map.of("SHOP_PASSWORD", "opensesame"));

    @TempDir
    Path folder;

    private Path declaration = Path.of("");

    @BeforeEach
    void declare() {
        declaration = folder.resolve("shop.yaml");
    }

    @Test
    void aVariableOfTheEnvironmentIsRead() {
        var secret = reader.resolve(new SecretReference.Environment("SHOP_PASSWORD"), declaration);

        assertThat(secret).isEqualTo("opensesame");
    }

    @Test
    void aVariableThatIsNotSetIsNamed() {
        assertThatThrownBy(() -> reader.resolve(new SecretReference.Environment("NOWHERE"), declaration))
                .isInstanceOf(Failure.class)
                .hasMessage(declaration + ": the environment variable NOWHERE is not set: export it before starting");
    }

    @Test
    void aFileOfItsOwnerIsReadWithoutItsLineEnd() throws IOException {
        secretFile("rw-------");

        assertThat(reader.resolve(new SecretReference.File("password"), declaration))
                .isEqualTo("s3cret");
    }

    @Test
    void aFileThatOthersCanReadIsRefused() throws IOException {
        var file = secretFile("rw-r-----");

        assertThatThrownBy(() -> reader.resolve(new SecretReference.File("password"), declaration))
                .isInstanceOf(Failure.class)
                .hasMessage(declaration + ": the secret " + file + " can be read by others: chmod 600 it");
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        assertThatThrownBy(() -> reader.resolve(new SecretReference.File("password"), declaration))
                .isInstanceOf(Failure.class)
                .hasMessage(declaration + ": the secret " + folder.resolve("password")
                        + " cannot be read (NoSuchFileException): create it with mode 600");
    }

    @Test
    void theReaderPrintsNoSecret() {
        assertThat(reader.toString()).isEqualTo("SecretReader[SHOP_PASSWORD]");
    }

    private Path secretFile(String mode) throws IOException {
        var file = Files.writeString(folder.resolve("password"), "s3cret\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
