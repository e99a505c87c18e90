package io.lakehouse.platform.config;

import io.lakehouse.contract.declaration.BatchDeclaration;
import io.lakehouse.contract.declaration.BronzeDeclaration;
import io.lakehouse.contract.declaration.CaptureDeclaration;
import io.lakehouse.contract.declaration.ColumnsDeclaration;
import io.lakehouse.contract.declaration.DatabaseTls;
import io.lakehouse.contract.declaration.GoldView;
import io.lakehouse.contract.declaration.LakeDeclaration;
import io.lakehouse.contract.declaration.Pipeline;
import io.lakehouse.contract.declaration.SimulationDeclaration;
import io.lakehouse.contract.declaration.Source;
import io.lakehouse.contract.declaration.TableDeclaration;
import io.lakehouse.contract.declaration.TableSimulation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one file into a pipeline, filling in what it leaves out. */
final class PipelineReader {
    private static final int POSTGRES_PORT = 5432;

    private PipelineReader() {}

    static DeclaredPipeline read(Path file) {
        var document = YamlNode.read(file)
                .only("name", "enabled", "source", "tables", "capture", "bronze", "lake", "batch", "gold", "simulate");
        var name = document.required("name", "the pipeline's name").text();
        var source = source(document.required("source", "the database to capture"));
        var tables = document.required("tables", "a list of tables").items().stream()
                .map(PipelineReader::table)
                .toList();
        var pipeline = document.build(() -> new Pipeline(
                name,
                source,
                tables,
                document.field("capture").map(CaptureReader::options).orElse(CaptureDeclaration.DEFAULT),
                document.field("bronze").map(StoreReader::bronze).orElse(BronzeDeclaration.DEFAULT),
                lake(document, name),
                document.field("batch").map(BatchReader::read).orElse(BatchDeclaration.DEFAULT),
                document.field("gold").map(YamlNode::items).orElse(List.of()).stream()
                        .map(PipelineReader::gold)
                        .toList(),
                document.field("simulate").map(SimulationReader::mix).orElse(SimulationDeclaration.DEFAULT),
                document.field("enabled").map(YamlNode::flag).orElse(true)));
        return new DeclaredPipeline(pipeline, document);
    }

    private static Source source(YamlNode section) {
        if (section.field("host").isEmpty()) {
            section.only("database", "setup", "host", "port", "user", "password", "tls");
            for (var external : List.of("port", "user", "password", "tls")) {
                section.field(external).ifPresent(node -> {
                    throw node.failure("belongs to a database of your own: add source.host, or leave it out");
                });
            }
            return section.build(() -> new Source.Embedded(
                    section.required("database", "the database's name").text(),
                    section.field("setup").map(YamlNode::text).orElse("")));
        }
        section.only("host", "port", "database", "user", "password", "tls");
        return section.build(() -> new Source.External(
                section.required("host", "a host name").text(),
                section.field("port").map(YamlNode::port).orElse(POSTGRES_PORT),
                section.required("database", "the database's name").text(),
                section.required("user", "the role that captures").text(),
                SecretReferences.read(section, "password"),
                tls(section)));
    }

    /** How the connections to a PostgreSQL are encrypted. */
    static DatabaseTls tls(YamlNode section) {
        return section.field("tls")
                .map(node -> node.only("mode", "ca"))
                .map(node -> node.build(() -> new DatabaseTls(
                        node.required("mode", "how connections are encrypted").oneOf(DatabaseTls.Mode.class),
                        node.field("ca").map(YamlNode::text).orElse(""))))
                .orElse(DatabaseTls.DEFAULT);
    }

    private static TableDeclaration table(YamlNode section) {
        section.only("schema", "table", "columns", "key", "current", "history", "lake", "simulate");
        var table = section.required("table", "the table's name").text();
        return section.build(() -> new TableDeclaration(
                section.field("schema").map(YamlNode::text).orElse("public"),
                table,
                section.field("columns").map(PipelineReader::columns).orElse(ColumnsDeclaration.ALL),
                section.field("key").map(PipelineReader::texts).orElse(List.of()),
                StoreReader.pinot(section, "current", TableDeclaration.currentName(table)),
                StoreReader.pinot(section, "history", TableDeclaration.historyName(table)),
                StoreReader.scd2(section, TableDeclaration.lakeName(table)),
                section.field("simulate").map(SimulationReader::table).orElse(TableSimulation.BY_TYPE)));
    }

    private static GoldView gold(YamlNode section) {
        section.only("name", "sql");
        return section.build(() -> new GoldView(
                section.required("name", "the view's name").text(),
                section.required("sql", "a SELECT of Trino").text()));
    }

    private static ColumnsDeclaration columns(YamlNode section) {
        section.only("include", "exclude", "rename");
        var rename = new LinkedHashMap<String, String>();
        section.field("rename")
                .map(YamlNode::entries)
                .orElse(Map.of())
                .forEach((source, name) -> rename.put(source, name.text()));
        return section.build(() -> new ColumnsDeclaration(
                section.field("include").map(PipelineReader::texts).orElse(List.of()),
                section.field("exclude").map(PipelineReader::texts).orElse(List.of()),
                rename));
    }

    private static LakeDeclaration lake(YamlNode document, String pipeline) {
        return document.field("lake")
                .map(section -> section.only("namespace", "checkpoint"))
                .map(section -> section.build(() -> new LakeDeclaration(
                        section.field("namespace").map(YamlNode::text).orElse(LakeDeclaration.DEFAULT_NAMESPACE),
                        section.field("checkpoint")
                                .map(YamlNode::text)
                                .orElse(LakeDeclaration.checkpointName(pipeline)))))
                .orElseGet(() -> LakeDeclaration.of(pipeline));
    }

    static List<String> texts(YamlNode list) {
        return list.items().stream().map(YamlNode::text).toList();
    }
}
