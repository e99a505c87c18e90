package io.lakehouse.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.engine.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that builds before it runs, in a checkout that cannot be built. */
class LauncherTest {
    @TempDir
    Path folder;

    @Test
    void aBuildUnderAPlatformThatIsUpNamesItsHome() throws Exception {
        var checkout = Files.createDirectories(folder.resolve("a checkout")).toRealPath();
        Files.copy(Checkout.root().resolve("lakehouse"), checkout.resolve("lakehouse"));
        var other = waiting(List.of("-Dlakehouse.root=" + checkout + "/other", "--home", "/other", "supervise"));
        var platform = waiting(List.of("-Dlakehouse.root=" + checkout, "--home", "/my home", "supervise", "--only"));
        try {
            assertThat(launched(checkout))
                    .contains("the platform in /my home may not find its classes")
                    .doesNotContain("/other");
        } finally {
            other.destroyForcibly();
            platform.destroyForcibly().waitFor();
        }

        assertThat(launched(checkout)).doesNotContain("the platform in");
    }

    /** A process with the arguments of a supervisor, which ends with its input. */
    private static Process waiting(List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of("sh", "-c", "echo ready; read line", "java"));
        command.addAll(arguments);
        var process = new ProcessBuilder(command).start();
        // Until it has said so, it has the arguments of this process.
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");
        return process;
    }

    /** What the launcher prints before it fails: there is nothing to build. */
    private String launched(Path checkout) throws Exception {
        var output = folder.resolve("output");
        var builder = new ProcessBuilder("bash", checkout.resolve("lakehouse").toString(), "--help")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("LAKEHOUSE_JDK_17", System.getProperty("java.home"));
        assertThat(builder.start().waitFor()).isOne();
        return Files.readString(output);
    }
}
