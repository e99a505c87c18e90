package io.lakehouse.platform.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.platform.engine.Bundle;
import io.lakehouse.platform.engine.Checkout;
import io.lakehouse.platform.engine.Coordinates;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockTest {
    private static final Lock.Entry TOOL =
            new Lock.Entry(Coordinates.parse("org.example:tool:1.0:tar.gz:all"), "ab".repeat(32), 123);

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        var lock = new Lock(Map.of("tool aarch64", new Lock.Section(List.of(TOOL), 456)));

        var read = Lock.load(Files.writeString(folder.resolve("engines.lock"), lock.text()));

        assertThat(read).isEqualTo(lock);
    }

    @Test
    void theOneOfTheCheckoutIsWrittenAsItIsRead() throws IOException {
        var file = Checkout.root().resolve(Lock.FILE);

        assertThat(Lock.load(file).text()).isEqualTo(Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[tool]\n<<<<<<< HEAD",
                "# before any section\nunpacked 7",
                "[tool]\nabcdef 12 org.example:tool:1.0:jar",
                "[tool]\n[tool]",
            })
    void aDamagedLineIsNamed(String text) throws IOException {
        var file = Files.writeString(folder.resolve("engines.lock"), text);

        assertThatThrownBy(() -> Lock.load(file))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith(file + ":2: is no line of a lock");
    }

    @Test
    void aBundleThatIsNotLockedIsNamed() {
        var bundle = new Bundle(
                "tool", "1.0", Map.of("amd64", List.of(TOOL.coordinates())), List.of(), false, Optional.empty());

        assertThatThrownBy(() -> new Lock(Map.of()).section(bundle, "amd64"))
                .hasMessageContaining("[tool amd64]")
                .hasMessageContaining("lakehouse engines lock");
    }

    @Test
    void anArchitectureThatNobodyPublishesForIsNamed() {
        var bundle = new Bundle(
                "tool", "1.0", Map.of("amd64", List.of(TOOL.coordinates())), List.of(), false, Optional.empty());

        assertThatThrownBy(() -> new Lock(Map.of()).section(bundle, "riscv64"))
                .hasMessageContaining("published for amd64")
                .hasMessageContaining("riscv64");
    }
}
