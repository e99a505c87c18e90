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
import io.lakehouse.platform.engine.Failure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one file into a pipeline, filling in what it leaves out, or into all that is wrong with it. */
final class PipelineReader {
    private static final int POSTGRES_PORT = 5432;

    private PipelineReader() {}

    /** Reads a file; each section is read for itself, so that one mistake hides no other. */
    static Reading read(Path file) {
        var mistakes = new ArrayList<Failure>();
        Mistakes taken = mistakes::add;
        var pipeline = taken.attempt(() -> read(YamlNode.read(file, taken))).flatMap(read -> read);
        return new Reading(
                file,
                mistakes.isEmpty() ? pipeline : Optional.empty(),
                mistakes.stream()
                        .map(mistake -> String.valueOf(mistake.getMessage()))
                        .toList());
    }

    /** What is mistaken beside name, source, tables and views stands as usual, so that these are looked at together. */
    private static Optional<DeclaredPipeline> read(YamlNode document) {
        document.only("name", "enabled", "source", "tables", "capture", "bronze", "lake", "batch", "gold", "simulate");
        var name = document.attempt(() -> name(document));
        var source = document.attempt(() -> source(document.required("source", "the database to capture")));
        var tables = document.attempt(() -> document.required("tables", "a list of tables"))
                .flatMap(list -> document.attempt(() -> list.each(PipelineReader::table)))
                .flatMap(read -> read);
        var capture = document.field("capture", CaptureReader::options, CaptureDeclaration.DEFAULT);
        var bronze = document.field("bronze", StoreReader::bronze, BronzeDeclaration.DEFAULT);
        var lake = lake(document, name.orElse("pipeline"));
        var batch = document.field("batch", BatchReader::read, BatchDeclaration.DEFAULT);
        var gold = document.field("gold", list -> list.each(PipelineReader::gold), Optional.of(List.<GoldView>of()));
        var simulation = document.field("simulate", SimulationReader::mix, SimulationDeclaration.DEFAULT);
        var enabled = document.field("enabled", YamlNode::flag, true);
        if (name.isEmpty() || source.isEmpty() || tables.isEmpty() || gold.isEmpty()) {
            return Optional.empty();
        }
        var pipeline = document.build(() -> new Pipeline(
                name.get(), source.get(), tables.get(), capture, bronze, lake, batch, gold.get(), simulation, enabled));
        return Optional.of(new DeclaredPipeline(pipeline, document));
    }

    private static String name(YamlNode document) {
        var name = document.required("name", "the pipeline's name").text();
        // What is named after it is needed before the pipeline is.
        document.build(() -> LakeDeclaration.checkpointName(name));
        return name;
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
                    section.field("setup", YamlNode::text, "")));
        }
        section.only("host", "port", "database", "user", "password", "tls");
        return section.build(() -> new Source.External(
                section.required("host", "a host name").text(),
                section.field("port", YamlNode::port, POSTGRES_PORT),
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
                        node.field("ca", YamlNode::text, ""))))
                .orElse(DatabaseTls.DEFAULT);
    }

    private static TableDeclaration table(YamlNode section) {
        section.only("schema", "table", "columns", "key", "current", "history", "lake", "simulate");
        var table = section.required("table", "the table's name").text();
        return section.build(() -> new TableDeclaration(
                section.field("schema", YamlNode::text, "public"),
                table,
                section.field("columns", PipelineReader::columns, ColumnsDeclaration.ALL),
                section.field("key", PipelineReader::texts, List.of()),
                StoreReader.pinot(section, "current", TableDeclaration.currentName(table)),
                StoreReader.pinot(section, "history", TableDeclaration.historyName(table)),
                StoreReader.scd2(section, TableDeclaration.lakeName(table)),
                section.field("simulate", SimulationReader::table, TableSimulation.BY_TYPE)));
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
        section.field("rename", YamlNode::entries, Map.<String, YamlNode>of())
                .forEach((source, name) -> section.attempt(name::text).ifPresent(text -> rename.put(source, text)));
        return section.build(() -> new ColumnsDeclaration(
                section.field("include", PipelineReader::texts, List.of()),
                section.field("exclude", PipelineReader::texts, List.of()),
                rename));
    }

    private static LakeDeclaration lake(YamlNode document, String pipeline) {
        return document.field("lake", section -> lakeFields(section, pipeline), LakeDeclaration.of(pipeline));
    }

    private static LakeDeclaration lakeFields(YamlNode section, String pipeline) {
        section.only("namespace", "checkpoint");
        return section.build(() -> new LakeDeclaration(
                section.field("namespace", YamlNode::text, LakeDeclaration.DEFAULT_NAMESPACE),
                section.field("checkpoint", YamlNode::text, LakeDeclaration.checkpointName(pipeline))));
    }

    static List<String> texts(YamlNode list) {
        return list.each(YamlNode::text).orElse(List.of());
    }
}
