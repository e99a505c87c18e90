package io.lakehouse.platform.lake;

import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Launch;
import io.lakehouse.platform.engine.Site;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Nessie, the versioned catalogue, persisted in PostgreSQL. */
public final class Nessie implements Engine {
    /**
     * The database that Nessie keeps its commits in.
     *
     * @param jdbcUrl address of the database
     * @param user its user
     * @param password its password
     */
    public record Store(String jdbcUrl, String user, String password) {
        @Override
        public String toString() {
            return "Store[" + jdbcUrl + " as " + user + "]";
        }
    }

    private final Site site;
    private final Supplier<Store> database;
    private final String s3Endpoint;
    private final String s3Region;
    private final Supplier<S3Credentials> keys;
    private final String warehouse;
    private final Set<String> needs;

    /**
     * A catalogue.
     *
     * @param site where it lives
     * @param database its database, asked for when it starts
     * @param s3Endpoint address of the S3 store
     * @param s3Region region that requests to it are signed for
     * @param keys keys of the S3 store, asked for when it starts
     * @param warehouse root of the tables, {@code s3://bucket}
     * @param needs engines that must be ready before
     */
    public Nessie(
            Site site,
            Supplier<Store> database,
            String s3Endpoint,
            String s3Region,
            Supplier<S3Credentials> keys,
            String warehouse,
            Set<String> needs) {
        this.site = site;
        this.database = database;
        this.s3Endpoint = s3Endpoint;
        this.s3Region = s3Region;
        this.keys = keys;
        this.warehouse = warehouse;
        this.needs = Set.copyOf(needs);
    }

    @Override
    public String name() {
        return "nessie";
    }

    @Override
    public Set<String> needs() {
        return needs;
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("rest", site.port("rest"), "management", site.port("management"));
    }

    @Override
    public List<Address> addresses() {
        return List.of(new Address("Nessie web page and REST", "http://" + site.address("rest")));
    }

    @Override
    public Launch prepare() {
        // Quarkus reads config/application.properties below its working directory: the secrets stay in a file.
        ConfigurationFile.writeProperties(
                site.configuration().resolve("config").resolve("application.properties"), properties());
        return Launch.of(site.java("io.quarkus.runner.GeneratedMain"), site.configuration())
                .withStopGrace(Duration.ofSeconds(10));
    }

    @Override
    public void probe() throws Exception {
        new JsonRest("http://" + site.address("rest")).get("/api/v2/trees/main");
    }

    private Map<String, String> properties() {
        var store = database.get();
        var credentials = keys.get();
        var properties = new LinkedHashMap<String, String>();
        properties.put("quarkus.http.host", Site.HOST);
        properties.put("quarkus.http.port", Integer.toString(site.port("rest")));
        properties.put("quarkus.management.host", Site.HOST);
        properties.put("quarkus.management.port", Integer.toString(site.port("management")));
        properties.put("quarkus.otel.sdk.disabled", "true");
        properties.put("quarkus.log.level", "WARN");
        properties.put("quarkus.log.file.enable", "false");
        properties.put("nessie.version.store.type", "JDBC");
        properties.put("nessie.version.store.persist.jdbc.datasource", "postgresql");
        properties.put("quarkus.datasource.postgresql.jdbc.url", store.jdbcUrl());
        properties.put("quarkus.datasource.postgresql.username", store.user());
        properties.put("quarkus.datasource.postgresql.password", store.password());
        properties.put("nessie.catalog.default-warehouse", "lakehouse");
        properties.put("nessie.catalog.warehouses.lakehouse.location", warehouse);
        properties.put("nessie.catalog.service.s3.default-options.endpoint", s3Endpoint);
        properties.put("nessie.catalog.service.s3.default-options.path-style-access", "true");
        properties.put("nessie.catalog.service.s3.default-options.region", s3Region);
        properties.put("nessie.catalog.service.s3.default-options.access-key", "urn:nessie-secret:quarkus:s3key");
        properties.put("s3key.name", credentials.accessKey());
        properties.put("s3key.secret", credentials.secretKey());
        // Quarkus takes ${NAME} for a reference, wherever it stands.
        properties.replaceAll((name, value) -> value.replace("$", "\\$"));
        return properties;
    }
}
