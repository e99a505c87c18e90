package io.lakehouse.platform.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakehouse.platform.engine.rest.JsonFields;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/**
 * The spec of a stream job as fields that are compared: its tables by their names in the source. Their columns are not
 * among them: a running job is told of those.
 */
public final class JobFields {
    private JobFields() {}

    /** The fields of a spec's JSON; one that cannot be read has none, so that the job counts as another. */
    public static Map<String, String> of(String spec) {
        try {
            return of(JsonRest.JSON.readTree(spec));
        } catch (JsonProcessingException e) {
            return Map.of();
        }
    }

    static Map<String, String> of(JsonNode spec) {
        var settings = spec.deepCopy();
        if (settings instanceof ObjectNode object) {
            object.remove("tables");
        }
        var fields = new TreeMap<>(JsonFields.of(settings));
        for (var route : spec.path("tables")) {
            var shape = route.path("shape");
            var table =
                    shape.path("schema").asText() + "." + shape.path("table").asText();
            route.fields().forEachRemaining(field -> {
                if (field.getValue().isValueNode()) {
                    fields.put(table + " " + field.getKey(), field.getValue().asText());
                }
            });
            var key = new ArrayList<String>();
            shape.path("key").forEach(column -> key.add(column.asText()));
            fields.put(table + " key", key.isEmpty() ? "none" : String.join(", ", key));
        }
        return fields;
    }
}
