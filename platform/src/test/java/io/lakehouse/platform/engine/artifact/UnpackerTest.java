package io.lakehouse.platform.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.platform.engine.Bundle.Unpack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackerTest {
    private static final Unpack ALL = new Unpack("", 0, List.of());

    @TempDir
    Path folder;

    private Path target;
    private Path archive;

    @BeforeEach
    void places() {
        target = folder.resolve("target");
        archive = folder.resolve("archive.tar.gz");
    }

    @Test
    void programsAreExecutableAndEverythingIsReadableByEveryUser() throws IOException {
        new Tar().file("bin/run", 0700, "#!").file("etc/text", 0600, "text").gzip(archive);

        Unpacker.unpack(archive, ALL, target);

        assertThat(permissions("bin/run")).isEqualTo("rwxr-xr-x");
        assertThat(permissions("etc/text")).isEqualTo("rw-r--r--");
        assertThat(permissions("etc")).isEqualTo("rwxr-xr-x");
        assertThat(permissions("")).isEqualTo("rwxr-xr-x");
    }

    @Test
    void linksStayLinks() throws IOException {
        new Tar()
                .file("lib/real.so.1", 0755, "code")
                .symbolicLink("lib/real.so", "real.so.1")
                .hardLink("lib/same", "lib/real.so.1")
                .gzip(archive);

        Unpacker.unpack(archive, ALL, target);

        assertThat(Files.readSymbolicLink(target.resolve("lib/real.so"))).isEqualTo(Path.of("real.so.1"));
        assertThat(target.resolve("lib/real.so")).hasContent("code");
        assertThat(Files.getAttribute(target.resolve("lib/same"), "unix:ino"))
                .isEqualTo(Files.getAttribute(target.resolve("lib/real.so.1"), "unix:ino"));
    }

    @Test
    void onlyWhatIsIncludedIsUnpackedWithoutTheLeadingFolder() throws IOException {
        new Tar()
                .file("tool-1/bin/run", 0755, "run")
                .file("tool-1/plugin/a/a.jar", 0644, "a")
                .file("tool-1/plugin/ab/ab.jar", 0644, "ab")
                .gzip(archive);

        Unpacker.unpack(archive, new Unpack("", 1, List.of("bin", "plugin/a")), target);

        assertThat(target.resolve("bin/run")).exists();
        assertThat(target.resolve("plugin/a/a.jar")).exists();
        assertThat(target.resolve("plugin/ab")).doesNotExist();
    }

    @Test
    void aHardLinkToAFileThatIsLeftOutHasItsContent() throws IOException {
        new Tar()
                .file("plugin/left-out/shared.jar", 0644, "shared")
                .hardLink("plugin/a/shared.jar", "plugin/left-out/shared.jar")
                .hardLink("plugin/b/shared.jar", "plugin/left-out/shared.jar")
                .gzip(archive);

        Unpacker.unpack(archive, new Unpack("", 0, List.of("plugin/a", "plugin/b")), target);

        assertThat(target.resolve("plugin/a/shared.jar")).hasContent("shared");
        assertThat(target.resolve("plugin/b/shared.jar")).hasContent("shared");
        assertThat(target.resolve("plugin/left-out")).doesNotExist();
    }

    @Test
    void anArchiveInsideOfAJarIsFoundByItsPattern() throws IOException {
        var jar = new Tar().file("bin/postgres", 0755, "pg").xzInJar(folder.resolve("a.jar"), "postgres-linux.txz");

        Unpacker.unpack(jar, new Unpack("*.txz", 0, List.of()), target);

        assertThat(target.resolve("bin/postgres")).hasContent("pg");
    }

    @Test
    void aFileThatNamesAPlaceOutsideIsRefused() throws IOException {
        new Tar().file("a/../../outside", 0644, "evil").gzip(archive);

        assertThatThrownBy(() -> Unpacker.unpack(archive, ALL, target))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("outside of it: a/../../outside");
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    @Test
    void anAbsoluteFileIsRefused() throws IOException {
        new Tar().file("/outside", 0644, "evil").gzip(archive);

        assertThatThrownBy(() -> Unpacker.unpack(archive, ALL, target)).hasMessageContaining("outside of it: /outside");
    }

    @Test
    void aLinkThatLeadsOutsideIsRefused() throws IOException {
        new Tar().symbolicLink("lib/up", "../../secret").gzip(archive);

        assertThatThrownBy(() -> Unpacker.unpack(archive, ALL, target)).hasMessageContaining("lib/up -> ../../secret");
    }

    @Test
    void aFileBehindALinkIsRefused() throws IOException {
        new Tar()
                .file("real/file", 0644, "x")
                .symbolicLink("link", "real")
                .file("link/other", 0644, "evil")
                .gzip(archive);

        assertThatThrownBy(() -> Unpacker.unpack(archive, ALL, target)).hasMessageContaining("through the link");
        assertThat(target.resolve("real/other")).doesNotExist();
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve(name)));
    }
}
