package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.DatabaseTls;
import io.lakehouse.contract.declaration.SecretReference;
import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.Endpoint;
import io.lakehouse.platform.engine.rest.Login;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The engines that a user runs, from the optional file {@code lakehouse.yaml}: one that is named there is not started
 * but used. A component is {@code null} when the platform runs that engine.
 *
 * @param file the file that the settings come from; relative secrets start in its folder
 * @param postgres for the platform's own databases and the embedded sources
 * @param kafka the brokers
 * @param connect Kafka Connect with Debezium's PostgreSQL connector
 * @param s3 the object store
 * @param nessie the lake's catalogue
 * @param trino the query engine
 * @param pinot the real-time store
 * @param flink the session cluster
 * @param spark where and how the batches run
 * @param ca certificates that those of https addresses may come from, PEM; empty for those alone that Java trusts
 */
public record PlatformSettings(
        Path file,
        @Nullable Postgres postgres,
        @Nullable Kafka kafka,
        @Nullable Connect connect,
        @Nullable S3 s3,
        @Nullable Nessie nessie,
        @Nullable Trino trino,
        @Nullable Pinot pinot,
        @Nullable Flink flink,
        SparkSettings spark,
        String ca) {
    /** Settings that run batches here and trust the certificates that Java trusts. */
    public PlatformSettings(
            Path file,
            @Nullable Postgres postgres,
            @Nullable Kafka kafka,
            @Nullable Connect connect,
            @Nullable S3 s3,
            @Nullable Nessie nessie,
            @Nullable Trino trino,
            @Nullable Pinot pinot,
            @Nullable Flink flink) {
        this(file, postgres, kafka, connect, s3, nessie, trino, pinot, flink, SparkSettings.DEFAULT, "");
    }

    /** The file's name. */
    public static final String FILE_NAME = "lakehouse.yaml";

    private static final String HTTP = "a URL, http://host:port";

    /**
     * A PostgreSQL.
     *
     * @param host host name or address
     * @param port TCP port
     * @param user a role that may create databases
     * @param password where its password is kept
     * @param tls how the connections to it are encrypted
     */
    public record Postgres(String host, int port, String user, SecretReference password, DatabaseTls tls) {
        /** One whose connections are encrypted when it can. */
        public Postgres(String host, int port, String user, SecretReference password) {
            this(host, port, user, password, DatabaseTls.DEFAULT);
        }
    }

    /**
     * A Kafka.
     *
     * @param bootstrap {@code host:port[,host:port]}
     * @param client properties file with which its clients log in; empty for one that asks for nothing
     */
    public record Kafka(String bootstrap, String client) {
        /** Where it is. */
        public KafkaAddress address() {
            return new KafkaAddress(bootstrap, client);
        }
    }

    /**
     * A Kafka Connect.
     *
     * @param url of its REST interface
     * @param login who asks; null for nobody
     */
    public record Connect(String url, @Nullable DeclaredLogin login) {
        /** One that asks for nobody. */
        public Connect(String url) {
            this(url, null);
        }
    }

    /**
     * An S3 store.
     *
     * @param endpoint its URL
     * @param region its region
     * @param accessKey where the access key is kept
     * @param secretKey where the secret key is kept
     */
    public record S3(String endpoint, String region, SecretReference accessKey, SecretReference secretKey) {}

    /**
     * A Nessie.
     *
     * @param url of the server, without {@code /api} or {@code /iceberg}
     * @param login who asks; null for nobody
     */
    public record Nessie(String url, @Nullable DeclaredLogin login) {
        /** One that asks for nobody. */
        public Nessie(String url) {
            this(url, null);
        }
    }

    /**
     * A Trino.
     *
     * @param url of the coordinator
     * @param login who asks; null for nobody
     */
    public record Trino(String url, @Nullable DeclaredLogin login) {
        /** One that asks for nobody. */
        public Trino(String url) {
            this(url, null);
        }
    }

    /**
     * A Pinot.
     *
     * @param controller URL of the controller
     * @param broker URL of the broker
     * @param login who asks; null for nobody
     */
    public record Pinot(String controller, String broker, @Nullable DeclaredLogin login) {
        /** One that asks for nobody. */
        public Pinot(String controller, String broker) {
            this(controller, broker, null);
        }
    }

    /**
     * A Flink session cluster.
     *
     * @param rest URL of its REST interface
     * @param login who asks; null for nobody
     */
    public record Flink(String rest, @Nullable DeclaredLogin login) {
        /** One that asks for nobody. */
        public Flink(String rest) {
            this(rest, null);
        }
    }

    /** The platform runs everything itself. */
    public static PlatformSettings none() {
        return new PlatformSettings(Path.of(FILE_NAME), null, null, null, null, null, null, null, null);
    }

    /**
     * Reads the file of the first folder that has one.
     *
     * @param folders where it may be: the home, the folder that holds the pipelines
     * @throws Failure when something is wrong: one line with file, line and path
     */
    public static PlatformSettings read(List<Path> folders) {
        return folders.stream()
                .map(folder -> folder.resolve(FILE_NAME))
                .filter(Files::exists)
                .findFirst()
                .map(PlatformSettings::read)
                .orElseGet(PlatformSettings::none);
    }

    private static PlatformSettings read(Path file) {
        var document = YamlNode.read(file).only("external", "spark");
        var external = document.field("external")
                .map(node ->
                        node.only("ca", "postgres", "kafka", "connect", "s3", "nessie", "trino", "pinot", "flink"));
        return new PlatformSettings(
                file,
                section(external, "postgres", "host", "port", "user", "password", "tls")
                        .map(PlatformSettings::postgres)
                        .orElse(null),
                section(external, "kafka", "bootstrap", "client")
                        .map(node -> kafka(node, file))
                        .orElse(null),
                section(external, "connect", "url", "login")
                        .map(node -> new Connect(url(node, "url"), DeclaredLogin.read(node)))
                        .orElse(null),
                section(external, "s3", "endpoint", "region", "access-key", "secret-key")
                        .map(PlatformSettings::s3)
                        .orElse(null),
                section(external, "nessie", "url", "login")
                        .map(node -> new Nessie(url(node, "url"), DeclaredLogin.read(node)))
                        .orElse(null),
                section(external, "trino", "url", "login")
                        .map(node -> new Trino(url(node, "url"), DeclaredLogin.read(node)))
                        .orElse(null),
                section(external, "pinot", "controller", "broker", "login")
                        .map(node -> new Pinot(url(node, "controller"), url(node, "broker"), DeclaredLogin.read(node)))
                        .orElse(null),
                section(external, "flink", "rest", "login")
                        .map(node -> new Flink(url(node, "rest"), DeclaredLogin.read(node)))
                        .orElse(null),
                document.field("spark").map(SparkSettings::read).orElse(SparkSettings.DEFAULT),
                external.flatMap(node -> node.field("ca"))
                        .map(node -> certificates(node, file))
                        .orElse(""));
    }

    private static String certificates(YamlNode node, Path declaration) {
        var file = declaration.toAbsolutePath().resolveSibling(node.text()).normalize();
        if (!Files.isReadable(file)) {
            throw node.failure("expected a file with certificates, PEM; " + file + " cannot be read");
        }
        return file.toString();
    }

    /**
     * How one of these engines is spoken to.
     *
     * @param login who asks; null for nobody
     */
    public Endpoint endpoint(String url, @Nullable DeclaredLogin login) {
        return new Endpoint(
                url,
                url.startsWith("https:") ? ca : "",
                login == null ? new Login.None() : login.toLogin(file, SecretReader.ofProcess()));
    }

    /** Names of the engines that are used and not started, as the file spells them. */
    public Set<String> external() {
        var names = new TreeSet<String>();
        if (postgres != null) {
            names.add("postgres");
        }
        if (kafka != null) {
            names.add("kafka");
        }
        if (connect != null) {
            names.add("connect");
        }
        if (s3 != null) {
            names.add("s3");
        }
        if (nessie != null) {
            names.add("nessie");
        }
        if (trino != null) {
            names.add("trino");
        }
        if (pinot != null) {
            names.add("pinot");
        }
        if (flink != null) {
            names.add("flink");
        }
        return names;
    }

    private static Optional<YamlNode> section(Optional<YamlNode> external, String name, String... fields) {
        return external.flatMap(node -> node.field(name)).map(node -> node.only(fields));
    }

    private static Postgres postgres(YamlNode section) {
        return new Postgres(
                section.required("host", "a host name").text(),
                section.required("port", "a port").port(),
                section.required("user", "a role that may create databases").text(),
                SecretReferences.read(section, "password"),
                PipelineReader.tls(section));
    }

    private static Kafka kafka(YamlNode section, Path file) {
        var node = section.required("bootstrap", "host:port[,host:port]");
        if (!node.text().matches("[^\\s,:/@]+:\\d{1,5}(,[^\\s,:/@]+:\\d{1,5})*")) {
            throw node.failure("expected host:port[,host:port]"
                    + (node.text().contains("@") ? "" : ", found \"" + node.text() + "\""));
        }
        return new Kafka(
                node.text(),
                section.field("client")
                        .map(client -> KafkaClientFile.read(client, file))
                        .orElse(""));
    }

    private static S3 s3(YamlNode section) {
        return new S3(
                url(section, "endpoint"),
                section.field("region").map(YamlNode::text).orElse("us-east-1"),
                SecretReferences.read(section, "access-key"),
                SecretReferences.read(section, "secret-key"));
    }

    private static String url(YamlNode section, String field) {
        var node = section.required(field, HTTP);
        if (node.text().contains("@")) {
            // Not repeated: it may hold a password.
            throw node.failure("expected " + HTTP + ", found one with a user in it: a secret does not stand here");
        }
        try {
            var uri = URI.create(node.text());
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return node.text().replaceAll("/+$", "");
            }
        } catch (IllegalArgumentException e) {
            // Falls through to the one message.
        }
        throw node.failure("expected " + HTTP + ", found \"" + node.text() + "\"");
    }
}
