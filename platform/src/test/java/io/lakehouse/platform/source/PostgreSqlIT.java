package io.lakehouse.platform.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lakehouse.platform.engine.UnprivilegedUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgreSqlIT {
    @TempDir
    static Path folder;

    private static RunningPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        postgres = RunningPostgres.in(folder.resolve("home"));
    }

    @AfterAll
    static void stop() throws IOException {
        postgres.close();
    }

    @Test
    void aServerThatIsReadyHasTheDatabasesThatOthersNeed() throws Exception {
        new PostgreSql(postgres.site(), List.of("nessie", "Odd \"name\" + é")).probe();

        var databases = database("postgres")
                .query("SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'shop' ORDER BY 1");
        assertThat(databases.rows())
                .containsExactly(List.of("Odd \"name\" + é"), List.of("nessie"), List.of("postgres"));
        assertThatCode(() -> database("Odd \"name\" + é").query("SELECT 1")).doesNotThrowAnyException();
    }

    @Test
    void theSettingsFitLogicalDecoding() throws Exception {
        var settings = database("postgres")
                .query("SELECT name, setting FROM pg_settings WHERE name IN ('wal_level', 'max_wal_senders',"
                        + " 'listen_addresses', 'TimeZone', 'max_slot_wal_keep_size', 'server_encoding') ORDER BY 1");

        assertThat(settings.rows())
                .containsExactlyInAnyOrder(
                        List.of("TimeZone", "UTC"),
                        List.of("listen_addresses", "127.0.0.1"),
                        List.of("max_slot_wal_keep_size", "4096"),
                        List.of("max_wal_senders", "10"),
                        List.of("server_encoding", "UTF8"),
                        List.of("wal_level", "logical"));
    }

    @Test
    void committedRowsSurviveAKill() throws Exception {
        var shop = new SourceDatabase(postgres.create("shop"));
        shop.query("CREATE TABLE t (id int); INSERT INTO t VALUES (7)");

        postgres.kill();
        postgres.restart();

        assertThat(shop.query("SELECT id FROM t").rows()).containsExactly(List.of("7"));
    }

    @Test
    void itRunsBelowAFolderThatOnlyItsOwnerEnters() throws Exception {
        var closed = Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (var running = RunningPostgres.in(closed.resolve("home"))) {
            assertThat(user(running.process())).isEqualTo(UnprivilegedUser.isNeeded() ? "nobody" : user());
        }
    }

    @Test
    void itKeepsNoCapabilityWhereEveryFolderIsOpen() throws Exception {
        assumeThat(UnprivilegedUser.prefix(List.of(postgres.site()
                        .installation()
                        .folder()
                        .resolve("bin/postgres")
                        .toString())))
                .as("the build's own folder is open")
                .noneMatch(argument -> argument.startsWith("--ambient-caps"));

        var status = Files.readAllLines(
                Path.of("/proc", Long.toString(postgres.process().pid()), "status"));

        assertThat(status).contains("CapEff:\t0000000000000000", "CapAmb:\t0000000000000000");
    }

    @Test
    void theLockOfAProcessThatIsNowAStrangersDoesNotStopIt() throws Exception {
        postgres.kill();
        var lock = postgres.site().data().resolve("postmaster.pid");
        var stranger = new ProcessBuilder(UnprivilegedUser.prefix(List.of("/bin/sleep", "60"))).start();
        try {
            Files.writeString(lock, stranger.pid() + Files.readString(lock).replaceFirst("\\d+", ""));

            postgres.restart();

            assertThat(postgres.process().isAlive()).isTrue();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void preparingARunningServerAgainLeavesItRunning() throws Exception {
        postgres.engine().prepare();

        assertThatCode(postgres.engine()::probe).doesNotThrowAnyException();
        assertThat(postgres.process().isAlive()).isTrue();
    }

    @Test
    void thePasswordStandsOnNoCommandLineAndInNoFileOfOthers() throws Exception {
        var home = postgres.site().home();
        var password = postgres.engine().database("postgres").password();

        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse("")))
                .noneMatch(command -> command.contains(password));
        assertThat(filesWith(home.root(), password)).containsExactly(PostgresCredentials.file(home));
        assertThat(Files.getPosixFilePermissions(PostgresCredentials.file(home)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    private static SourceDatabase database(String name) {
        return new SourceDatabase(postgres.engine().database(name));
    }

    private static List<Path> filesWith(Path folder, String text) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
                                    .contains(text);
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .toList();
        }
    }

    private static String user(Process process) throws IOException {
        return Files.getOwner(Path.of("/proc", Long.toString(process.pid()))).getName();
    }

    private static String user() throws IOException {
        return Files.getOwner(Path.of("/proc/self")).getName();
    }
}
