package io.lakehouse.stream.message;

import io.lakehouse.stream.raw.Json;
import io.lakehouse.stream.raw.RawHeaders;
import io.lakehouse.stream.raw.RawMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the dead-letter topic: a raw message that a lane could not read, whole, with the reason. Its key
 * tells where the raw message stands and which lane failed, so that two deliveries of one dead letter are seen as one.
 */
public final class DeadLetters {
    private final String topic;
    private final Lane lane;

    /** The dead letters of a lane. */
    public DeadLetters(String topic, Lane lane) {
        this.topic = topic;
        this.lane = lane;
    }

    /** The dead letter of a raw message. */
    public OutgoingMessage of(RawMessage message, String reason) {
        var key = message.topic() + "/" + message.partition() + "/" + message.offset() + "/" + lane.label();
        var bytes = new ByteArrayOutputStream(512);
        try (var json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("lane", lane.label());
            json.writeStringField("reason", reason);
            json.writeStringField("topic", message.topic());
            json.writeNumberField("partition", message.partition());
            json.writeNumberField("offset", message.offset());
            json.writeNumberField("timestamp", message.timestamp());
            writeBytes(json, "key", message.key());
            writeBytes(json, "value", message.value());
            json.writeArrayFieldStart("headers");
            RawHeaders.read(message.headers(), (name, value) -> {
                json.writeStartObject();
                json.writeStringField("name", name);
                writeBytes(json, "value", value);
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return new OutgoingMessage(topic, key.getBytes(StandardCharsets.UTF_8), bytes.toByteArray());
    }

    private static void writeBytes(JsonGenerator json, String name, byte @Nullable [] bytes) throws IOException {
        if (bytes == null) {
            json.writeNullField(name);
        } else {
            json.writeBinaryField(name, bytes);
        }
    }
}
