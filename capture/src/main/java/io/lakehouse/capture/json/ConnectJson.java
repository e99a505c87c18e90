package io.lakehouse.capture.json;

import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Connect's values as JSON without a schema: the same tree as Connect's own {@code JsonConverter} makes with
 * {@code schemas.enable=false} and {@code replace.null.with.default=false}, for a fraction of its time.
 *
 * <p>It keeps memory between calls and belongs to one thread, as a task's converter does.
 */
public final class ConnectJson {
    /** Debezium makes a table's schema once and again after each change of the table; old ones need not be kept. */
    private static final int KEPT_SCHEMAS = 1000;

    /** By identity: Connect compares schemas field by field, which would cost more than it saves. */
    private final Map<Schema, ValueWriter> writers = new IdentityHashMap<>();

    private final Utf8Json json = new Utf8Json();

    /**
     * The JSON of a value in UTF-8.
     *
     * @param schema its schema, {@code null} when it has none
     * @param value the value; {@code null} is JSON's null
     * @throws DataException when the value is not of the schema, or has no JSON
     */
    public byte[] bytes(@Nullable Schema schema, @Nullable Object value) {
        json.clear();
        try {
            if (schema == null) {
                SchemalessWriter.write(json, value);
            } else if (value == null) {
                SchemaWriters.nothing(json, schema);
            } else {
                writer(schema).write(json, value);
            }
        } catch (ClassCastException e) {
            throw new DataException("a value is not of its schema " + schema, e);
        }
        return json.take();
    }

    private ValueWriter writer(Schema schema) {
        var writer = writers.get(schema);
        if (writer == null) {
            if (writers.size() >= KEPT_SCHEMAS) {
                writers.clear();
            }
            writer = SchemaWriters.of(schema);
            writers.put(schema, writer);
        }
        return writer;
    }
}
