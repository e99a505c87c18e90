package io.lakehouse.stream.message;

import io.lakehouse.contract.change.ChangeEvent;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.change.Row;
import io.lakehouse.contract.change.SpecialValues;
import io.lakehouse.contract.declaration.StoreColumns;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.stream.raw.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one change: one for its table's current topic and one for its history topic.
 *
 * <p>Both have the change's key text as their key, so a key keeps its partition and its order at this hop too.
 */
public final class ChangeMessages {
    private final ChangeEvent event;
    private final @Nullable String keyText;
    private final String orderKey;
    private final String eventId;

    private ChangeMessages(ChangeEvent event) {
        this.event = event;
        this.keyText = event.hasKey() ? event.keyText() : null;
        this.orderKey = event.orderKey().toString();
        this.eventId = event.eventId();
    }

    /**
     * The messages of a change. A lane whose topic is empty gets none; neither does the current topic for a change
     * without a key, which names no row.
     *
     * @param rawKey key of the raw message, taken over for a change without a key
     */
    public static List<OutgoingMessage> of(TableRoute route, ChangeEvent event, byte @Nullable [] rawKey) {
        var messages = new ArrayList<OutgoingMessage>(2);
        var change = new ChangeMessages(event);
        var key = change.keyText == null ? rawKey : change.keyText.getBytes(StandardCharsets.UTF_8);
        if (!route.currentTopic().isEmpty() && event.hasKey()) {
            messages.add(new OutgoingMessage(route.currentTopic(), key, change.current()));
        }
        if (!route.historyTopic().isEmpty()) {
            messages.add(new OutgoingMessage(route.historyTopic(), key, change.history()));
        }
        return messages;
    }

    /**
     * Refuses a table with a column that a current message has a field of its own for: one would hide the other.
     *
     * @throws IllegalArgumentException when there is such a column; the message names it
     */
    public static void requireDistinctNames(TableRoute route) {
        for (var column : route.shape().columns()) {
            if (!route.currentTopic().isEmpty() && StoreColumns.CURRENT.contains(column.name())) {
                throw new IllegalArgumentException(route.shape().qualifiedName() + ": column \"" + column.name()
                        + "\" has the name of a field that every message of " + route.currentTopic() + " carries "
                        + StoreColumns.CURRENT);
            }
        }
    }

    private byte[] current() {
        return object(json -> {
            var row = event.row();
            for (var column : event.table().columns()) {
                json.writeFieldName(column.name());
                ColumnJson.write(json, column, row.value(column.name()));
            }
            writeSpecialValues(json, SpecialValues.COLUMN, row);
            KeyFields.writeText(json, event.table(), row);
            json.writeBooleanField("is_deleted", event.operation() == Operation.DELETE);
            json.writeStringField("op", event.operation().code());
            writeIdentity(json);
        });
    }

    private byte[] history() {
        return object(json -> {
            json.writeFieldName("record_id");
            writeRecordId(json, event.table());
            json.writeStringField("op", event.operation().code());
            json.writeStringField("op_description", event.operation().description());
            writeImage(json, "before_", event.before());
            writeImage(json, "after_", event.after());
            writeIdentity(json);
        });
    }

    private void writeRecordId(JsonGenerator json, TableShape table) throws IOException {
        if (keyText == null) {
            json.writeNull();
        } else if (table.key().size() == 1) {
            var column = table.keyColumns().get(0);
            ColumnJson.write(json, column, event.row().value(column.name()));
        } else {
            json.writeString(keyText);
        }
    }

    private void writeImage(JsonGenerator json, String prefix, Row row) throws IOException {
        for (var column : event.table().columns()) {
            json.writeFieldName(prefix + column.name());
            ColumnJson.write(json, column, row.value(column.name()));
        }
        writeSpecialValues(json, prefix + SpecialValues.COLUMN, row);
    }

    /** Pinot takes a field that is not there for NULL, which this one nearly always is. */
    private void writeSpecialValues(JsonGenerator json, String name, Row row) throws IOException {
        var special = SpecialValues.of(event.table(), row);
        if (special != null) {
            json.writeStringField(name, special);
        }
    }

    private void writeIdentity(JsonGenerator json) throws IOException {
        json.writeNumberField("event_timestamp", event.eventMicros());
        json.writeStringField("order_key", orderKey);
        json.writeStringField("event_id", eventId);
    }

    private static byte[] object(Fields fields) {
        var bytes = new ByteArrayOutputStream(512);
        try (var json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }
}
