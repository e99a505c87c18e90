package io.lakehouse.capture.json;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Turns schemas into writers. */
final class SchemaWriters {
    private SchemaWriters() {}

    /** The writer of a schema's values. */
    static ValueWriter of(Schema schema) {
        var logical = logical(schema);
        if (logical != null) {
            return logical;
        }
        return switch (schema.type()) {
            case INT8, INT16, INT32, INT64 -> (json, value) -> json.number(((Number) value).longValue());
            case FLOAT32 -> (json, value) -> json.number((float) value);
            case FLOAT64 -> (json, value) -> json.number((double) value);
            case BOOLEAN -> (json, value) -> json.bool((boolean) value);
            case STRING -> (json, value) -> json.string(((CharSequence) value).toString());
            case BYTES -> SchemaWriters::base64;
            case ARRAY -> array(schema.valueSchema());
            case MAP -> map(schema.keySchema(), schema.valueSchema());
            case STRUCT -> new StructWriter(schema);
        };
    }

    /**
     * Writes the absence of a value.
     *
     * @throws DataException when the schema does not let it be absent
     */
    static void nothing(Utf8Json json, Schema schema) {
        // As Connect's own converter takes it: a default lets a value be absent.
        if (!schema.isOptional() && schema.defaultValue() == null) {
            throw new DataException("a value of the schema " + schema.name() + " (" + schema.type()
                    + ") is null, though it is required and has no default");
        }
        json.nothing();
    }

    static void write(Utf8Json json, Schema schema, ValueWriter writer, @Nullable Object value) {
        if (value == null) {
            nothing(json, schema);
        } else {
            writer.write(json, value);
        }
    }

    static void base64(Utf8Json json, Object value) {
        if (value instanceof ByteBuffer buffer) {
            var copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            json.string(Base64.getEncoder().encodeToString(copy));
        } else {
            json.string(Base64.getEncoder().encodeToString((byte[]) value));
        }
    }

    private static @Nullable ValueWriter logical(Schema schema) {
        if (schema.name() == null) {
            return null;
        }
        return switch (schema.name()) {
            case Decimal.LOGICAL_NAME -> (json, value) -> base64(json, Decimal.fromLogical(schema, (BigDecimal) value));
            case Date.LOGICAL_NAME -> (json, value) -> json.number(Date.fromLogical(schema, (java.util.Date) value));
            case Time.LOGICAL_NAME -> (json, value) -> json.number(Time.fromLogical(schema, (java.util.Date) value));
            case Timestamp.LOGICAL_NAME ->
                (json, value) -> json.number(Timestamp.fromLogical(schema, (java.util.Date) value));
            default -> null;
        };
    }

    private static ValueWriter array(Schema element) {
        var writer = of(element);
        return (json, value) -> {
            var separator = '[';
            for (var item : (Iterable<?>) value) {
                json.raw(separator);
                write(json, element, writer, item);
                separator = ',';
            }
            if (separator == '[') {
                json.raw('[');
            }
            json.raw(']');
        };
    }

    /** An object when the keys are texts, else a list of pairs. */
    private static ValueWriter map(Schema key, Schema element) {
        var keys = of(key);
        var elements = of(element);
        var texts = key.type() == Schema.Type.STRING;
        return (json, value) -> {
            var separator = texts ? '{' : '[';
            for (var entry : ((Map<?, ?>) value).entrySet()) {
                json.raw(separator);
                if (!texts) {
                    json.raw('[');
                }
                write(json, key, keys, entry.getKey());
                json.raw(texts ? ':' : ',');
                write(json, element, elements, entry.getValue());
                if (!texts) {
                    json.raw(']');
                }
                separator = ',';
            }
            if (separator != ',') {
                json.raw(separator);
            }
            json.raw(texts ? '}' : ']');
        };
    }
}
