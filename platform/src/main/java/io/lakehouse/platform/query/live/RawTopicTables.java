package io.lakehouse.platform.query.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.query.TrinoCatalogs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The raw topics of a pipeline as tables of Trino's Kafka connector, in a catalogue of the pipeline's own. Each topic is
 * there twice: in the schema {@value #CHANGES} with the fields of its envelope, and in {@value #POSITIONS} without, where
 * no message has to be decoded to know that it is there.
 */
public final class RawTopicTables {
    /** Schema of the topics with the fields of their messages. */
    public static final String CHANGES = "changes";

    /** Schema of the topics without. */
    public static final String POSITIONS = "positions";

    private static final ObjectMapper JSON = new ObjectMapper();

    private RawTopicTables() {}

    /** Name of a pipeline's catalogue. */
    public static String catalog(String pipeline) {
        return TrinoCatalogs.RAW_TOPICS + pipeline;
    }

    /** The files that describe the topics: their names and contents. */
    public static Map<String, String> descriptions(List<TableRoute> routes) {
        var files = new LinkedHashMap<String, String>();
        routes.forEach(route -> {
            var changes = JSON.createObjectNode();
            changes.put("tableName", table(route)).put("schemaName", CHANGES).put("topicName", route.rawTopic());
            var message = changes.putObject("message").put("dataFormat", "json");
            var fields = message.putArray("fields");
            Map.of(
                            "op", "op",
                            "before", "before",
                            "after", "after",
                            "source_schema", "source/schema",
                            "source_table", "source/table",
                            "snapshot", "source/snapshot")
                    .forEach((name, path) -> fields.addObject()
                            .put("name", name)
                            .put("mapping", path)
                            .put("type", "VARCHAR"));
            Map.of("lsn", "source/lsn", "ts_us", "source/ts_us").forEach((name, path) -> fields.addObject()
                    .put("name", name)
                    .put("mapping", path)
                    .put("type", "BIGINT"));
            files.put(table(route) + ".changes.json", changes.toString());
            var positions = JSON.createObjectNode();
            positions
                    .put("tableName", table(route))
                    .put("schemaName", POSITIONS)
                    .put("topicName", route.rawTopic());
            files.put(table(route) + ".positions.json", positions.toString());
        });
        return files;
    }

    /**
     * Properties of the catalogue.
     *
     * @param nodes Kafka's address
     * @param folder folder of the descriptions
     * @param client file with settings of Kafka's clients, which makes them read what is committed only
     */
    public static Map<String, String> properties(String nodes, String folder, String client, List<TableRoute> routes) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("kafka.nodes", nodes);
        properties.put(
                "kafka.table-names",
                routes.stream()
                        .flatMap(route ->
                                List.of(CHANGES, POSITIONS).stream().map(schema -> schema + "." + table(route)))
                        .collect(Collectors.joining(",")));
        properties.put("kafka.table-description-supplier", "FILE");
        properties.put("kafka.table-description-dir", folder);
        properties.put("kafka.hide-internal-columns", "false");
        properties.put("kafka.config.resources", client);
        return properties;
    }

    /** Name of a topic in the catalogue: that of its SCD2 table, which is one of its kind in a pipeline. */
    public static String table(TableRoute route) {
        return route.silverTable();
    }
}
