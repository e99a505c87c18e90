package io.lakehouse.platform.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
    private static final String GOOD =
            """
            bundles:
              tool:
                version: 1.0
                artifacts: [org.example:tool:1.0]
            engines:
              first:
                bundle: tool
                jdk: 17
                ports: {rest: 8080}
                memory: 100
                jvm: [-Xmx64m]
              second:
                bundle: tool
                jdk: 17
                ports: {http: 8081}
                memory: 200
            """;

    @TempDir
    Path folder;

    @Test
    void theOneOfTheCheckoutDescribesAllEngines() {
        var catalogue = Checkout.catalogue();

        assertThat(catalogue.engines().keySet())
                .containsExactly(
                        "postgres",
                        "kafka",
                        "connect",
                        "flink-jobmanager",
                        "flink-taskmanager",
                        "s3",
                        "nessie",
                        "pinot",
                        "trino",
                        "spark");
        assertThat(catalogue.bundlesOf(List.of("kafka", "connect", "trino"))).containsExactly("kafka", "trino");
    }

    @Test
    void allEnginesTogetherFitIntoNineGibibytes() {
        var catalogue = Checkout.catalogue();

        var memory = catalogue.engines().values().stream()
                .mapToInt(EngineEntry::memory)
                .sum();

        assertThat(memory).isLessThan(9 * 1024);
    }

    @Test
    void whatIsDeclaredIsWhatIsRead() {
        var catalogue = load(GOOD);

        assertThat(catalogue.engine("first").jvm()).containsExactly("-Xmx64m");
        assertThat(catalogue.engine("first").memory()).isEqualTo(100);
        assertThat(catalogue.engine("second").ports()).containsEntry("http", 8081);
        assertThat(catalogue.bundle("tool").artifacts().get(Bundle.ANY))
                .extracting(Coordinates::toString)
                .containsExactly("org.example:tool:1.0:jar");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: 1.0 | versoin: 1.0 | bundles.tool.versoin: is unknown; known are architectures, artifacts",
                "artifacts: [org.example:tool:1.0] | artifacts: [tool] | bundles.tool.artifacts: \"tool\" is not group:",
                "artifacts: [org.example:tool:1.0] | artifacts: [] | bundles.tool.artifacts: is empty",
                "artifacts: [org.example:tool:1.0] | transitive: true | bundles.tool: needs either artifacts or arch",
                "artifacts: [org.example:tool:1.0] | {} | engines.yaml:5: could not find expected ':'",
                "jdk: 17 | jdk: old | engines.first.jdk: Cannot deserialize",
                "bundle: tool | bundle: tol | engines.first.bundle: there is no bundle tol; there are tool",
                "http: 8081 | http: 8080 | engines.second.ports.http: port 8080 is also that of first.rest",
                "http: 8081 | http: 80800 | engines.second.ports.http: 80800 is no port; give 1 to 65535",
                "second: | first: | Duplicate field 'first'",
                "memory: 200 | jvm: [-Xmx1g] | engines.second.memory: is missing",
                "jdk: 17 | jdk: 0 | engines.first.jvm: a native program (jdk: 0) takes no JVM flags",
                "second: | Second: | engines.Second: a name is made of small letters",
            })
    void whatIsWrongIsNamedWithItsPlaceInOneLine(String good, String bad, String message) {
        var text = GOOD.replaceFirst(Pattern.quote(good), bad);

        assertThatThrownBy(() -> load(text))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith(folder.resolve("engines.yaml").toString())
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void anArchiveStandsAlone() {
        var text =
                GOOD.replace("artifacts: [org.example:tool:1.0]", "artifacts: [a:b:1:tar.gz]\n    unpack: {strip: 1}");

        assertThatThrownBy(() -> load(text)).hasMessageContaining("bundles.tool.unpack: an archive stands alone");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Catalogue.load(folder.resolve("none.yaml")))
                .isInstanceOf(Failure.class)
                .hasMessageContaining("none.yaml");
    }

    private Catalogue load(String text) {
        try {
            return Catalogue.load(Files.writeString(folder.resolve("engines.yaml"), text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
