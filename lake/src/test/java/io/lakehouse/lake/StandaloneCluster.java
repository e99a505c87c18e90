package io.lakehouse.lake;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;

/** Spark's own standalone cluster of one worker, on loopback: it has plain Spark and nothing of the lake's. */
final class StandaloneCluster implements AutoCloseable {
    private static final Predicate<String> IS_OURS =
            jar -> jar.contains("iceberg") || !jar.endsWith(".jar") || jar.contains("lakehouse");

    private final Path home;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    private StandaloneCluster(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    /** Starts master and worker below a folder and waits until the worker is registered. */
    static StandaloneCluster start(Path folder) throws IOException {
        var home = Files.createTempDirectory(folder, "spark-home");
        var jars = Files.createDirectory(home.resolve("jars"));
        for (var jar : classPath(IS_OURS.negate())) {
            Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
        }
        var cluster = new StandaloneCluster(home, NessieServer.freePort());
        Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
        try {
            cluster.launch(Master.class, "master", "--webui-port", "0", "--port", Integer.toString(cluster.port));
            cluster.launch(
                    Worker.class,
                    "worker",
                    "--webui-port",
                    "0",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    home.resolve("work").toString(),
                    cluster.master());
            await("a worker").atMost(Duration.ofMinutes(2)).until(() -> Files.readString(home.resolve("worker.log"))
                    .contains("registered with master"));
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void launch(Class<?> main, String name, String... arguments) throws IOException {
        var all = new ArrayList<>(List.of("--host", "127.0.0.1"));
        all.addAll(List.of(arguments));
        var logging = Files.writeString(
                home.resolve("log4j2.properties"),
                """
                rootLogger.level = info
                rootLogger.appenderRef.stderr.ref = stderr
                appender.stderr.type = Console
                appender.stderr.name = stderr
                appender.stderr.target = SYSTEM_ERR
                appender.stderr.layout.type = PatternLayout
                appender.stderr.layout.pattern = %p %c{1}: %m%n
                """);
        var builder = new ProcessBuilder(JobProcess.command(
                        Map.of("log4j2.configurationFile", logging.toString()), main, all.toArray(String[]::new)))
                .redirectErrorStream(true)
                .redirectOutput(home.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        // Its web pages listen there too.
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        processes.add(builder.start());
    }

    private String master() {
        return "spark://127.0.0.1:" + port;
    }

    /** What a driver is started with to run on it, with what it lacks shipped to it. */
    Map<String, String> settings() {
        return Map.of(
                "spark.master", master(),
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.executor.memory", "640m",
                "spark.jars",
                        classPath(jar -> jar.contains("iceberg")).stream()
                                        .map(Path::toString)
                                        .collect(Collectors.joining(","))
                                + ","
                                + Path.of("target", "lakehouse-lake.jar").toAbsolutePath());
    }

    /** How many tasks its executors have finished, as their logs tell. */
    long finishedTasks() throws IOException {
        try (var files = Files.walk(home.resolve("work"))) {
            return files.filter(file -> file.endsWith("stderr"))
                    .flatMap(StandaloneCluster::lines)
                    .filter(line -> line.contains("Finished task"))
                    .count();
        }
    }

    private static java.util.stream.Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Path> classPath(Predicate<String> wanted) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(wanted)
                .map(Path::of)
                .distinct()
                .toList();
    }

    @Override
    public void close() {
        for (var process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        try {
            for (var process : processes) {
                process.waitFor(20, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
