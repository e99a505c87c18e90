package io.lakehouse.platform.query.live;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.query.TrinoCatalogs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The raw topics of a pipeline as tables of Trino's Kafka connector, in a catalogue of the pipeline's own: in the schema
 * {@value #CHANGES}, with the fields of their envelopes.
 */
public final class RawTopicTables {
    /** Schema of the topics. */
    public static final String CHANGES = "changes";

    /**
     * Settings of Kafka's clients in Trino. They read what is committed only. And a client that has read to the end has
     * asked for more already: it closes when the broker answers that, after 500 ms if nobody says otherwise, and a query
     * opens one for each partition.
     */
    public static final Map<String, String> CLIENT =
            Map.of("isolation.level", "read_committed", "fetch.max.wait.ms", "10");

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
            field(fields, "op", "op", "VARCHAR");
            field(fields, "before", "before", "VARCHAR");
            field(fields, "after", "after", "VARCHAR");
            field(fields, "source_schema", "source/schema", "VARCHAR");
            field(fields, "source_table", "source/table", "VARCHAR");
            field(fields, "snapshot", "source/snapshot", "VARCHAR");
            field(fields, "lsn", "source/lsn", "BIGINT");
            field(fields, "ts_us", "source/ts_us", "BIGINT");
            files.put(table(route) + ".changes.json", changes.toString());
        });
        return files;
    }

    private static void field(ArrayNode fields, String name, String path, String type) {
        fields.addObject().put("name", name).put("mapping", path).put("type", type);
    }

    /**
     * Properties of the catalogue.
     *
     * @param nodes Kafka's address
     * @param folder folder of the descriptions
     * @param client file with settings of Kafka's clients, {@link #CLIENT} among them
     */
    public static Map<String, String> properties(String nodes, String folder, String client, List<TableRoute> routes) {
        var properties = new LinkedHashMap<String, String>();
        properties.put("kafka.nodes", nodes);
        properties.put(
                "kafka.table-names",
                routes.stream().map(route -> CHANGES + "." + table(route)).collect(Collectors.joining(",")));
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
