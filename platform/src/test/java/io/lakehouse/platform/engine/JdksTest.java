package io.lakehouse.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdksTest {
    @TempDir
    Path folder;

    @Test
    void aJdkIsFoundAmongTheFoldersOfPackages() throws IOException {
        var home = jdk("packages/temurin-25", "25.0.1");
        jdk("packages/old", "1.8.0_412");

        var found = new Jdks(Map.of(), List.of(), List.of(folder.resolve("packages"))).require(25);

        assertThat(found).isEqualTo(home);
    }

    @Test
    void theVariableOfItsReleaseComesBeforeAllOthers() throws IOException {
        var named = jdk("named", "17.0.1");
        var other = jdk("other", "17.0.15");
        var environment = Map.of("LAKEHOUSE_JDK_17", named.toString(), "JAVA_HOME", other.toString());

        var found = new Jdks(environment, List.of(other), List.of()).require(17);

        assertThat(found).isEqualTo(named);
    }

    @Test
    void anotherReleaseIsNotTaken() throws IOException {
        var home = jdk("newer", "26-ea");
        var jdks = new Jdks(Map.of("JAVA_HOME", home.toString()), List.of(), List.of(folder.resolve("none")));

        assertThatThrownBy(() -> jdks.require(25))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith("no JDK 25 on this machine; set LAKEHOUSE_JDK_25")
                .hasMessageContaining("temurin-25-jdk");
    }

    @Test
    void aVariableThatNamesAnotherReleaseIsAnError() throws IOException {
        var home = jdk("seventeen", "17.0.15");
        var jdks = new Jdks(Map.of("LAKEHOUSE_JDK_25", home.toString()), List.of(), List.of());

        assertThatThrownBy(() -> jdks.require(25))
                .hasMessage("LAKEHOUSE_JDK_25=" + home + " is a JDK 17; name the home of a JDK 25");
    }

    @Test
    void aFolderWithoutJavaIsNoJdk() throws IOException {
        var home = jdk("broken", "17.0.15");
        Files.delete(home.resolve("bin/java"));

        var found = new Jdks(Map.of("JAVA_HOME", home.toString()), List.of(), List.of()).find(17);

        assertThat(found).isEmpty();
    }

    @Test
    void theRunningJvmIsOne() {
        assertThat(Jdks.ofMachine().find(Runtime.version().feature())).isPresent();
    }

    private Path jdk(String name, String version) throws IOException {
        var home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        assertThat(Files.createFile(home.resolve("bin/java")).toFile().setExecutable(true))
                .isTrue();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }
}
