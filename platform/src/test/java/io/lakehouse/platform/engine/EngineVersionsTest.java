package io.lakehouse.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.platform.engine.artifact.Lock;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The versions stand in engines.yaml, in the lock that is made from it, and where jobs compile against an engine. */
class EngineVersionsTest {
    private final Catalogue catalogue = Checkout.catalogue();

    @ParameterizedTest
    @CsvSource({
        "kafka.version, org.apache.kafka:kafka_2.13",
        "kafka.version, org.apache.kafka:connect-runtime",
        "flink.version, org.apache.flink:flink-clients",
        "flink.version, org.apache.flink:flink-table-runtime",
        "flink-kafka.version, org.apache.flink:flink-connector-kafka",
        "iceberg.version, org.apache.iceberg:iceberg-flink-runtime-2.1",
        "iceberg.version, org.apache.iceberg:iceberg-spark-runtime-3.5_2.13",
        "iceberg.version, org.apache.iceberg:iceberg-aws-bundle",
        "spark.version, org.apache.spark:spark-sql_2.13",
        "pinot.version, org.apache.pinot:pinot-tools",
        "trino.version, io.trino:trino-server",
    })
    void theBuildCompilesAgainstTheVersionsThatRun(String property, String artifact) throws IOException {
        var pom = Files.readString(Checkout.root().resolve("pom.xml"));
        var built = Pattern.compile("<" + Pattern.quote(property) + ">([^<]+)<").matcher(pom);

        assertThat(built.find()).as("pom.xml has a property " + property).isTrue();
        assertThat(catalogue.bundles().values().stream()
                        .flatMap(bundle -> bundle.artifacts().values().stream())
                        .flatMap(list -> list.stream())
                        .filter(coordinates -> coordinates.name().equals(artifact))
                        .map(Coordinates::version))
                .isNotEmpty()
                .containsOnly(built.group(1));
    }

    @Test
    void aBundleHasTheVersionOfItsFirstArtifact() {
        assertThat(catalogue.bundles().values())
                .allSatisfy(bundle -> assertThat(bundle.artifacts().values())
                        .allSatisfy(list -> assertThat(list.get(0).version()).isEqualTo(bundle.version())));
    }

    @Test
    void theLockHasTheFilesOfEveryBundleAndOfNoOther() {
        var lock = Lock.load(Checkout.root().resolve(Lock.FILE));

        var declared = new HashSet<String>();
        for (var bundle : catalogue.bundles().values()) {
            bundle.artifacts().forEach((architecture, artifacts) -> {
                var key = Lock.key(bundle, architecture);
                declared.add(key);
                assertThat(lock.sections()).as("run `lakehouse engines lock`").containsKey(key);
                var section = lock.sections().get(key);
                var locked =
                        section.entries().stream().map(Lock.Entry::coordinates).collect(Collectors.toSet());
                assertThat(locked).as("run `lakehouse engines lock`").containsAll(artifacts);
                assertThat(bundle.transitive() || locked.size() == artifacts.size())
                        .isTrue();
                assertThat(section.unpackedBytes() > 0)
                        .isEqualTo(bundle.unpack().isPresent());
            });
        }
        assertThat(lock.sections().keySet()).containsExactlyInAnyOrderElementsOf(declared);
    }

    @Test
    void noLockedFileIsOneThatTheCatalogueExcludes() {
        var lock = Lock.load(Checkout.root().resolve(Lock.FILE));

        var pinot = lock.sections().get("pinot").entries();

        assertThat(pinot)
                .extracting(entry -> entry.coordinates().name())
                .doesNotContain("org.apache.pinot:pinot-orc", "org.slf4j:slf4j-log4j12", "log4j:log4j")
                .noneMatch(name -> name.startsWith("io.confluent:"));
    }
}
