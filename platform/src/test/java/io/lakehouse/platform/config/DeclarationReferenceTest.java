package io.lakehouse.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.lakehouse.platform.engine.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The reference page and the JSON Schema of declarations. Both are generated here from the docstrings of the records;
 * {@code mvn -pl platform -am test -Dtest=DeclarationReferenceTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dreference.refresh=true} writes them anew.
 */
class DeclarationReferenceTest {
    private static final Path PAGE = Path.of("../docs/reference/declaration.md");
    private static final Path SCHEMA = Path.of("../pipelines/pipeline.schema.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static DocStrings docs;
    private static JsonSchema schema;

    @TempDir
    private Path folder;

    @BeforeAll
    static void readDocStrings() throws IOException {
        docs = DocStrings.in(Path.of("../contract/src/main/java/io/lakehouse/contract/declaration"));
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schemaJson());
    }

    @Test
    void the_reference_page_is_that_of_the_docstrings() throws IOException {
        assertFresh(PAGE, ReferencePage.of(docs));
    }

    @Test
    void the_schema_is_that_of_the_docstrings() throws IOException {
        assertFresh(SCHEMA, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schemaJson()) + "\n");
    }

    static List<Section> sections() {
        return DeclarationFields.ALL;
    }

    /** The reader tells what it knows when it meets a field that it does not. */
    @ParameterizedTest
    @MethodSource("sections")
    void the_reader_knows_exactly_the_fields_of_the_schema(Section section) throws IOException {
        var file = folder.resolve("shop.yaml");
        Files.writeString(file, JSON.writeValueAsString(withUnknownField(section.path())));

        assertThat(Pipelines.examine(file).get(0).mistakes()).first().satisfies(mistake -> {
            assertThat(mistake).contains("known: ");
            var known = mistake.replaceAll(".*known: ", "").split(", ");
            assertThat(known).as(section.path()).containsExactlyInAnyOrderElementsOf(section.names());
        });
    }

    static List<Path> examples() throws IOException {
        try (var files = Files.list(Path.of("../pipelines"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void the_examples_are_valid_and_name_the_schema_for_editors(Path example) throws IOException {
        assertThat(schema.validate(YAML.readTree(example.toFile()))).isEmpty();
        assertThat(Files.readString(example)).startsWith("# yaml-language-server: $schema=pipeline.schema.json\n");
    }

    @Test
    void a_declaration_with_every_option_is_valid_and_is_read() throws IOException {
        var file = Files.writeString(
                folder.resolve("shop.yaml"),
                """
                name: shop
                source: {host: db, port: 6543, database: shop, user: cdc, password: {file: secret}, tls: {mode: verify-full, ca: root.crt}}
                tables:
                  - schema: sales
                    table: orders
                    columns: {exclude: [geom], rename: {Due Date: due_date}}
                    key: [tenant, id]
                    current:
                      enabled: true
                      name: orders_now
                      indexes: {inverted: [a], range: [b], json: [c], bloom: [d], sorted: e}
                      partitions: 6
                      replication: 2
                      segment: {rows: 0, size: 1G, time: 6h}
                    history: {retention: 30d}
                    lake: {name: o, ignore: [seen_at]}
                    simulate: {update: [a], hot: {keys: [1, [a, 2]], share: 0.5}, columns: {a: {choice: [1, x], nulls: 0.1}}}
                  - {table: prices, current: prices_now, history: off, lake: false}
                capture: {snapshot.fetch.size: 2000, producer.override.ssl.key.password: {env: KEY_PASSWORD}}
                bronze: {partition: day, retention: 90d}
                lake: {namespace: silver, checkpoint: runs}
                batch: {every: 5m, retries: 0, backoff: 10s, timeout: 2h, upkeep: 12h, time_travel: 30d}
                simulate: {seed: -7, rate: 0, mix: {insert: 1}, several: {share: 0, statements: 2}}
                """);

        assertThat(schema.validate(YAML.readTree(file.toFile()))).isEmpty();
        assertThat(Pipelines.read(file).all()).hasSize(1);
    }

    /** What follows {@code name: shop}, or replaces it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "source: {database: d}",
                "source: {database: d}\ntables: []",
                "source: {database: d}\ntabels: [{table: t}]\ntables: [{table: t}]",
                "source: {}\ntables: [{table: t}]",
                "source: {database: d, user: u}\ntables: [{table: t}]",
                "source: {host: h, database: d, user: u, password: hunter2}\ntables: [{table: t}]",
                "source: {host: h, database: d, user: u, password: {env: A, file: b}}\ntables: [{table: t}]",
                "source: {host: h, setup: s, database: d, user: u, password: {env: A}}\ntables: [{table: t}]",
                "source: {host: h, port: 70000, database: d, user: u, password: {env: A}}\ntables: [{table: t}]",
                "source: {database: d}\ntables: [{tabel: t}]",
                "source: {database: d}\ntables: [{table: t, key: id}]",
                "source: {database: d}\ntables: [{table: t, columns: {include: [a], exclude: [b]}}]",
                "source: {database: d}\ntables: [{table: t, columns: {rename: [a]}}]",
                "source: {database: d}\ntables: [{table: t, current: {retention: 3d}}]",
                "source: {database: d}\ntables: [{table: t, history: {retention: 36h}}]",
                "source: {database: d}\ntables: [{table: t, history: {indexes: {star_tree: []}}}]",
                "source: {database: d}\ntables: [{table: t, history: {indexes: {fulltext: [a]}}}]",
                "source: {database: d}\ntables: [{table: t, history: {partitions: 0}}]",
                "source: {database: d}\ntables: [{table: t, history: {segment: {size: 10K}}}]",
                "source: {database: d}\ntables: [{table: t, history: two words}]",
                "source: {database: d}\ntables: [{table: t, lake: {name: Upper}}]",
                "source: {database: d}\ntables: [{table: t, lake: {track: [a], ignore: [b]}}]",
                "source: {database: d}\ntables: [{table: t, lake: {checks: [{name: positive}]}}]",
                "source: {database: d}\ntables: [{table: t, lake: {checks: [{name: Positive, sql: a > 0}]}}]",
                "source: {database: d}\ntables: [{table: t}]\nbronze: {partition: week}",
                "source: {database: d}\ntables: [{table: t}]\nbatch: {every: daily}",
                "source: {database: d}\ntables: [{table: t}]\ngold: [{name: Revenue, sql: SELECT 1}]",
                "source: {database: d}\ntables: [{table: t}]\ngold: [{name: revenue}]",
                "source: {database: d}\ntables: [{table: t}]\nbatch: {retries: -1}",
                "source: {database: d}\ntables: [{table: t}]\ncapture: {slot.name: mine}",
                "source: {database: d}\ntables: [{table: t}]\ncapture: {value.converter.x: mine}",
                "source: {database: d}\ntables: [{table: t}]\ncapture: {producer.override.ssl.key.password: hunter2}",
                "source: {database: d}\ntables: [{table: t, simulate: {columns: {a: {range: [1]}}}}]",
                "source: {database: d}\ntables: [{table: t, simulate: {columns: {a: {range: [1, 2], pattern: x}}}}]",
                "source: {database: d}\ntables: [{table: t}]\nsimulate: {several: {share: 2}}",
                "source: {database: d}\ntables: [{table: t}]\nname: Shop"
            })
    void a_wrong_declaration_is_told_by_the_schema_and_by_the_reader(String text) throws IOException {
        var whole = text.contains("\nname:") ? text : "name: shop\n" + text;
        var file = Files.writeString(folder.resolve("shop.yaml"), whole);

        assertThat(schema.validate(YAML.readTree(whole))).isNotEmpty();
        assertThatThrownBy(() -> Pipelines.read(file)).isInstanceOf(Failure.class);
    }

    private static ObjectNode schemaJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("$schema", "http://json-schema.org/draft-07/schema#");
        json.put("title", "A pipeline of the lakehouse");
        json.setAll(DeclarationFields.PIPELINE.schema(docs));
        return json;
    }

    /** The least declaration, with a field that nobody knows at a path. */
    private static JsonNode withUnknownField(String path) throws IOException {
        var root = (ObjectNode)
                JSON.readTree("{\"name\":\"shop\",\"source\":{\"database\":\"d\"},\"tables\":[{\"table\":\"t\"}]}");
        if (path.startsWith("source.")) {
            var source = ((ObjectNode) root.path("source")).put("host", "h").put("user", "u");
            source.putObject("password").put("env", "PASSWORD");
        }
        var at = root;
        for (var part : path.isEmpty() ? new String[0] : path.split("\\.")) {
            at = at.withObject("/" + part.replace("[0]", "/0"));
        }
        at.put("zzzzzz", 1);
        return root;
    }

    private static void assertFresh(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("reference.refresh")) {
            Files.writeString(file, expected);
        }
        assertThat(Files.exists(file) ? Files.readString(file) : "")
                .as(
                        "%s is stale: mvn -pl platform -am test -Dtest=DeclarationReferenceTest"
                                + " -Dsurefire.failIfNoSpecifiedTests=false -Dreference.refresh=true",
                        file)
                .isEqualTo(expected);
    }
}
