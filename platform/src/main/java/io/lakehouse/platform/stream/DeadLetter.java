package io.lakehouse.platform.stream;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * A raw message that a lane could not read.
 *
 * @param id its name: {@code topic/partition/offset/lane} of the raw message and the lane
 * @param at when the lane gave it up
 * @param lane the lane that could not read it
 * @param reason why
 * @param topic topic of the raw message
 * @param partition partition of the raw message
 * @param offset offset of the raw message
 * @param key bytes of its key
 * @param value bytes of its value; {@code null} for a tombstone
 * @param headers its headers, in order
 */
public record DeadLetter(
        String id,
        Instant at,
        String lane,
        String reason,
        String topic,
        int partition,
        long offset,
        byte @Nullable [] key,
        byte @Nullable [] value,
        List<Header> headers) {

    /** Where its raw message stands, which the lanes that could not read it share. */
    public String position() {
        return topic + "/" + partition + "/" + offset;
    }

    /** Bytes as a text, or in Base64 when they are none; {@code null} for nothing. */
    public static @Nullable String text(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return "base64:" + Base64.getEncoder().encodeToString(bytes);
        }
    }

    /**
     * The dead letter of a record of a dead-letter topic.
     *
     * @throws Failure when the record is none
     */
    static DeadLetter of(ConsumerRecord<byte[], byte[]> found) {
        try {
            var json = JsonRest.JSON.readTree(found.value());
            var headers = new ArrayList<Header>();
            for (var header : json.path("headers")) {
                headers.add(new RecordHeader(header.path("name").asText(), bytes(header.path("value"))));
            }
            return new DeadLetter(
                    new String(found.key(), StandardCharsets.UTF_8),
                    Instant.ofEpochMilli(found.timestamp()),
                    json.required("lane").asText(),
                    json.required("reason").asText(),
                    json.required("topic").asText(),
                    json.required("partition").asInt(),
                    json.required("offset").asLong(),
                    bytes(json.path("key")),
                    bytes(json.path("value")),
                    headers);
        } catch (IOException | RuntimeException e) {
            throw new Failure(
                    found.topic() + ", offset " + found.offset() + ": this is no dead letter of a lane: "
                            + e.getMessage(),
                    e);
        }
    }

    private static byte @Nullable [] bytes(JsonNode node) throws IOException {
        return node.isNull() || node.isMissingNode() ? null : node.binaryValue();
    }
}
