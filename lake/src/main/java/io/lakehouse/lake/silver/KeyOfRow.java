package io.lakehouse.lake.silver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.lakehouse.contract.change.KeyText;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.lake.bronze.PortableShape;
import java.io.UncheckedIOException;
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
        var special = specialValues == null ? MissingNode.getInstance() : read(specialValues);
        var key = table.key();
        return KeyText.of(
                table,
                name -> special.has(name)
                        ? special.get(name).asText()
                        : SilverValue.text(keyColumns.get(key.indexOf(name))));
    }

    private static JsonNode read(String specialValues) {
        try {
            return JSON.readTree(specialValues);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
