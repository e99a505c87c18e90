package io.lakehouse.platform.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.platform.engine.Bundle;
import io.lakehouse.platform.engine.Bundle.Unpack;
import io.lakehouse.platform.engine.Catalogue;
import io.lakehouse.platform.engine.Coordinates;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockWriterTest {
    @TempDir
    Path folder;

    private Remote remote;

    @BeforeEach
    void publish() throws IOException {
        remote = new Remote(folder);
        project(
                "tool",
                dependency("library", "compile") + dependency("banned", "runtime") + dependency("junit", "test"));
        project("library", dependency("deep", "runtime"));
        project("deep", "");
    }

    @AfterEach
    void close() {
        remote.close();
    }

    @Test
    void theLockHasTheRuntimeClosureWithoutTheExclusionsInClassPathOrder() throws IOException {
        var file = LockWriter.write(catalogue(List.of("org.example:banned")), remote.settings(), folder);

        assertThat(Lock.load(file).sections().get("tool").entries())
                .extracting(entry -> entry.coordinates().toString())
                .containsExactly("org.example:tool:1.0:jar", "org.example:library:1.0:jar", "org.example:deep:1.0:jar");
    }

    @Test
    void anInstallTakesWhatTheLockSays() throws IOException {
        var catalogue = catalogue(List.of("org.example:*"));
        var lock = Lock.load(LockWriter.write(catalogue, remote.settings(), folder));

        assertThat(lock.sections().get("tool").entries())
                .containsExactly(remote.publish("org.example:tool:1.0", bytes("tool")));
    }

    @Test
    void aClosureWithAHoleIsNoLock() throws IOException {
        Files.writeString(folder.resolve(Lock.FILE), "old");

        assertThatThrownBy(() -> LockWriter.write(catalogue(List.of()), remote.settings(), folder))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("engines.yaml bundles.tool: does not resolve: ")
                .hasMessageContaining("org.example:banned");
        assertThat(folder.resolve(Lock.FILE)).hasContent("old");
    }

    @Test
    void aMissingParentIsAHoleToo() throws IOException {
        remote.publish(
                "org.example:banned:1.0:pom",
                bytes(pom(
                        "banned",
                        "<parent><groupId>org.example</groupId><artifactId>gone</artifactId>"
                                + "<version>1.0</version></parent>")));
        remote.publish("org.example:banned:1.0", bytes("banned"));

        assertThatThrownBy(() -> LockWriter.write(catalogue(List.of()), remote.settings(), folder))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("org.example:gone:pom:1.0");
    }

    @Test
    void anArchiveIsLockedWithWhatItTakesUnpacked() throws IOException {
        var archive = new Tar().file("a", 0644, "1234").hardLink("b", "a").gzip(folder.resolve("a.tar.gz"));
        var entry = remote.publish("org.example:dist:1.0:tar.gz", Files.readAllBytes(archive));
        var bundle = new Bundle(
                "dist",
                "1.0",
                Map.of("amd64", List.of(entry.coordinates())),
                List.of(),
                false,
                Optional.of(new Unpack("", 0, List.of())));

        var file = LockWriter.write(new Catalogue(Map.of("dist", bundle), Map.of()), remote.settings(), folder);

        assertThat(Lock.load(file).sections()).isEqualTo(Map.of("dist amd64", new Lock.Section(List.of(entry), 4)));
    }

    private static Catalogue catalogue(List<String> exclusions) {
        var tool = Coordinates.parse("org.example:tool:1.0");
        var bundle = new Bundle("tool", "1.0", Map.of(Bundle.ANY, List.of(tool)), exclusions, true, Optional.empty());
        return new Catalogue(Map.of("tool", bundle), Map.of());
    }

    private void project(String name, String dependencies) throws IOException {
        remote.publish("org.example:" + name + ":1.0", bytes(name));
        remote.publish(
                "org.example:" + name + ":1.0:pom",
                bytes(pom(name, "<dependencies>" + dependencies + "</dependencies>")));
    }

    private static String pom(String name, String content) {
        return "<project><modelVersion>4.0.0</modelVersion><groupId>org.example</groupId><artifactId>" + name
                + "</artifactId><version>1.0</version>" + content + "</project>";
    }

    private static String dependency(String name, String scope) {
        return "<dependency><groupId>org.example</groupId><artifactId>" + name + "</artifactId><version>1.0</version>"
                + "<scope>" + scope + "</scope></dependency>";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
