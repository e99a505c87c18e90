package io.lakehouse.platform.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Launch;
import io.lakehouse.platform.engine.Site;
import io.lakehouse.platform.lake.S3Credentials;
import io.lakehouse.platform.config.Pipelines;
import io.lakehouse.platform.source.PostgresCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every engine is told before it starts. PostgreSQL is missing: preparing it runs one of its programs, which its
 * own test does.
 */
class EngineConfigurationTest {
    private static final Set<String> KEEPS_A_SECRET = Set.of("s3", "nessie", "trino");

    @TempDir
    Path folder;

    private Blueprint blueprint;

    static List<String> engines() {
        return Selection.ALL.engines().stream()
                .filter(name -> !name.equals("postgres"))
                .toList();
    }

    @BeforeEach
    void everythingIsBuiltAndKafkaIsFormatted() throws IOException {
        blueprint = Blueprints.of(folder, Selection.ALL);
        Files.createDirectories(blueprint.realtimeJar().getParent());
        Files.createFile(blueprint.realtimeJar());
        Files.createDirectories(blueprint.captureJar().getParent());
        Files.createFile(blueprint.captureJar());
        Files.createDirectories(folder.resolve("installs/debezium"));
        Files.createFile(Files.createDirectories(blueprint.home().data("kafka")).resolve("meta.properties"));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void itOpensOnlyPortsOfTheCatalogueMovedByTheOffset(String name) {
        var engine = engine(name);

        var ports = engine.ports();

        var expected = new TreeMap<String, Integer>();
        blueprint.catalogue().engine(name).ports().forEach((use, port) -> expected.put(use, port + Blueprints.OFFSET));
        assertThat(new TreeMap<>(ports)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void everyAddressThatItIsToldIsALoopbackAddressWithThePortOfAnEngine(String name) throws Exception {
        var launch = engine(name).prepare();

        var told = told(name, launch);
        var ports = blueprint.catalogue().engines().values().stream()
                .flatMap(entry -> entry.ports().values().stream())
                .map(port -> Integer.toString(port + Blueprints.OFFSET))
                .collect(Collectors.toSet());
        assertThat(told).contains(Site.HOST).doesNotContain("0.0.0.0", "localhost", "[::]");
        assertThat(Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+(?=:\\d)")
                        .matcher(told)
                        .results())
                .allMatch(address -> address.group().equals(Site.HOST));
        assertThat(Pattern.compile(Pattern.quote(Site.HOST) + ":(\\d+)")
                        .matcher(told)
                        .results())
                .allMatch(address -> ports.contains(address.group(1)));
        assertThat(engine(name).ports().values())
                .filteredOn(port -> port != blueprint.addresses().postgresPort())
                .allSatisfy(port -> assertThat(told).contains(port.toString()));
    }

    @Test
    void nessieSignsForTheDeclaredRegionAndTakesEveryPasswordAsItIs() throws Exception {
        var secret = Files.createDirectories(folder.resolve("settings")).resolve("password");
        Files.writeString(secret, "a${HOME}$b\\");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        var external = Blueprints.withExternal(
                folder,
                Selection.LAKE,
                """
                postgres: {host: db, port: 5433, user: admin, password: {file: password}}
                s3: {endpoint: "https://s3", region: eu-north-1, access-key: {file: password}, secret-key: {file: password}}
                """);
        new Engines(external, Blueprints.empty(external, folder))
                .started().stream()
                        .filter(engine -> engine.name().equals("nessie"))
                        .findFirst()
                        .orElseThrow()
                        .prepare();

        var properties = new Properties();
        try (var file = Files.newBufferedReader(
                external.home().configuration("nessie").resolve("config/application.properties"))) {
            properties.load(file);
        }

        assertThat(properties)
                .containsEntry("nessie.catalog.service.s3.default-options.region", "eu-north-1")
                // A dollar after a backslash is none of a reference for Quarkus.
                .containsEntry("quarkus.datasource.postgresql.password", "a\\${HOME}\\$b\\");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void noPortIsLeftWhereItWasBeforeTheOffset(String name) throws Exception {
        var launch = engine(name).prepare();

        var told = told(name, launch);
        assertThat(blueprint.catalogue().engine(name).ports().values()).allSatisfy(port -> assertThat(told)
                .doesNotContainPattern("(port|address|host|server)\\S*[=:] ?\"?" + port + "\\b")
                .doesNotContain(Site.HOST + ":" + port));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void itsFilesAreReadByTheirOwnerOnly(String name) throws Exception {
        engine(name).prepare();

        assertThat(mode(blueprint.home().configuration(name))).isEqualTo("rwx------");
        assertThat(files(name)).isNotEmpty().allSatisfy(file -> assertThat(mode(file))
                .isEqualTo("rw-------"));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void noSecretStandsInItsCommandLineOrEnvironment(String name) throws Exception {
        var launch = engine(name).prepare();

        var secrets = List.of(
                PostgresCredentials.of(blueprint.home()).password(),
                S3Credentials.inFile(blueprint.s3CredentialsFile()).secretKey());
        assertThat(String.join("\n", launch.command()) + launch.environment()).doesNotContain(secrets);
        assertThat(secrets.stream().anyMatch(told(name, launch)::contains)).isEqualTo(KEEPS_A_SECRET.contains(name));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void preparingItAgainChangesNothing(String name) throws Exception {
        var first = engine(name).prepare();
        var before = told(name, first);

        var second = engine(name).prepare();

        assertThat(second).isEqualTo(first);
        assertThat(told(name, second)).isEqualTo(before);
    }

    @Test
    void trinoForgetsACatalogueThatIsNoLongerDeclared() throws Exception {
        engine("trino").prepare();
        var left = blueprint.home().configuration("trino").resolve("catalog/postgres_gone.properties");
        Files.writeString(left, "connector.name=postgresql\n");

        engine("trino").prepare();

        assertThat(left).doesNotExist();
        assertThat(left.getParent()).isDirectoryContaining("glob:**/nessie.properties");
    }

    @Test
    void trinoStartsWithoutTheSourceWhoseSecretIsMissing() throws Exception {
        var declarations = Files.createDirectories(folder.resolve("declarations"));
        Files.writeString(
                declarations.resolve("away.yaml"),
                "{name: away, source: {host: h, database: d, user: u, password: {file: none}}, tables: [{table: t}]}");
        Files.writeString(declarations.resolve("shop.yaml"), "{name: shop, source: {database: d}, tables: [{table: u}]}");
        blueprint = new Blueprint(
                folder,
                blueprint.home(),
                blueprint.catalogue(),
                blueprint.settings(),
                Pipelines.read(declarations),
                Selection.ALL);

        engine("trino").prepare();

        assertThat(blueprint.home().configuration("trino").resolve("catalog"))
                .isDirectoryContaining("glob:**/postgres_shop.properties")
                .isDirectoryNotContaining("glob:**/postgres_away.properties");
    }

    /** All that an engine is told: its command, its environment, and what stands in its files. */
    private String told(String name, Launch launch) throws IOException {
        var told = new StringBuilder(String.join("\n", launch.command()))
                .append('\n')
                .append(new TreeMap<>(launch.environment()))
                .append('\n');
        for (var file : files(name)) {
            told.append(Files.readString(file)).append('\n');
        }
        return told.toString();
    }

    private List<Path> files(String name) throws IOException {
        try (var files = Files.walk(blueprint.home().configuration(name))) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }

    private Engine engine(String name) {
        return new Engines(blueprint, Blueprints.empty(blueprint, folder.resolve("installs")))
                .started().stream()
                        .filter(engine -> engine.name().equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
