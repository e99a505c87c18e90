package io.lakehouse.platform.plan;

import io.lakehouse.contract.declaration.Source;
import io.lakehouse.platform.capture.KafkaConnect;
import io.lakehouse.platform.config.DeclaredPipeline;
import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.Sites;
import io.lakehouse.platform.lake.Nessie;
import io.lakehouse.platform.lake.S3Proxy;
import io.lakehouse.platform.query.Trino;
import io.lakehouse.platform.query.TrinoCatalogs;
import io.lakehouse.platform.query.source.SourceCatalogs;
import io.lakehouse.platform.realtime.Pinot;
import io.lakehouse.platform.source.PostgreSql;
import io.lakehouse.platform.stream.Flink;
import io.lakehouse.platform.stream.Kafka;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The list of engines, and how they are told of each other. Rooms never see each other: what joins them is here.
 * Secrets are read or made when an engine starts, so that planning touches nothing.
 */
public final class Engines {
    /** Database that Nessie keeps its commits in. */
    private static final String NESSIE_DATABASE = "nessie";

    /** Database that the scheduler of batches keeps its state in. */
    static final String ORCHESTRATION_DATABASE = "orchestration";

    private final Blueprint blueprint;
    private final Sites sites;
    private final SourceAccess access;

    /** The engines of a blueprint at these sites. */
    public Engines(Blueprint blueprint, Sites sites) {
        this.blueprint = blueprint;
        this.sites = sites;
        this.access = new SourceAccess(blueprint);
    }

    /** The engines that the platform starts, in the order in which they are shown. */
    public List<Engine> started() {
        var engines = new ArrayList<Engine>();
        for (var name : blueprint.started()) {
            engines.add(
                    switch (name) {
                        case "postgres" -> new PostgreSql(sites.of(name), databases());
                        case "kafka" -> new Kafka(sites.of(name));
                        case "connect" -> connect();
                        case "flink-jobmanager" -> Flink.jobManager(sites.of(name));
                        case "flink-taskmanager" -> Flink.taskManager(sites.of(name), sites.of("flink-jobmanager"));
                        case "s3" -> new S3Proxy(sites.of(name), access::s3Credentials, List.of(Blueprint.BUCKET));
                        case "nessie" -> nessie();
                        case "pinot" -> new Pinot(sites.of(name), blueprint.realtimeJar());
                        case "trino" -> new Trino(sites.of(name), this::trinoCatalogs);
                        default -> throw new IllegalStateException("no room knows the engine " + name);
                    });
        }
        return engines;
    }

    /** What {@code up} will do. */
    public BootPlan plan() {
        var steps = new ArrayList<BootPlan.Step>();
        blueprint.external().forEach(name -> steps.add(BootPlan.Step.use(name)));
        for (var engine : inStartingOrder(started())) {
            var entry = blueprint.catalogue().engine(engine.name());
            var bundle = blueprint.catalogue().bundle(entry.bundle());
            steps.add(BootPlan.Step.start(engine, bundle.name() + " " + bundle.version(), entry.memory()));
        }
        return new BootPlan(
                blueprint.home().root().toString(),
                blueprint.home().portOffset(),
                steps,
                blueprint.pipelines().enabled().stream()
                        .map(declared -> declared.pipeline().name())
                        .toList());
    }

    private static List<Engine> inStartingOrder(List<Engine> engines) {
        var ordered = new LinkedHashMap<String, Engine>();
        var known = new TreeSet<String>();
        engines.forEach(engine -> known.add(engine.name()));
        while (ordered.size() < engines.size()) {
            engines.stream()
                    .filter(engine -> !ordered.containsKey(engine.name()))
                    .filter(engine -> engine.needs().stream()
                            .allMatch(need -> ordered.containsKey(need) || !known.contains(need)))
                    .toList()
                    .forEach(engine -> ordered.put(engine.name(), engine));
        }
        return List.copyOf(ordered.values());
    }

    private Engine connect() {
        return new KafkaConnect(
                sites.of("connect"),
                blueprint.addresses().kafka(),
                sites.installation("debezium").unpacked(),
                blueprint.captureJar(),
                Kafka.logging(),
                needs("kafka", "postgres"));
    }

