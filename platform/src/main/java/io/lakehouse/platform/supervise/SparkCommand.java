package io.lakehouse.platform.supervise;

import io.lakehouse.platform.engine.Launch;
import io.lakehouse.platform.engine.Site;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a JVM with Spark is started.
 *
 * @param site where Spark lives
 * @param jar the jar of the batch
 * @param master where Spark runs its tasks, {@code local[2]} or {@code spark://host:port}
 * @param options further settings of Spark, by name
 */
public record SparkCommand(Site site, Path jar, String master, Map<String, String> options) {
    /** What a cluster of plain Spark lacks. */
    private static final List<String> SHIPPED =
            List.of("org.apache.iceberg:iceberg-spark-runtime-3.5_2.13", "org.apache.iceberg:iceberg-aws-bundle");

    /** Keeps its own copy of the options. */
    public SparkCommand {
        options = Map.copyOf(options);
    }

    /** How a main class of the jar is started: a batch lets those go first for whom a change is waiting. */
    Launch launch(String mainClass, String... arguments) throws IOException {
        return Launch.of(of(mainClass, arguments), site.data()).yielding();
    }

    /** The command that runs a main class of the jar. */
    List<String> of(String mainClass, String... arguments) throws IOException {
        var classPath = jar + File.pathSeparator + site.installation().classPath();
        var settings = new TreeMap<>(options);
        settings.put(
                "spark.local.dir",
                Files.createDirectories(site.data().resolve("tmp")).toString());
        settings.put("spark.master", master);
        if (!master.startsWith("local")) {
            settings.put(
                    "spark.jars",
                    Stream.concat(Stream.of(jar), SHIPPED.stream().map(site.installation()::file))
                            .map(Path::toString)
                            .collect(Collectors.joining(",")));
        }
        var command = site.javaOn(classPath, mainClass, arguments);
        command.addAll(
                1,
                settings.entrySet().stream()
                        .map(setting -> "-D" + setting.getKey() + "=" + setting.getValue())
                        .toList());
        return command;
    }
}
