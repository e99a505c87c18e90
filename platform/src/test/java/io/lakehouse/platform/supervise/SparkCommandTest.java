package io.lakehouse.platform.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.engine.EngineEntry;
import io.lakehouse.platform.engine.Home;
import io.lakehouse.platform.engine.Installation;
import io.lakehouse.platform.engine.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkCommandTest {
    private static final String ICEBERG = "org.apache.iceberg:iceberg-spark-runtime-3.5_2.13";
    private static final String AWS = "org.apache.iceberg:iceberg-aws-bundle";

    @TempDir
    private Path folder;

    @Test
    void aClusterIsShippedWhatPlainSparkLacks() throws IOException {
        assertThat(command("spark://host:7077", Map.of("spark.executor.memory", "4g")))
                .contains(
                        "-Dspark.master=spark://host:7077",
                        "-Dspark.jars=/lake.jar,/iceberg.jar,/aws.jar",
                        "-Dspark.executor.memory=4g");
    }

    @Test
    void onThisMachineNothingIsCopied() throws IOException {
        assertThat(command("local[2]", Map.of()))
                .contains("-Dspark.master=local[2]")
                .noneMatch(argument -> argument.startsWith("-Dspark.jars"));
    }

    private List<String> command(String master, Map<String, String> options) throws IOException {
        var site = new Site(
                "spark",
                new EngineEntry("spark", 17, Map.of(), List.of("-Xmx1g")),
                new Home(folder, 0),
                new Installation("spark", Map.of(ICEBERG, Path.of("/iceberg.jar"), AWS, Path.of("/aws.jar")), null),
                Path.of("/jdk"));
        return new SparkCommand(site, Path.of("/lake.jar"), master, options).of("io.lakehouse.lake.BatchJob");
    }
}
