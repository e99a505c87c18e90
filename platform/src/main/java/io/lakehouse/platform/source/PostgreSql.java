package io.lakehouse.platform.source;

import io.lakehouse.platform.engine.Command;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Launch;
import io.lakehouse.platform.engine.Site;
import io.lakehouse.platform.engine.UnprivilegedUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** PostgreSQL: the source database, and the one that other engines keep their state in. */
public final class PostgreSql implements Engine {
    private static final String MAINTENANCE_DATABASE = "postgres";
    private static final Duration STOP_GRACE = Duration.ofSeconds(60);
    private static final FileAttribute<?> FOLDER_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Site site;
    private final List<String> databases;

    /** A server without databases of its own. */
    public PostgreSql(Site site) {
        this(site, List.of());
    }

    /**
     * A server.
     *
     * @param site where it lives
     * @param databases the databases without which it is not ready; they are created
     */
    public PostgreSql(Site site, List<String> databases) {
        this.site = site;
        this.databases = List.copyOf(databases);
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Set<String> needs() {
        return Set.of();
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("postgres", site.port("postgres"));
    }

    @Override
    public List<Address> addresses() {
        return List.of(new Address("PostgreSQL", site.address("postgres")));
    }

    /** A database of this server, as its superuser sees it. */
    public DatabaseAddress database(String database) {
        var credentials = PostgresCredentials.of(site.home());
        return new DatabaseAddress(
                Site.HOST, site.port("postgres"), database, credentials.user(), credentials.password());
    }

    @Override
    public Launch prepare() throws IOException {
        var data = site.data();
        UnprivilegedUser.letRun(program("postgres").getParent());
        if (Files.exists(data)) {
            requireOwn(data);
        }
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            initialise(data);
        }
        var leftovers = PostmasterLeftovers.of(data);
        leftovers.end();
        UnprivilegedUser.own(ConfigurationFile.write(data.resolve("postgresql.conf"), configuration()));
        return new Launch(
                List.of(program("postgres").toString(), "-D", data.toString()),
                Map.of(),
                data,
                false,
                true,
                "INT",
                STOP_GRACE);
    }

    @Override
    public void probe() throws SQLException {
        try (var connection = database(MAINTENANCE_DATABASE).connect();
                var statement = connection.createStatement()) {
            statement.executeQuery("SELECT 1").close();
        }
        databases.forEach(database -> Databases.create(database(MAINTENANCE_DATABASE), database));
    }

    private Path program(String name) {
        return site.installation().folder().resolve("bin").resolve(name);
    }

    private static void requireOwn(Path data) {
        if (UnprivilegedUser.owns(data)) {
            return;
        }
        if (!UnprivilegedUser.isNeeded()) {
            throw new Failure("the data of PostgreSQL in " + data
                    + " belongs to another user: run as that user (root, when it is nobody), or give another --home");
        }
        UnprivilegedUser.own(data);
    }

    /** Makes the data in a folder beside and moves it over, so that an interrupted start leaves none by halves. */
    private void initialise(Path data) throws IOException {
        var parent = Files.createDirectories(data.getParent());
        var draft = parent.resolve("postgres.draft");
        var passwordFile = parent.resolve("postgres.password");
        delete(draft);
        Files.deleteIfExists(passwordFile);
        try {
            UnprivilegedUser.own(Files.createDirectory(draft, FOLDER_MODE));
            // The secret's own file is out of that user's reach, and a command line is in everybody's.
            Files.createFile(passwordFile, FILE_MODE);
            Files.writeString(passwordFile, PostgresCredentials.of(site.home()).password());
            UnprivilegedUser.own(passwordFile);
            Command.run(
                    UnprivilegedUser.prefix(initdb(draft, passwordFile)),
                    draft,
                    site.home().log("postgres-initdb"));
            Files.deleteIfExists(data);
            Files.move(draft, data);
        } finally {
            Files.deleteIfExists(passwordFile);
            delete(draft);
        }
    }

    /** The locale is PostgreSQL's own, so that no machine's library changes the order of an index. */
    private List<String> initdb(Path data, Path passwordFile) {
        return List.of(
                program("initdb").toString(),
                "-D",
                data.toString(),
                "--username=" + PostgresCredentials.of(site.home()).user(),
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions");
    }

    private String configuration() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("listen_addresses", Site.HOST);
        settings.put("port", Integer.toString(site.port("postgres")));
        settings.put("unix_socket_directories", "");
        settings.put("max_connections", "100");
        settings.put("wal_level", "logical");
        settings.put("max_wal_senders", "10");
        settings.put("max_replication_slots", "10");
        // A lane that is down for long must not fill the disk: its slot is lost then, loudly.
        settings.put("max_slot_wal_keep_size", "4GB");
        settings.put("max_wal_size", "1GB");
        settings.put("shared_buffers", "128MB");
        settings.put("effective_cache_size", "512MB");
        settings.put("work_mem", "8MB");
        settings.put("maintenance_work_mem", "64MB");
        settings.put("logical_decoding_work_mem", "64MB");
        settings.put("max_parallel_workers", "2");
        settings.put("max_parallel_workers_per_gather", "1");
        settings.put("io_workers", "2");
        settings.put("jit", "off");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        settings.put("lc_messages", "C");
        settings.put("log_destination", "stderr");
        settings.put("logging_collector", "off");
        settings.put("log_checkpoints", "off");
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = " + Sql.literal(setting.getValue()) + "\n")
                .collect(Collectors.joining("", "# Written at every start; ALTER SYSTEM overrides it.\n", ""));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        var paths = new ArrayList<Path>();
        try (var walk = Files.walk(folder)) {
            walk.sorted(Comparator.reverseOrder()).forEach(paths::add);
        }
        for (var path : paths) {
            Files.delete(path);
        }
    }
}
