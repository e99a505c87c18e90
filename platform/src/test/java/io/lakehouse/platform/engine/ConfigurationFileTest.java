package io.lakehouse.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {
    @TempDir
    Path folder;

    @Test
    void itIsReadByItsOwnerOnlyEvenWhenAnOlderOneWasOpen() throws IOException {
        var file = Files.writeString(folder.resolve("a.conf"), "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        ConfigurationFile.write(file, "new");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).hasContent("new");
    }

    @Test
    void whoReadsTheOlderOneReadsItToItsEnd() throws IOException {
        var file = Files.writeString(folder.resolve("a.conf"), "the older text");
        try (var reader = Files.newBufferedReader(file)) {
            ConfigurationFile.write(file, "new");

            assertThat(reader.readLine()).isEqualTo("the older text");
        }
    }

    @Test
    void nothingButTheFileIsLeftInItsFolder() throws IOException {
        ConfigurationFile.write(folder.resolve("sub/a.conf"), "text");

        assertThat(folder.resolve("sub")).isDirectoryNotContaining("glob:**.draft");
    }

    @Test
    void aFileThatCannotBeWrittenIsNamedAndLeavesNoDraftOfItsSecrets() throws IOException {
        var taken = Files.createDirectories(folder.resolve("sub/a.conf/full")).getParent();

        assertThatThrownBy(() -> ConfigurationFile.write(taken, "secret"))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("cannot write " + taken);

        assertThat(taken.getParent()).isDirectoryNotContaining("glob:**.draft");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "C:\\new\\text",
                " leading and trailing ",
                "\tafter a tab",
                "two\nlines\r\n",
                "a=b:c#d!e",
                "Zürich €5 \uD83D\uDE80",
                "\\u0041",
                "ends with \\"
            })
    void aValueIsReadAsItWasWrittenInEveryEncodingThatReadersUse(String value) throws IOException {
        var file = ConfigurationFile.writeProperties(folder.resolve("a.properties"), Map.of("key", value));

        var asText = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            asText.load(reader);
        }
        var asBytes = new Properties();
        try (var stream = Files.newInputStream(file)) {
            asBytes.load(stream);
        }
        assertThat(asText).isEqualTo(Map.of("key", value));
        assertThat(asBytes).isEqualTo(Map.of("key", value));
    }

    @Test
    void propertiesKeepTheirOrder() {
        var properties = new LinkedHashMap<String, String>();
        properties.put("z", "1");
        properties.put("a", "2");

        var file = ConfigurationFile.writeProperties(folder.resolve("a.properties"), properties);

        assertThat(file).hasContent("z=1\na=2\n");
    }
}
