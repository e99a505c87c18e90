package io.lakehouse.platform.cli;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.fasterxml.jackson.core.type.TypeReference;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line, run in this process. */
class MainTest extends CommandLineRun {
    static List<List<String>> wrongUsages() {
        return List.of(
                List.of(),
                List.of("fly"),
                List.of("--fast", "up"),
                List.of("up", "--fast"),
                List.of("up", "--only", "pinot"),
                List.of("up", "--port-offset", "many"),
                List.of("up", "--port-offset", "50000"),
                List.of("up", "--home"),
                List.of("logs"),
                List.of("query", "mysql", "SELECT 1"),
                List.of("query", "trino", " "),
                List.of("sync", "--timeout", "soon"),
                List.of("simulate", "sales", "--rate", "-1"),
                List.of("simulate", "sales", "--rate", "NaN"),
                List.of("simulate", "sales", "--duration", "0s"),
                List.of("simulate", "sales", "--connections", "0"),
                List.of("batch", "run"),
                List.of("batch", "run", "sales", "--timeout", "0s"),
                List.of("batch", "run", "sales", "--master", "nonsense"),
                List.of("batch", "run", "sales", "--as", ""),
                List.of("batch", "lease", "sales", "--to", " "),
                List.of("batch", "history", "-n", "-1"),
                List.of("batch", "log", "20260101T120000000Z", "-n", "few"),
                List.of("logs", "kafka", "-n", "-1"),
                List.of("connectors"),
                List.of("connectors", "pause"),
                List.of("destroy"),
                List.of("dead-letters", "list", "--lane", "fast"),
                List.of("plan", "sales", "other"));
    }

    @ParameterizedTest
    @MethodSource("wrongUsages")
    void wrongUsageIsOneLineAndCodeTwo(List<String> arguments) {
        var code = Main.run(arguments.toArray(String[]::new));

        assertThat(code).isEqualTo(2);
        assertThat(error()).startsWith("lakehouse: ").hasLineCount(1).contains("--help");
        assertThat(out()).isEmpty();
    }

