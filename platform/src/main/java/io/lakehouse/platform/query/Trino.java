package io.lakehouse.platform.query;

import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Launch;
import io.lakehouse.platform.engine.Site;
import io.lakehouse.platform.engine.rest.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Trino: one node that is coordinator and worker. */
public final class Trino implements Engine {
    private final Site site;
    private final Supplier<Map<String, Map<String, String>>> catalogs;

    /**
     * A server with these catalogues.
     *
     * @param site where it lives
     * @param catalogs the properties of each catalogue, by its name; asked for when it starts
     */
    public Trino(Site site, Supplier<Map<String, Map<String, String>>> catalogs) {
        this.site = site;
        this.catalogs = catalogs;
    }

    @Override
    public String name() {
        return "trino";
    }

    @Override
    public Set<String> needs() {
        return Set.of();
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("http", site.port("http"));
    }

    @Override
    public List<Address> addresses() {
        return List.of(new Address("Trino web page and SQL", "http://" + site.address("http")));
    }

    @Override
    public Launch prepare() throws IOException {
        var etc = site.configuration();
        var installation = site.installation().folder();
        ConfigurationFile.writeProperties(etc.resolve("config.properties"), server(installation));
        ConfigurationFile.write(etc.resolve("log.properties"), "io.trino=WARN\nio.airlift=WARN\n");
        var catalogFiles = Files.createDirectories(etc.resolve("catalog"));
        var declared = catalogs.get();
        writeCatalogs(catalogFiles, declared);
        TrinoCatalogs.keys(declared)
                .ifPresent(keys -> ConfigurationFile.write(etc.resolve(TrinoCatalogs.KEYS_FILE), keys));
        // Trino looks for this file below its working directory and nowhere else.
        ConfigurationFile.writeProperties(
                Files.createDirectories(site.data().resolve("etc")).resolve("catalog-store.properties"),
                Map.of("catalog.config-dir", catalogFiles.toString()));
        var command = site.javaOn(installation.resolve("lib") + "/*", "io.trino.server.TrinoServer");
        command.addAll(
                1,
                List.of(
                        "-Dconfig=" + etc.resolve("config.properties"),
                        "-Dlog.levels-file=" + etc.resolve("log.properties")));
        // Trino's own launcher turns node.properties into these.
        node().forEach((name, value) -> command.add(1, "-D" + name + "=" + value));
        return Launch.of(command, site.data())
                .withEnvironment(TrinoCatalogs.environment(declared))
                .withStopGrace(Duration.ofSeconds(15));
    }

    @Override
    public void probe() throws Exception {
        // After the server has started it has no node to run a query on for some seconds: only a query tells.
        new TrinoSql(Endpoint.open("http://" + site.address("http"))).run("SELECT 1");
    }

    /**
     * Trino serves every file of the folder: what is no longer declared must go, and its password with it. The catalogues
     * of raw topics and of tags are Trino's own to write; they hold no secret.
     */
    private static void writeCatalogs(Path folder, Map<String, Map<String, String>> declared) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString().replaceFirst("\\.properties$", "");
                if (!declared.containsKey(name) && !TrinoCatalogs.isMadeWhileTrinoRuns(name)) {
                    Files.delete(file);
                }
            }
        }
        declared.forEach((name, properties) ->
                ConfigurationFile.writeProperties(folder.resolve(name + ".properties"), properties));
    }

    private Map<String, String> node() {
        var node = new LinkedHashMap<String, String>();
        node.put("node.environment", "lakehouse");
        node.put("node.id", "lakehouse-trino-1");
        node.put("node.data-dir", site.data().toString());
        node.put("node.bind-ip", Site.HOST);
        node.put("node.internal-address", Site.HOST);
        return node;
    }

    private Map<String, String> server(Path installation) {
        var server = new LinkedHashMap<String, String>();
        server.put("coordinator", "true");
        server.put("node-scheduler.include-coordinator", "true");
        server.put("http-server.http.port", Integer.toString(site.port("http")));
        server.put("discovery.uri", "http://" + site.address("http"));
        server.put("plugin.dir", installation.resolve("plugin").toString());
        // A pipeline that is applied while Trino runs brings catalogues with it.
        server.put("catalog.management", "dynamic");
        server.put("query.max-memory", "500MB");
        server.put("query.max-memory-per-node", "500MB");
        server.put("memory.heap-headroom-per-node", "200MB");
        server.put("task.concurrency", "2");
        return server;
    }
}
