package io.lakehouse.platform.capture;

import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Launch;
import io.lakehouse.platform.engine.Site;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A Kafka Connect worker that carries Debezium. */
public final class KafkaConnect implements Engine {
    /** Milliseconds between two commits of source offsets, and so of the slot's confirmed position. */
    static final int OFFSET_FLUSH_MILLIS = 500;

    private static final String LONG_POLL_MILLIS = "100";

    private final Site site;
    private final KafkaAddress kafka;
    private final Path plugin;
    private final Path converters;
    private final String logging;
    private final Set<String> needs;

    /**
     * A worker.
     *
     * @param site where it lives
     * @param kafka Kafka's address
     * @param plugin folder of the unpacked connector plugin
     * @param converters the jar of module {@code capture}
     * @param logging log4j 2 configuration, YAML
     * @param needs engines that must be ready before
     */
    public KafkaConnect(
            Site site, KafkaAddress kafka, Path plugin, Path converters, String logging, Set<String> needs) {
        this.site = site;
        this.kafka = kafka;
        this.plugin = plugin;
        this.converters = converters;
        this.logging = logging;
        this.needs = Set.copyOf(needs);
    }

    @Override
    public String name() {
        return "connect";
    }

    @Override
    public Set<String> needs() {
        return needs;
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("rest", site.port("rest"));
    }

    @Override
    public List<Address> addresses() {
        return List.of(new Address("Kafka Connect REST", "http://" + site.address("rest")));
    }

    @Override
    public Launch prepare() throws IOException {
        linkPlugin();
        var log4j = ConfigurationFile.write(site.configuration().resolve("log4j2.yaml"), logging);
        var file = ConfigurationFile.writeProperties(site.configuration().resolve("worker.properties"), properties());
        var command = site.java("org.apache.kafka.connect.cli.ConnectDistributed", file.toString());
        command.add(1, "-Dlog4j2.configurationFile=" + log4j);
        return Launch.of(command, site.configuration()).withStopGrace(Duration.ofSeconds(15));
    }

    @Override
    public void probe() throws Exception {
        new JsonRest("http://" + site.address("rest")).get("/connectors");
    }

    /** A folder of Debezium's jars and ours, which Debezium looks for beside its own. */
    private void linkPlugin() throws IOException {
        var folder = site.configuration().resolve("plugins/debezium");
        if (Files.isSymbolicLink(folder)) {
            // Of an older version: it is the installation itself, which is emptied by nobody.
            Files.delete(folder);
        }
        Files.createDirectories(folder);
        try (var before = Files.newDirectoryStream(folder)) {
            for (var file : before) {
                Files.delete(file);
            }
        }
        try (var jars = Files.newDirectoryStream(plugin, "*.jar")) {
            for (var jar : jars) {
                Files.createSymbolicLink(folder.resolve(jar.getFileName()), jar.toAbsolutePath());
            }
        }
        // A copy: the worker loads classes when they are first used, and a build may have removed the jar by then.
        var copy = Files.copy(converters, folder.resolve("lakehouse-capture.jar"));
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
    }

    private Map<String, String> properties() {
        var properties = new LinkedHashMap<String, String>();
        properties.put("bootstrap.servers", kafka.bootstrap());
        // The worker's own clients, and those that its connectors write, read and manage topics with.
        for (var setting : kafka.login().entrySet()) {
            for (var client : List.of("", "producer.", "consumer.", "admin.")) {
                properties.put(client + setting.getKey(), setting.getValue());
            }
        }
        // A task asks before each poll which offsets are stored, and now and then waits for the whole of a long poll
        // (docs/decisions/0188).
        for (var client : List.of("", "consumer.")) {
            properties.put(client + "fetch.max.wait.ms", LONG_POLL_MILLIS);
        }
        properties.put("group.id", "lakehouse-connect");
        properties.put("listeners", "http://" + site.address("rest"));
        properties.put("rest.advertised.host.name", Site.HOST);
        properties.put("rest.advertised.port", Integer.toString(site.port("rest")));
        for (var topic : List.of("config", "offset", "status")) {
            properties.put(topic + ".storage.topic", "lakehouse.connect." + topic);
            properties.put(topic + ".storage.replication.factor", "1");
        }
        properties.put("offset.storage.partitions", "1");
        properties.put("status.storage.partitions", "1");
        properties.put("key.converter", "org.apache.kafka.connect.json.JsonConverter");
        properties.put("key.converter.schemas.enable", "false");
        properties.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        properties.put("value.converter.schemas.enable", "false");
        properties.put("plugin.path", site.configuration().resolve("plugins").toString());
        properties.put("plugin.discovery", "hybrid_warn");
        properties.put("offset.flush.interval.ms", Integer.toString(OFFSET_FLUSH_MILLIS));
        // Changes and the position up to which they were read are one transaction: a worker that is killed delivers
        // nothing twice, and bronze, which takes every raw message as it is, holds every change once.
        properties.put("exactly.once.source.support", "enabled");
        properties.put("connector.client.config.override.policy", "All");
        properties.put("topic.creation.enable", "true");
        // A connector's password is a reference to a file, so that no REST answer shows it.
        properties.put("config.providers", "file");
        properties.put("config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider");
        properties.put(
                "config.providers.file.param.allowed.paths",
                site.home().secrets().toString());
        // One worker: a member that was killed is replaced at once instead of being awaited for minutes.
        properties.put("session.timeout.ms", "10000");
        properties.put("heartbeat.interval.ms", "3000");
        properties.put("scheduled.rebalance.max.delay.ms", "0");
        return properties;
    }
}