    @Test
    void aVerbThatIsMistypedIsGuessed() {
        Main.run("preflihgt");

        assertThat(error()).contains("'preflihgt'; did you mean preflight?; see lakehouse --help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "connectors", "dead-letters", "tables"})
    void aGroupWithoutAVerbPointsToItsHelpOnce(String group) {
        Main.run(group);

        assertThat(error()).containsOnlyOnce("see lakehouse " + group + " --help");
    }

    @Test
    void globalOptionsMayStandBeforeTheVerb() {
        var code = Main.run("--home", home.toString(), "--port-offset", "70", "up", "--dry-run");

        assertThat(code).isZero();
        assertThat(out()).startsWith("home " + home + ", ports moved by 70, ").contains("\"broker\":9162");
    }

    @Test
    void globalOptionsMayStandAfterTheVerb() {
        var code = Main.run("up", "--dry-run", "--home", home.toString(), "--port-offset", "70");

        assertThat(code).isZero();
        assertThat(out()).startsWith("home " + home + ", ports moved by 70, ").contains("\"broker\":9162");
    }

    @Test
    void aDryRunShowsThePlanAndLeavesNoTrace() {
        var code = Main.run("up", "--dry-run", "--home", home.toString());

        assertThat(code).isZero();
        assertThat(out()).contains("postgres", "kafka", "pinot", "trino", "then the pipelines sales");
        assertThat(error()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void tablesAreNotGeneratedForAVersionThatIsNone() {
        var code =
                Main.run("tables", "generate", "--out", "out", "--pinot-version", "latest", "--home", home.toString());

        assertThat(code).isEqualTo(2);
        assertThat(error()).contains("--pinot-version: \"latest\" is no version of Pinot; give one like 1.5.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"realtime", "REALTIME"})
    void aLaneIsNamedInAnyCase(String lane) {
        var code = Main.run("up", "--dry-run", "--only", lane, "--home", home.toString());

        assertThat(code).isZero();
        assertThat(out()).contains("pinot").doesNotContain("trino");
    }

    @Test
    void aFailureIsOneLineAndCodeOne() {
        var code = Main.run(
                "up",
                "--dry-run",
                "--home",
                home.toString(),
                "--pipelines",
                folder.resolve("none").toString());

        assertThat(code).isEqualTo(1);
        assertThat(error())
                .isEqualTo("lakehouse: there is no folder " + folder.resolve("none")
                        + " with declarations; name one with --pipelines\n");
    }

    @Test
    void aMistakeInADeclarationIsNamedWithFileLineAndPath() throws Exception {
        var pipelines = Files.createDirectories(folder.resolve("pipelines"));
        Files.writeString(pipelines.resolve("shop.yaml"), "name: shop\nsource: {database: shop}\ntabels: []\n");

        var code = Main.run("up", "--dry-run", "--home", home.toString(), "--pipelines", pipelines.toString());

        assertThat(code).isEqualTo(1);
        assertThat(error())
                .hasLineCount(1)
                .startsWith("lakehouse: " + pipelines.resolve("shop.yaml") + ":3 ")
                .contains("tabels");
    }

    @Test
    void upStartsNothingWhenNoPipelineCanBeAppliedAndTellsTheReasonOfEach() throws Exception {
        var pipelines = Files.createDirectories(folder.resolve("pipelines"));
        for (var name : List.of("a", "b")) {
            Files.writeString(
                    pipelines.resolve(name + ".yaml"),
                    "{name: %s, source: {host: h, database: d, user: u, password: {file: none}}, tables: [{table: %s}]}"
                            .formatted(name, name));
        }

        var code = Main.run("up", "--home", home.toString(), "--pipelines", pipelines.toString());

        assertThat(code).isEqualTo(1);
        assertThat(error())
                .hasLineCount(1)
                .contains("pipeline a cannot be applied: ", "; pipeline b cannot be applied: ", "none");
        assertThat(home).doesNotExist();
    }

    @Test
    void upLeavesAPipelineOutThatIsNotEnabled() throws Exception {
        var pipelines = Files.createDirectories(folder.resolve("pipelines"));
        Files.writeString(pipelines.resolve("a.yaml"), "{name: a, source: {database: a}, tables: [{table: t}]}");
        Files.writeString(
                pipelines.resolve("b.yaml"), "{name: b, enabled: false, source: {database: b}, tables: [{table: u}]}");

        Main.run("up", "--dry-run", "--home", home.toString(), "--pipelines", pipelines.toString());

        assertThat(out()).endsWith("then the pipelines a\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply", "plan", "recover", "tables deploy", "connectors pause", "connectors status"})
    void aPipelineThatIsNotDeclaredIsSaidToBeNoneBeforeAnythingElse(String verb) {
        var code = Main.run((verb + " nope --home " + home).split(" "));

        assertThat(code).isEqualTo(1);
        assertThat(error())
                .containsPattern("no (pipeline|connector) is named nope; declared are \\[")
                .doesNotContain("is down");
    }

    @Test
    void aConnectorIsValidatedByItsDeclarationAlone() throws Exception {
        var pipelines = Files.createDirectories(folder.resolve("pipelines"));
        Files.writeString(
                pipelines.resolve("shop.yaml"),
                "name: shop\nsource: {host: h, database: d, user: u, password: {env: NO_SUCH_VARIABLE_OF_THIS_TEST}}\n"
                        + "tables: [{table: t}]\n");
        Files.writeString(
                pipelines.resolve("sound.yaml"), "name: sound\nsource: {database: d}\ntables: [{table: u}]\n");

        var code = Main.run(
                "connectors",
                "validate",
                "--shape-only",
                "--home",
                home.toString(),
                "--pipelines",
                pipelines.toString());

        assertThat(code).isEqualTo(1);
        assertThat(out())
                .contains("lakehouse_shop: invalid", "NO_SUCH_VARIABLE_OF_THIS_TEST is not set")
                .contains("lakehouse_sound: valid");
        assertThat(home).doesNotExist();
    }

    @Test
    void everyMistakeOfEveryDeclarationIsToldWithItsLine() throws Exception {
        var pipelines = Files.createDirectories(folder.resolve("pipelines"));
        var wrong = Files.writeString(
                pipelines.resolve("a.yaml"),
                """
                name: shop
                source: {database: d, setip: d.sql}
                tables:
                  - {table: t, key: id}
                  - {table: u, history: {partitions: many}, columns: {exclude: x}}
                capture:
                  max.batch.size: [1]
                bronze: {partition: week}
                batches: {every: 5m}
                """);
        var broken = Files.writeString(pipelines.resolve("b.yml"), "name: [b\n");
        Files.writeString(pipelines.resolve("c.yml"), "{name: sound, source: {database: d}, tables: [{table: v}]}");

        var code = Main.run(
                "connectors",
                "validate",
                "--shape-only",
                "--json",
                "--home",
                home.toString(),
                "--pipelines",
                pipelines.toString());

        assertThat(code).isEqualTo(1);
        assertThat(error()).isEmpty();
        var findings = JsonRest.JSON.readValue(out(), new TypeReference<Map<String, List<String>>>() {});
        assertThat(findings.get(wrong.toString()))
                .satisfiesExactlyInAnyOrder(
                        finding -> assertThat(finding).startsWith(wrong + ":2 source.setip: unknown field"),
                        finding -> assertThat(finding).startsWith(wrong + ":4 tables[0].key: expected a list"),
                        finding -> assertThat(finding)
                                .startsWith(wrong + ":5 tables[1].history.partitions: expected a number"),
                        finding ->
                                assertThat(finding).startsWith(wrong + ":5 tables[1].columns.exclude: expected a list"),
                        finding -> assertThat(finding)
                                .startsWith(wrong + ":7 capture.max.batch.size: expected a value, found a list"),
                        finding -> assertThat(finding).startsWith(wrong + ":8 bronze.partition: expected one of"),
                        finding -> assertThat(finding).startsWith(wrong + ":9 batches: unknown field"));
        assertThat(findings.get(broken.toString())).singleElement(as(STRING)).startsWith(broken + ":2: not YAML");
        assertThat(findings.get("lakehouse_sound")).isEmpty();
    }

    @Test
    void aPortOffsetOutOfRangeIsRefused() {
        var code = Main.run("up", "--dry-run", "--home", home.toString(), "--port-offset", "50000");

        assertThat(code).isEqualTo(2);
        assertThat(error()).hasLineCount(1).contains("--port-offset", "'50000' is no number within 0 and 40000");
    }

    @Test
    void everyVerbHasHelp() {
        var code = Main.run("--help");

        assertThat(code).isZero();
        assertThat(out())
                .contains("demo", "up", "down", "status", "logs", "doctor", "query", "simulate", "sync", "batch")
                .contains("--home", "--port-offset");
    }
}
