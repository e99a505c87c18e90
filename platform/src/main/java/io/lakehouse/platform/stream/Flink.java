package io.lakehouse.platform.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.engine.Engine;
import io.lakehouse.platform.engine.Launch;
import io.lakehouse.platform.engine.Site;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Flink's session cluster: one class for its two engines, the JobManager and the TaskManager. */
public final class Flink implements Engine {
    /** The part of the cluster that an engine is. */
    public enum Role {
        /** Takes jobs, coordinates checkpoints, answers REST. */
        JOB_MANAGER("flink-jobmanager", "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint"),
        /** Runs the jobs' tasks. */
        TASK_MANAGER("flink-taskmanager", "org.apache.flink.runtime.taskexecutor.TaskManagerRunner");

        private final String engine;
        private final String mainClass;

        Role(String engine, String mainClass) {
            this.engine = engine;
            this.mainClass = mainClass;
        }
    }

    /** Each pipeline has two jobs, of one task each. */
    private static final int SLOTS = 8;

    private final Role role;
    private final Site site;
    private final Site jobManager;

    private Flink(Role role, Site site, Site jobManager) {
        this.role = role;
        this.site = site;
        this.jobManager = jobManager;
    }

    /** The JobManager at its site. */
    public static Flink jobManager(Site site) {
        return new Flink(Role.JOB_MANAGER, site, site);
    }

    /** The TaskManager at its site, of the JobManager at that one. */
    public static Flink taskManager(Site site, Site jobManager) {
        return new Flink(Role.TASK_MANAGER, site, jobManager);
    }

    @Override
    public String name() {
        return role.engine;
    }

    @Override
    public Set<String> needs() {
        return role == Role.JOB_MANAGER ? Set.of() : Set.of(Role.JOB_MANAGER.engine);
    }

    @Override
    public Map<String, Integer> ports() {
        return site.entry().ports().keySet().stream().collect(Collectors.toMap(port -> port, site::port));
    }

    @Override
    public List<Address> addresses() {
        return role == Role.JOB_MANAGER
                ? List.of(new Address("Flink web page and REST", "http://" + site.address("rest")))
                : List.of();
    }

    @Override
    public Launch prepare() throws IOException {
        var configuration = site.configuration();
        ConfigurationFile.write(
                configuration.resolve("config.yaml"),
                settings().entrySet().stream()
                        .map(entry -> entry.getKey() + ": \"" + entry.getValue() + "\"\n")
                        .collect(Collectors.joining()));
        var log4j = ConfigurationFile.write(configuration.resolve("log4j2.properties"), LOGGING);
        var plugins = Files.createDirectories(configuration.resolve("plugins"));
        Files.createDirectories(site.data().resolve("tmp"));
        var command = site.java(role.mainClass, "-c", configuration.toString());
        command.add(1, "-Dlog4j2.configurationFile=" + log4j);
        return Launch.of(command, configuration)
                .withEnvironment(Map.of(
                        "FLINK_CONF_DIR", configuration.toString(),
                        "FLINK_LIB_DIR", plugins.toString(),
                        "FLINK_PLUGINS_DIR", plugins.toString()))
                .withStopGrace(Duration.ofSeconds(10));
    }

    @Override
    public void probe() throws Exception {
        var overview = new JsonRest("http://" + jobManager.address("rest")).get("/overview");
        if (role == Role.TASK_MANAGER && slots(overview) == 0) {
            throw new IllegalStateException("the TaskManager has not registered with the JobManager yet");
        }
    }

    private static int slots(JsonNode overview) {
        return overview.path("slots-total").asInt();
    }

    private Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("jobmanager.rpc.address", Site.HOST);
        settings.put("jobmanager.bind-host", Site.HOST);
        settings.put("jobmanager.rpc.port", Integer.toString(jobManager.port("rpc")));
        settings.put("blob.server.port", Integer.toString(jobManager.port("blob")));
        settings.put("rest.address", Site.HOST);
        settings.put("rest.bind-address", Site.HOST);
        settings.put("rest.port", Integer.toString(jobManager.port("rest")));
        settings.put("rest.bind-port", Integer.toString(jobManager.port("rest")));
        settings.put("web.upload.dir", site.data().resolve("upload").toString());
        settings.put("io.tmp.dirs", site.data().resolve("tmp").toString());
        // A lost TaskManager is noticed, and its jobs restarted, within seconds instead of a minute.
        settings.put("heartbeat.interval", "2 s");
        settings.put("heartbeat.timeout", "10 s");
        settings.put("cluster.evenly-spread-out-slots", "false");
        settings.put("classloader.check-leaked-classloader", "false");
        settings.put("restart-strategy.type", "exponential-delay");
        settings.put("restart-strategy.exponential-delay.initial-backoff", "200 ms");
        settings.put("restart-strategy.exponential-delay.max-backoff", "10 s");
        settings.put("restart-strategy.exponential-delay.reset-backoff-threshold", "1 min");
        if (role == Role.TASK_MANAGER) {
            settings.put("taskmanager.host", Site.HOST);
            settings.put("taskmanager.bind-host", Site.HOST);
            settings.put("taskmanager.rpc.port", Integer.toString(site.port("rpc")));
            settings.put("taskmanager.data.port", Integer.toString(site.port("data")));
            settings.put("taskmanager.numberOfTaskSlots", Integer.toString(SLOTS));
            settings.put("taskmanager.cpu.cores", "4.0");
            // Without Flink's shell scripts nothing derives these from the heap; they describe the JVM's flags.
            settings.put("taskmanager.memory.framework.heap.size", "128m");
            settings.put("taskmanager.memory.task.heap.size", "384m");
            settings.put("taskmanager.memory.framework.off-heap.size", "128m");
            settings.put("taskmanager.memory.task.off-heap.size", "128m");
            settings.put("taskmanager.memory.network.min", "64m");
            settings.put("taskmanager.memory.network.max", "64m");
            settings.put("taskmanager.memory.managed.size", "64m");
            settings.put("taskmanager.memory.jvm-metaspace.size", "256m");
            settings.put("taskmanager.memory.jvm-overhead.min", "192m");
            settings.put("taskmanager.memory.jvm-overhead.max", "192m");
        }
        return settings;
    }

    private static final String LOGGING =
            """
            rootLogger.level = INFO
            rootLogger.appenderRef.console.ref = Console
            appender.console.name = Console
            appender.console.type = CONSOLE
            appender.console.layout.type = PatternLayout
            appender.console.layout.pattern = %d{yyyy-MM-dd HH:mm:ss,SSS} %-5p %c{1} %m%n
            logger.pekko.name = org.apache.pekko
            logger.pekko.level = WARN
            logger.kafka.name = org.apache.kafka
            logger.kafka.level = WARN
            logger.hadoop.name = org.apache.hadoop
            logger.hadoop.level = WARN
            """;
}
