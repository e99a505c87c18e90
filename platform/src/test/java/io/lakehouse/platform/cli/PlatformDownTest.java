package io.lakehouse.platform.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What verbs say and leave alone where no platform is up. */
class PlatformDownTest extends CommandLineRun {
    @Test
    void aPreflightOfThePlatformsOwnDatabaseNeedsThePlatform() {
        var code = Main.run("preflight", "--home", home.toString());

        assertThat(code).isEqualTo(1);
        assertThat(error()).contains("is down; bring it up first: lakehouse up");
    }

    static List<List<String>> questions() {
        return List.of(
                List.of("query", "source", "SELECT 1"),
                List.of("query", "pinot", "SELECT 1"),
                List.of("query", "trino", "SELECT 1"),
                List.of("query", "trino", "SELECT 1", "--at", "2026-01-01"),
                List.of("batch", "tag", "20260101T120000000Z", "closed"),
                List.of("batch", "tags"),
                List.of("batch", "untag", "closed"));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void whatAsksAnEngineOfThePlatformNeedsThePlatform(List<String> arguments) {
        var code = Main.run(Stream.concat(arguments.stream(), Stream.of("--home", home.toString()))
                .toArray(String[]::new));

        assertThat(code).isEqualTo(1);
        assertThat(error()).contains("is down; bring it up first: lakehouse up");
        assertThat(home).doesNotExist();
    }

    @Test
    void aRunThatWroteNoLogIsNoUnknownRun() throws Exception {
        var pipelines = Files.createDirectories(home.resolve("data/pipelines"));
        Files.writeString(pipelines.resolve("sales.json"), "{}");
        var batches = Files.createDirectories(home.resolve("data/batches/sales"));
        Files.writeString(
                batches.resolve("history.jsonl"),
                "{\"runId\":\"20260101T120000000Z\",\"state\":\"FAILED\",\"reason\":\"it died before it began\"}\n");

        var code = Main.run("batch", "log", "20260101T120000000Z", "--home", home.toString());

        assertThat(code).isEqualTo(1);
        assertThat(error())
                .contains("run 20260101T120000000Z of sales has written no log: failed, it died before it began");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run sales", "upkeep sales", "run sales --master local[1]"})
    void aBatchOfAPlatformThatIsDownNeedsIt(String verb) throws Exception {
        var pipelines = Files.createDirectories(home.resolve("data/pipelines"));
        Files.writeString(
                pipelines.resolve("sales.json"),
                """
                {"name": "sales", "file": "sales.yaml", "namespace": "default", "checkpointTable": "checkpoints",
                 "source": {"host": "", "port": 0, "database": "sales", "user": "", "environment": "", "secretFile": ""},
                 "routes": [{"rawTopic": "sales.public.t", "currentTopic": "", "historyTopic": "", "silverTable": "t",
                   "shape": {"schema": "public", "table": "t", "key": ["id"], "columns": [
                     {"name": "id", "source": "id", "nullable": false, "tracked": true, "excluded": false,
                      "type": {"name": "BIGINT", "precision": 0, "scale": 0, "element": "BIGINT"}}]}}],
                 "jobs": [], "resources": []}
                """);

        var code = Main.run(("batch " + verb + " --home " + home).split(" "));

        assertThat(code).isEqualTo(1);
        assertThat(error()).contains("is down; bring it up first: lakehouse up");
    }

    @Test
    void whatIsScheduledInAHomeThatIsNoneIsNothing() {
        var code = Main.run("batch", "status", "--home", home.toString());

        assertThat(code).isZero();
        assertThat(home).doesNotExist();
    }

    @Test
    void tablesOfThePlatformsOwnDatabaseAreNotGeneratedWhileItIsDown() {
        var code =
                Main.run("tables", "generate", "--out", "out", "--pinot-version", "1.5.1", "--home", home.toString());

        assertThat(code).isEqualTo(1);
        assertThat(error()).contains("is down; bring it up first: lakehouse up");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plan",
                "apply",
                "drift",
                "destroy sales --yes",
                "connectors status",
                "connectors deploy",
                "connectors pause sales"
            })
    void aVerbOfTheRunningPlatformSaysThatItIsDownAndLeavesNoTrace(String verb) {
        var code = Main.run((verb + " --home " + home).split(" "));

        assertThat(code).isEqualTo(1);
        assertThat(error()).hasLineCount(1).contains("is down", "lakehouse up");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void takingDownWhatIsNoPlatformTouchesNothing() throws Exception {
        Files.writeString(Files.createDirectories(home).resolve("thesis.txt"), "years of work");

        var code = Main.run("down", "--purge", "--home", home.toString());

        assertThat(code).isZero();
        assertThat(out()).isEqualTo("nothing to stop: " + home + " is not the home of a platform\n");
        assertThat(home.resolve("thesis.txt")).hasContent("years of work");
    }
}