    private Engine nessie() {
        return new Nessie(
                sites.of("nessie"),
                this::nessieStore,
                blueprint.addresses().s3(),
                blueprint.s3Region(),
                access::s3Credentials,
                blueprint.warehouse(),
                needs("postgres"));
    }

    private Nessie.Store nessieStore() {
        var database = access.platformDatabase(NESSIE_DATABASE);
        return new Nessie.Store(database.jdbcUrl(), database.user(), database.password());
    }

    /** Those of these engines that the platform starts; the others are there already. */
    private Set<String> needs(String... engines) {
        var needs = new TreeSet<>(List.of(engines));
        needs.removeAll(blueprint.external());
        return needs;
    }

    /**
     * Databases that the engines and the pipelines need in the platform's PostgreSQL. One of a pipeline that is off is
     * made when the pipeline is applied.
     */
    public List<String> databases() {
        var databases = new TreeSet<String>();
        if (blueprint.selection().hasLake()) {
            databases.add(NESSIE_DATABASE);
            databases.add(ORCHESTRATION_DATABASE);
        }
        for (var declared : blueprint.pipelines().enabled()) {
            if (declared.pipeline().source() instanceof Source.Embedded embedded) {
                databases.add(embedded.database());
            }
        }
        return List.copyOf(databases);
    }

    /**
     * The lake, the views, and the sources. The source of a pipeline that is off is there too, for when it is applied, unless
     * its secrets may be missing until then.
     */
    private Map<String, Map<String, String>> trinoCatalogs() {
        var catalogs = new LinkedHashMap<String, Map<String, String>>();
        var lake = blueprint.lake();
        var keys = access.s3Credentials();
        catalogs.put(
                "nessie",
                TrinoCatalogs.lake(
                        lake.nessieUri(),
                        lake.warehouse(),
                        lake.s3Endpoint(),
                        lake.s3Region(),
                        keys.accessKey(),
                        keys.secretKey()));
        catalogs.put(
                "live",
                TrinoCatalogs.views(
                        blueprint.addresses().nessie().url() + "/iceberg/main",
                        lake.s3Endpoint(),
                        lake.s3Region(),
                        keys.accessKey(),
                        keys.secretKey()));
        nessieToken().ifPresent(token -> {
            catalogs.get("nessie").putAll(TrinoCatalogs.lakeLogin(token));
            catalogs.get("live").putAll(TrinoCatalogs.viewsLogin(token));
        });
        var sources = new LinkedHashMap<String, SourceCatalogs.Database>();
        for (var declared : askable()) {
            login(declared).ifPresent(login -> sources.put(declared.pipeline().name(), login));
        }
        catalogs.putAll(new SourceCatalogs(blueprint.home().configuration("trino")).declare(sources));
        return catalogs;
    }

    /** One whose secret is missing has its catalogue when its pipeline is applied; Trino is there for the others. */
    private Optional<SourceCatalogs.Database> login(DeclaredPipeline declared) {
        try {
            var source = access.source(declared);
            return Optional.of(new SourceCatalogs.Database(source.jdbcUrl(), source.user(), source.password()));
        } catch (Failure e) {
            return Optional.empty();
        }
    }

    private Optional<String> nessieToken() {
        var nessie = blueprint.settings().nessie();
        var login = nessie == null ? null : nessie.login();
        if (login == null) {
            return Optional.empty();
        }
        if (!login.user().isEmpty()) {
            throw new Failure(blueprint.settings().file() + " external.nessie.login: Trino shows Nessie a token only: "
                    + "declare {token: ...}, or a Trino of your own under external.trino");
        }
        return Optional.of(access.nessieSecret(login));
    }

    private List<DeclaredPipeline> askable() {
        var pipelines = blueprint.pipelines();
        var askable = new LinkedHashSet<>(pipelines.enabled());
        pipelines.all().stream()
                .filter(declared -> declared.pipeline().source() instanceof Source.Embedded)
                .forEach(askable::add);
        return List.copyOf(askable);
    }
}
