package io.lakehouse.platform.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.CaptureDeclaration;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.ColumnsDeclaration;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.SecretReference;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConnectorTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden/capture");
    private static final Connector.SourceAddress SOURCE = new Connector.SourceAddress(
            "127.0.0.1", 5432, "sales", "lakehouse", Path.of("/secrets/source.properties"), "password");

    @Test
    void theConnectorOfTheExampleIsThatOfTheGoldenFile() throws IOException {
        var actual = configuration(3, table("public", "sales", "id"));

        assertGolden("sales", actual);
    }

    @Test
    void thePasswordIsAReferenceToItsFile() {
        var configuration = configuration(1, table("public", "sales", "id"));

        assertThat(configuration).containsEntry("database.password", "${file:/secrets/source.properties:password}");
        assertThat(configuration.keySet().stream().filter(key -> key.contains("password")))
                .containsExactly("database.password");
    }

    @Test
    void everyRecordCarriesTheEpoch() {
        var configuration = configuration(42, table("public", "sales", "id"));

        assertThat(configuration).containsEntry("value.converter.epoch", "42");
    }

    @Test
    void onlyTheDeclaredTablesAreCapturedHoweverTheirNamesLook() {
        var odd = List.of("a.b", "x+", "Order Items", "x,y", "a;b", "a:b", "quo\"te", "$1", "back\\slash", "ünï");

        var configuration = configuration(
                1, odd.stream().map(name -> table("Odd", name, "id")).toArray(TableShape[]::new));

        var tables = patterns(configuration.get("table.include.list"));
        assertThat(tables).hasSameSizeAs(odd);
        assertThat(odd).allMatch(name -> isMatched(tables, "Odd." + name));
        assertThat(List.of("Odd.aXb", "OddXa.b", "Odd.xx", "Odd.order items", "odd.Order Items", "Odd.a", "Odd.x"))
                .noneMatch(name -> isMatched(tables, name));
    }

    @Test
    void aKeyIsNamedExactlyHoweverItsColumnsAndItsTableLook() {
        var odd = List.of("a,b", "c;d", "e:f", "g.h", "i\"j", "$k", "Größe", " l ");
        var shape = new TableShape(
                "Odd",
                "a;b:c,d",
                odd.stream()
                        .map(name -> new Column(name, ColumnType.of(TypeName.BIGINT), false))
                        .toList(),
                odd);

        var keys = configuration(1, shape).get("message.key.columns");

        assertThat(keys).matches("\\s*([^:]+):([^:,]+(,[^:,]+)*)\\s*").doesNotContain(";", "$");
        var table = keys.substring(0, keys.indexOf(':'));
        var columns = Stream.of(keys.substring(keys.indexOf(':') + 1).split(","))
                .map(column -> Pattern.compile(table + "." + column.strip(), Pattern.CASE_INSENSITIVE))
                .toList();
        assertThat(columns).hasSameSizeAs(odd);
        assertThat(odd).allMatch(name -> isMatched(columns, "Odd.a;b:c,d." + name));
        assertThat(List.of("Odd.a;b:c,d.größe", "Odd.A;b:c,d.a,b", "Odd.a;b:c,d.l"))
                .noneMatch(name -> isMatched(columns, name));
    }

    @Test
    void columnsThatAreLeftOutAreNamedExactlyHoweverTheyLook() {
        var odd = List.of("Card, No.", "a.b", "x\\y", "due date", "it's", "größe", "𝒳", "{x}", "a|b", "end\n");
        var patterns = excluded(
                columns("public", "a,b", new ColumnsDeclaration(List.of(), odd, Map.of())),
                columns("Odd", "t", new ColumnsDeclaration(List.of("id", "Kept, One"), List.of(), Map.of())));

        assertThat(patterns).hasSize(2);
        assertThat(odd).allMatch(name -> isMatched(patterns, "public.a,b." + name));
        assertThat(List.of(
                        "public.a,b.aXb",
                        "public.a,b.card, no.",
                        "public.a,b.end",
                        "public.b.a.b",
                        "Odd.t.id",
                        "Odd.t.Kept, One"))
                .noneMatch(name -> isMatched(patterns, name));
        assertThat(List.of("Odd.t.ID", "Odd.t.id2", "Odd.t.kept, one", "Odd.t.id\n", "Odd.t."))
                .allMatch(name -> isMatched(patterns, name));
    }

    @Test
    void aKeyIsNamedAsTheSourceNamesIt() {
        var shape = new TableShape(
                "public",
                "sales",
                List.of(new Column("number", "id", ColumnType.of(TypeName.BIGINT), false, true)),
                List.of("number"));

        assertThat(configuration(1, shape).get("message.key.columns")).endsWith(":id");
    }

    @Test
    void declaredOptionsGoBeforeThePlatformsAndSecretsStayInTheFile() {
        var declared = new CaptureDeclaration(
                Map.of("max.batch.size", "64"),
                Map.of("producer.override.ssl.key.password", new SecretReference.Environment("P")));
        var usual =
                Pipeline.of("sales", new Source.Embedded("sales", ""), List.of(TableDeclaration.of("public", "sales")));
        var pipeline = new Pipeline(
                usual.name(),
                usual.source(),
                usual.tables(),
                declared,
                usual.bronze(),
                usual.lake(),
                usual.batch(),
                usual.gold(),
                usual.simulation(),
                usual.enabled());

        assertThat(Connector.configuration(pipeline, SOURCE, 1, List.of(table("public", "sales", "id"))))
                .containsEntry("max.batch.size", "64")
                .containsEntry(
                        "producer.override.ssl.key.password",
                        "${file:/secrets/source.properties:producer.override.ssl.key.password}");
    }

    /** As Debezium does: cut at commas, blanks trimmed, case ignored unless the expression says otherwise. */
    private static List<Pattern> excluded(TableDeclaration... tables) {
        var pipeline = Pipeline.of("sales", new Source.Embedded("sales", ""), List.of(tables));
        return patterns(Connector.configuration(pipeline, SOURCE, 1, List.of()).get("column.exclude.list"));
    }

    private static List<Pattern> patterns(String list) {
        return Stream.of(list.split(","))
                .map(part -> Pattern.compile(part.strip(), Pattern.CASE_INSENSITIVE))
                .toList();
    }

    private static boolean isMatched(List<Pattern> patterns, String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches());
    }

    private static TableDeclaration columns(String schema, String table, ColumnsDeclaration columns) {
        var usual = TableDeclaration.of(schema, table);
        return new TableDeclaration(
                schema, table, columns, List.of(), usual.current(), usual.history(), usual.lake(), usual.simulation());
    }

    @Test
    void aTableWithoutAKeyIsGivenNone() {
        var configuration = configuration(1, table("public", "log"));

        assertThat(configuration).doesNotContainKey("message.key.columns").containsEntry("key.converter.keys", "");
    }

    @Test
    void theKeyConverterIsToldTheKeyOfEveryTable() {
        var configuration = configuration(1, table("public", "sales", "id"), table("Odd", "a b", "id"));

        assertThat(configuration)
                .containsEntry("key.converter.keys", "sales.public.sales:id=BIGINT;sales.Odd.a_b:id=BIGINT");
    }

    @Test
    void namesAreThoseThatOtherPartsLookFor() {
        assertThat(Connector.name("sales")).isEqualTo("lakehouse_sales");
        assertThat(Connector.markerTopic("sales")).isEqualTo("sales.message");
        assertThat(Connector.heartbeatTopic("sales")).isEqualTo("__debezium-heartbeat.sales");
    }

    private static Map<String, String> configuration(long epoch, TableShape... shapes) {
        var pipeline =
                Pipeline.of("sales", new Source.Embedded("sales", ""), List.of(TableDeclaration.of("public", "sales")));
        return Connector.configuration(pipeline, SOURCE, epoch, List.of(shapes));
    }

    private static TableShape table(String schema, String name, String... key) {
        return new TableShape(
                schema, name, List.of(new Column("id", ColumnType.of(TypeName.BIGINT), false)), List.of(key));
    }

    private static void assertGolden(String name, Map<String, String> configuration) throws IOException {
        var actual = configuration.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
        var file = Files.createDirectories(Path.of("target/golden/capture")).resolve(name + ".txt");
        Files.writeString(file, actual);
        assertThat(actual).as("see %s", file).isEqualTo(Files.readString(GOLDEN.resolve(name + ".txt")));
    }
}
