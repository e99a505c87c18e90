package io.lakehouse.platform.stream;

import io.lakehouse.platform.engine.Command;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Launch;
import io.lakehouse.platform.engine.Site;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Kafka in KRaft mode: one node that is broker and controller. */
public final class Kafka implements Engine {
    private static final int MESSAGE_MAX_BYTES = 32 * 1024 * 1024;

    private final Site site;

    /** Kafka at its site. */
    public Kafka(Site site) {
        this.site = site;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public Set<String> needs() {
        return Set.of();
    }

    @Override
    public Map<String, Integer> ports() {
        return Map.of("broker", site.port("broker"), "controller", site.port("controller"));
    }

    @Override
    public List<Address> addresses() {
        return List.of(new Address("Kafka bootstrap", site.address("broker")));
    }

    @Override
    public Launch prepare() throws Exception {
        var log4j = ConfigurationFile.write(site.configuration().resolve("log4j2.yaml"), LOGGING);
        var file = ConfigurationFile.writeProperties(site.configuration().resolve("server.properties"), properties());
        if (!Files.exists(site.data().resolve("meta.properties"))) {
            Command.run(
                    site.java(
                            "kafka.tools.StorageTool",
                            "format",
                            "--standalone",
                            "--ignore-formatted",
                            "-t",
                            "lakehouse-kafka-000000",
                            "-c",
                            file.toString()),
                    site.configuration(),
                    site.home().log("kafka-format"));
        }
        var command = site.java("kafka.Kafka", file.toString());
        command.add(1, "-Dlog4j2.configurationFile=" + log4j);
        return Launch.of(command, site.configuration()).withStopGrace(Duration.ofSeconds(30));
    }

    @Override
    public void probe() throws Exception {
        try (var admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                site.address("broker"),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                3000,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                3000))) {
            var nodes = admin.describeCluster().nodes().get(4, TimeUnit.SECONDS);
            if (nodes.isEmpty()) {
                throw new IllegalStateException("the broker has not registered yet");
            }
        }
    }

    private Map<String, String> properties() {
        var properties = new LinkedHashMap<String, String>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.bootstrap.servers", site.address("controller"));
        properties.put(
                "listeners", "PLAINTEXT://" + site.address("broker") + ",CONTROLLER://" + site.address("controller"));
        properties.put(
                "advertised.listeners",
                "PLAINTEXT://" + site.address("broker") + ",CONTROLLER://" + site.address("controller"));
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("log.dirs", site.data().toString());
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "1");
        properties.put("default.replication.factor", "1");
        properties.put("min.insync.replicas", "1");
        // Topics are made by the pipelines with their own settings; one that appears by itself is a mistake.
        properties.put("auto.create.topics.enable", "false");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("message.max.bytes", Integer.toString(MESSAGE_MAX_BYTES));
        properties.put("replica.fetch.max.bytes", Integer.toString(MESSAGE_MAX_BYTES));
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024));
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        return properties;
    }

    private static final String LOGGING =
            """
            Configuration:
              status: WARN
              Appenders:
                Console:
                  name: STDOUT
                  PatternLayout:
                    pattern: "%d{ISO8601} %-5p %c{1} %m%n"
              Loggers:
                Root:
                  level: WARN
                  AppenderRef:
                    ref: STDOUT
                Logger:
                  - name: kafka.server
                    level: INFO
                  - name: io.debezium
                    level: INFO
                  - name: org.apache.kafka.connect
                    level: INFO
            """;

    /** The logging configuration that the engines of Kafka's class path share. */
    public static String logging() {
        return LOGGING;
    }
}
