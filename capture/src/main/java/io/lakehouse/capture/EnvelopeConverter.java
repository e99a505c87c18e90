package io.lakehouse.capture;

import io.lakehouse.capture.json.ConnectJson;
import io.lakehouse.contract.declaration.CaptureDeclaration;
import io.lakehouse.contract.job.RawMessages;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of raw messages: Debezium's envelope as JSON without a schema, and beside it the header that says
 * of which incarnation of the replication slot the message is; for rows that are read after the stream has begun also the
 * one that says where they stand in it.
 *
 * <p>It stands for Connect's {@code JsonConverter} and {@code InsertHeader} (docs/decisions/0039). A task has one of its
 * own and calls it from one thread.
 */
public final class EnvelopeConverter implements Converter {
    private static final ConfigDef OPTIONS = new ConfigDef()
            .define(
                    RawMessages.EPOCH_OPTION,
                    ConfigDef.Type.LONG,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.Range.between(0, 0xFFFF_FFFFL),
                    ConfigDef.Importance.HIGH,
                    "Incarnation of the replication slot, which every message carries as the header "
                            + RawMessages.EPOCH_HEADER)
            .define(
                    RawMessages.SINCE_OPTION,
                    ConfigDef.Type.LONG,
                    null,
                    ConfigDef.Importance.LOW,
                    "Position of the log from which on the tables are captured, which every message carries as the header "
                            + RawMessages.SINCE_HEADER + " when it is set")
            .define(
                    RawMessages.LONGEST_OPTION,
                    ConfigDef.Type.LONG,
                    (long) CaptureDeclaration.DEFAULT.longestMessage(),
                    ConfigDef.Importance.LOW,
                    "Longest message that the producer takes, in bytes");

    /** What Kafka may need beside the value: its frame, headers, and a key of usual length. */
    private static final int BESIDE = 16 << 10;

    private final ConnectJson json = new ConnectJson();
    private byte[] epoch = {};
    private byte @Nullable [] since;
    private long longest;

    @Override
    public ConfigDef config() {
        return OPTIONS;
    }

    @Override
    public String version() {
        return Version.TEXT;
    }

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        if (isKey) {
            throw new ConfigException(
                    "key.converter", getClass().getName(), "it writes values; keys need " + RawMessages.KEY_CONVERTER);
        }
        var options = OPTIONS.parse(settings);
        epoch = options.get(RawMessages.EPOCH_OPTION).toString().getBytes(StandardCharsets.UTF_8);
        since = options.get(RawMessages.SINCE_OPTION) instanceof Long position
                ? Long.toUnsignedString(position).getBytes(StandardCharsets.UTF_8)
                : null;
        longest = (long) options.get(RawMessages.LONGEST_OPTION);
    }

    @Override
    public byte @Nullable [] fromConnectData(
            String topic, Headers headers, @Nullable Schema schema, @Nullable Object value) {
        var message = fromConnectData(topic, schema, value);
        requireFits(topic, message);
        // Connect calls again with the same headers when a conversion failed.
        headers.remove(RawMessages.EPOCH_HEADER).add(RawMessages.EPOCH_HEADER, epoch);
        if (since != null) {
            headers.remove(RawMessages.SINCE_HEADER).add(RawMessages.SINCE_HEADER, since);
        }
        return message;
    }

    /** The producer would refuse it too, but name neither table nor option. */
    private void requireFits(String topic, byte @Nullable [] message) {
        if (message != null && message.length + BESIDE > longest) {
            throw new DataException("a change for topic " + topic + " is a message of " + message.length
                    + " bytes, and the longest may have " + longest + ": declare a larger "
                    + CaptureDeclaration.LONGEST_MESSAGE
                    + " under capture: and apply; until then nothing more is captured, and nothing is skipped");
        }
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        return schema == null && value == null ? null : json.bytes(schema, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        throw new DataException(getClass().getName() + " writes messages and reads none: a sink connector takes "
                + "org.apache.kafka.connect.json.JsonConverter with schemas.enable=false");
    }
}
