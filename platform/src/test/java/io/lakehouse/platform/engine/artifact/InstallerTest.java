package io.lakehouse.platform.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lakehouse.platform.engine.Bundle.Unpack;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallerTest {
    private static final List<String> TOOL = List.of("tool");
    private static final Optional<Unpack> NO_ARCHIVE = Optional.empty();
    private static final Optional<Unpack> ARCHIVE = Optional.of(new Unpack("", 0, List.of()));

    @TempDir
    Path folder;

    private Remote remote;
    private byte[] content;
    private Lock.Entry jar;

    @BeforeEach
    void publish() throws IOException {
        remote = new Remote(folder);
        content = new byte[300_000];
        RandomGenerator.of("L64X128MixRandom").nextBytes(content);
        jar = remote.publish("org.example:tool:1.0", content);
    }

    @AfterEach
    void close() {
        remote.close();
    }

    @Test
    void filesComeIntoMavensCacheByTheirCoordinatesWithoutAnyPom() throws IOException {
        var windows = remote.publish("org.example:tool:1.0:jar:windows", new byte[] {1});

        var installation = install(remote.installer(false, NO_ARCHIVE, jar, windows));

        assertThat(installation.files())
                .containsOnlyKeys("org.example:tool", "org.example:tool:1.0:jar:windows")
                .containsEntry("org.example:tool", cached(jar));
        assertThat(cached(jar)).hasBinaryContent(content);
        assertThat(remote.requests).containsExactlyInAnyOrder("tool-1.0.jar from 0", "tool-1.0-windows.jar from 0");
    }

    @Test
    void aSecondInstallNeedsNoNetwork() throws IOException {
        install(remote.installer(false, NO_ARCHIVE, jar));
        remote.requests.clear();

        var installation = install(remote.installer(true, NO_ARCHIVE, jar));

        assertThat(installation.file("org.example:tool")).isEqualTo(cached(jar));
        assertThat(remote.requests).isEmpty();
    }

    @Test
    void aFileThatIsNotTheLockedOneIsThrownAway() throws IOException {
        var expected = new Lock.Entry(jar.coordinates(), "0".repeat(64), jar.bytes());

        assertThatThrownBy(() -> install(remote.installer(false, NO_ARCHIVE, expected)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(
                        "org.example:tool:1.0:jar: repository here sent a file with SHA-256 " + jar.sha256())
                .hasMessageContaining("engines.lock says " + expected.sha256());
        assertThat(cached(jar)).doesNotExist();
    }

    @Test
    void aCachedFileThatIsNotTheLockedOneIsNamedAndKept() throws IOException {
        Files.createDirectories(cached(jar).getParent());
        Files.writeString(cached(jar), "something else");

        assertThatThrownBy(() -> install(remote.installer(false, NO_ARCHIVE, jar)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(cached(jar) + " has SHA-256 ")
                .hasMessageEndingWith("delete that file and run again");
        assertThat(cached(jar)).hasContent("something else");
        assertThat(remote.requests).isEmpty();
    }

    @Test
    void aCachedFileThatChangesAfterItWasVerifiedIsSeen() throws IOException {
        install(remote.installer(false, NO_ARCHIVE, jar));
        Files.writeString(cached(jar), "changed");

        assertThatThrownBy(() -> install(remote.installer(false, NO_ARCHIVE, jar)))
                .hasMessageContaining("engines.lock says");
    }

    @Test
    void offlineWhatIsMissingIsNamed() throws IOException {
        var other = remote.publish("org.example:other:2.0", new byte[] {1});

        assertThatThrownBy(() -> install(remote.installer(true, NO_ARCHIVE, jar, other)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("lacks 2 of the artifacts: org.example:tool:1.0:jar, org.example:other:2.0:jar");
    }

    @Test
    void whatNoRepositoryHasIsNamed() throws IOException {
        Files.delete(remote.files.resolve(Remote.place(jar.coordinates())));

        assertThatThrownBy(() -> install(remote.installer(false, NO_ARCHIVE, jar)))
                .isInstanceOf(Failure.class)
                .hasMessage("org.example:tool:1.0:jar: is not in here; check the mirrors in Maven's settings.xml");
    }

    @Test
    void aDownloadThatBreaksOffIsContinuedWhereItStopped() throws IOException {
        remote.cutNext();

        install(remote.installer(false, NO_ARCHIVE, jar));

        assertThat(cached(jar)).hasBinaryContent(content);
        assertThat(remote.requests).hasSize(2).first().isEqualTo("tool-1.0.jar from 0");
        assertThat(remote.requests).last().isNotEqualTo("tool-1.0.jar from 0");
    }

    @Test
    void theNextRunContinuesWhatAnInterruptedOneLeft() throws IOException {
        Files.createDirectories(cached(jar).getParent());
        Files.write(part(jar), Arrays.copyOf(content, 100_000));

        install(remote.installer(false, NO_ARCHIVE, jar));

        assertThat(cached(jar)).hasBinaryContent(content);
        assertThat(part(jar)).doesNotExist();
        assertThat(remote.requests).containsExactly("tool-1.0.jar from 100000");
    }

    @Test
    void aLeftPartOfAnotherFileIsStartedAgain() throws IOException {
        Files.createDirectories(cached(jar).getParent());
        Files.write(part(jar), new byte[100_000]);

        install(remote.installer(false, NO_ARCHIVE, jar));

        assertThat(cached(jar)).hasBinaryContent(content);
        assertThat(remote.requests).containsExactly("tool-1.0.jar from 100000", "tool-1.0.jar from 0");
    }

    @Test
    void whatDoesNotFitOnTheDiskIsRefusedBeforeTheDownload() throws IOException {
        var huge = new Lock.Entry(jar.coordinates(), jar.sha256(), Long.MAX_VALUE / 2);

        assertThatThrownBy(() -> install(remote.installer(false, NO_ARCHIVE, huge)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("the disk of " + remote.cache + " has ")
                .hasMessageContaining("are needed");
        assertThat(remote.requests).isEmpty();
    }

    @Test
    void anArchiveIsUnpackedOnceUnderTheNameOfItsContent() throws IOException {
        var archive = archive();

        var first = install(remote.installer(false, ARCHIVE, archive)).folder();
        Files.writeString(first.resolve("mark"), "");
        var second = install(remote.installer(false, ARCHIVE, archive)).folder();

        assertThat(second).isEqualTo(first);
        assertThat(second.getFileName().toString()).matches("tool-1\\.0-[0-9a-f]{12}");
        assertThat(second.resolve("bin/run")).isExecutable();
        assertThat(second.resolve("mark")).exists();
    }

    @Test
    void whatAnInterruptedUnpackLeftIsStartedAgain() throws IOException {
        var archive = archive();
        var complete = install(remote.installer(false, ARCHIVE, archive)).folder();
        var left = complete.resolveSibling(".unpacking-" + complete.getFileName());
        Files.move(complete, left);
        Files.delete(left.resolve("bin/run"));

        var again = install(remote.installer(false, ARCHIVE, archive)).folder();

        assertThat(again.resolve("bin/run")).exists();
        assertThat(left).doesNotExist();
    }

    @Test
    void aDamagedArchiveLeavesNothing() throws IOException {
        var damaged = remote.publish("org.example:broken:1.0:tar.gz", content);

        assertThatThrownBy(() -> install(remote.installer(false, ARCHIVE, damaged)))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("cannot unpack " + cached(damaged));
        assertThat(folder.resolve("home/installs")).isDirectoryNotContaining("glob:**tool*");
    }

    @Test
    void twoInstallsAtOnceDownloadAndUnpackOnce() throws Exception {
        var archive = archive();
        Callable<Path> install =
                () -> install(remote.installer(false, ARCHIVE, archive)).folder();
        var threads = Executors.newFixedThreadPool(2);

        var folders = threads.invokeAll(List.of(install, install));

        assertThat(folders.get(0).get()).isEqualTo(folders.get(1).get());
        assertThat(remote.requests).containsExactly("dist-1.0.tar.gz from 0");
        threads.shutdown();
    }

    @Test
    void theNeedIsWhatIsNotThereYet() throws IOException {
        var archive = archive();
        var installer = remote.installer(false, ARCHIVE, archive);

        var before = installer.need(TOOL);
        install(installer);
        var after = installer.need(TOOL);

        assertThat(before.cacheBytes()).isEqualTo(archive.bytes());
        assertThat(before.installBytes()).isEqualTo(1);
        assertThat(after.cacheBytes() + after.installBytes()).isZero();
    }

    private Lock.Entry archive() throws IOException {
        var file = new Tar().file("bin/run", 0755, "run").gzip(folder.resolve("dist.tar.gz"));
        return remote.publish("org.example:dist:1.0:tar.gz", Files.readAllBytes(file));
    }

    private static Installation install(Installer installer) {
        return installer.install(TOOL, InstallProgress.SILENT).get("tool");
    }

    private Path cached(Lock.Entry entry) {
        return remote.cache.resolve(Remote.place(entry.coordinates()));
    }

    private Path part(Lock.Entry entry) {
        return cached(entry).resolveSibling(entry.coordinates().fileName() + ".part");
    }
}
