package io.lakehouse.platform.engine.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/** A JSON document as fields with texts, so that two documents can be compared field by field. */
public final class JsonFields {
    private JsonFields() {}

    /**
     * The fields of a document by their path, {@code segmentsConfig.replication} or {@code dimensionFieldSpecs[id].dataType}.
     * A list of plain values is one field; in a list of objects each stands under its {@code name}, or its place. A
     * null and an empty list are an empty text.
     */
    public static Map<String, String> of(JsonNode document) {
        var fields = new TreeMap<String, String>();
        collect("", document, fields);
        return fields;
    }

    private static void collect(String path, JsonNode node, Map<String, String> fields) {
        if (node.isObject()) {
            node.fields()
                    .forEachRemaining(field -> collect(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), fields));
        } else if (node.isArray() && !node.isEmpty() && node.get(0).isObject()) {
            for (var index = 0; index < node.size(); index++) {
                var name = node.get(index).path("name").asText(Integer.toString(index));
                collect(path + "[" + name + "]", node.get(index), fields);
            }
        } else if (node.isArray()) {
            var values = new ArrayList<String>();
            node.forEach(value -> values.add(value.asText()));
            fields.put(path, String.join(", ", values));
        } else {
            fields.put(path, node.isNull() ? "" : node.asText());
        }
    }
}
