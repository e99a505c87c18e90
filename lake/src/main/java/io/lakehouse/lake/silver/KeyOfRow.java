package io.lakehouse.lake.silver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lakehouse.contract.change.KeyText;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.lake.bronze.PortableShape;
import java.io.UncheckedIOException;
import java.util.HashMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.jspecify.annotations.Nullable;

/**
 * The key text of a stored row, from its key columns in key order and its special values: what bronze's changes are
 * matched by.
 */
final class KeyOfRow implements UDF2<Row, String, String> {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PortableShape shape;

    KeyOfRow(TableShape table) {
        shape = new PortableShape(table);
    }

    @Override
    public String call(Row keyColumns, @Nullable String specialValues) {
        var table = shape.shape();
        var special = specialValues == null ? JSON.createObjectNode() : read(specialValues);
        var values = new HashMap<String, String>();
        for (var i = 0; i < table.key().size(); i++) {
            var name = table.key().get(i);
            values.put(name, special.has(name) ? special.get(name).asText() : SilverValue.text(keyColumns.get(i)));
        }
        return KeyText.of(table, new io.lakehouse.contract.change.Row(values));
    }

    private static JsonNode read(String specialValues) {
        try {
            return JSON.readTree(specialValues);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
