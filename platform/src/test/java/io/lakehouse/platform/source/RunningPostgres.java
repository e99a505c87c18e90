package io.lakehouse.platform.source;

import io.lakehouse.platform.engine.Command;
import io.lakehouse.platform.engine.EngineEntry;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Installation;
import io.lakehouse.platform.engine.Site;
import io.lakehouse.platform.engine.UnprivilegedUser;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A real PostgreSQL in a home of its own, started as the supervisor starts it. */
public final class RunningPostgres implements AutoCloseable {
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    private final Site site;
    private final PostgreSql engine;
    private Process process;

    private RunningPostgres(Site site, Process process) {
        this.site = site;
        this.engine = new PostgreSql(site);
        this.process = process;
    }

    /** Starts one in this folder, on a free port. */
    public static RunningPostgres in(Path home) throws Exception {
        return at(site(home));
    }

    static RunningPostgres at(Site site) throws Exception {
        var running = new RunningPostgres(site, launch(site));
        try {
            running.awaitReady();
            return running;
        } catch (RuntimeException e) {
            running.close();
            throw e;
        }
    }

    static Site site(Path home) throws IOException {
        var entry = new EngineEntry("postgres", 0, Map.of("postgres", freePort()), List.of());
        return new Site("postgres", entry, new Home(home, 0), installation(), Path.of(""));
    }

    /** Starts the process of this site, without waiting. */
    static Process launch(Site site) throws Exception {
        var launch = new PostgreSql(site).prepare();
        return new ProcessBuilder(UnprivilegedUser.prefix(launch.command()))
                .directory(launch.directory().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        site.home().log("postgres").toFile()))
                .start();
    }

    Site site() {
        return site;
    }

    PostgreSql engine() {
        return engine;
    }

    Process process() {
        return process;
    }

    /** A new database of this name. */
    public DatabaseAddress create(String database) {
        Databases.create(engine.database("postgres"), database);
        return engine.database(database);
    }

    public void restart() throws Exception {
        process = launch(site);
        awaitReady();
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void awaitReady() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> {
                    engine.probe();
                    return true;
                });
    }

    @Override
    public void close() throws IOException {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static synchronized Installation installation() throws IOException {
        var unpacked = TARGET.resolve("postgres/unpacked");
        if (!Files.exists(unpacked.resolve("bin/postgres"))) {
            try (var files = Files.list(TARGET.resolve("postgres"))) {
                var archive = files.filter(file -> file.toString().endsWith(".txz"))
                        .findFirst()
                        .orElseThrow();
                Files.createDirectories(unpacked);
                Command.run(
                        List.of("tar", "-xJf", archive.toString(), "-C", unpacked.toString()),
                        unpacked,
                        TARGET.resolve("postgres/tar.log"));
            }
        }
        return new Installation("postgres", Map.of(), unpacked);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
