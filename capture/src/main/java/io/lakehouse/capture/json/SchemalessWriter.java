package io.lakehouse.capture.json;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Writes values that came without a schema, by their Java class. */
final class SchemalessWriter {
    private SchemalessWriter() {}

    static void write(Utf8Json json, @Nullable Object value) {
        if (value == null) {
            json.nothing();
        } else if (value instanceof CharSequence text) {
            json.string(text.toString());
        } else if (value instanceof Boolean bool) {
            json.bool(bool);
        } else if (value instanceof Double number) {
            json.number(number.doubleValue());
        } else if (value instanceof Float number) {
            json.number(number.floatValue());
        } else if (value instanceof Byte
                || value instanceof Short
                || value instanceof Integer
                || value instanceof Long) {
            json.number(((Number) value).longValue());
        } else if (value instanceof BigDecimal decimal) {
            json.string(
                    Base64.getEncoder().encodeToString(decimal.unscaledValue().toByteArray()));
        } else if (value instanceof byte[] || value instanceof ByteBuffer) {
            SchemaWriters.base64(json, value);
        } else if (value instanceof Struct struct) {
            new StructWriter(struct.schema()).write(json, struct);
        } else if (value instanceof Iterable<?> items) {
            array(json, items);
        } else if (value instanceof Map<?, ?> map) {
            map(json, map);
        } else {
            throw new DataException("a value without schema is of " + value.getClass() + ", which has no JSON");
        }
    }

    private static void array(Utf8Json json, Iterable<?> items) {
        json.raw('[');
        var first = true;
        for (var item : items) {
            if (!first) {
                json.raw(',');
            }
            write(json, item);
            first = false;
        }
        json.raw(']');
    }

    private static void map(Utf8Json json, Map<?, ?> map) {
        json.raw('{');
        var first = true;
        for (var entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new DataException("a map without schema has a key that is no text: " + entry.getKey());
            }
            if (!first) {
                json.raw(',');
            }
            json.string(name);
            json.raw(':');
            write(json, entry.getValue());
            first = false;
        }
        json.raw('}');
    }
}
