package io.lakehouse.capture;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.job.RawKeys;
import io.lakehouse.contract.job.RawMessages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the keys of raw messages: the canonical key text of the row, the same bytes as on every later topic. So a key
 * stays in one partition at every hop, and keys that the source holds equal ({@code 1.0} and {@code 1.00} of a
 * numeric) are equal bytes, whoever wrote the change and whether a snapshot or the log brought it.
 *
 * <p>Messages that are about no declared table, as heartbeats, have the texts of all fields of their key. A task has
 * one of its own and calls it from one thread.
 */
public final class KeyTextConverter implements Converter {
    private static final ConfigDef OPTIONS = new ConfigDef()
            .define(
                    RawMessages.KEYS_OPTION,
                    ConfigDef.Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.LambdaValidator.with(KeyTextConverter::validate, () -> "topic:column=type,...;..."),
                    ConfigDef.Importance.HIGH,
                    "Key columns of each table's topic with their types, in key order");

    private final Map<String, KeyWriter> writers = new HashMap<>();
    private Map<String, List<Column>> keys = Map.of();

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
        if (!isKey) {
            throw new ConfigException(
                    "value.converter",
                    getClass().getName(),
                    "it writes keys; values need " + RawMessages.VALUE_CONVERTER);
        }
        keys = RawKeys.read((String) OPTIONS.parse(settings).get(RawMessages.KEYS_OPTION));
    }

    @Override
    public byte @Nullable [] fromConnectData(String topic, @Nullable Schema schema, @Nullable Object value) {
        if (value == null) {
            // A change without a key: of a table that has none, or of the whole table.
            return null;
        }
        if (!(value instanceof Struct key)) {
            throw new DataException("the key of a message to " + topic + " is no struct but "
                    + value.getClass().getName());
        }
        return writers.computeIfAbsent(topic, this::writer).bytes(key);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte @Nullable [] value) {
        throw new DataException(getClass().getName() + " writes keys and reads none: a sink connector takes "
                + "org.apache.kafka.connect.storage.StringConverter");
    }

    private KeyWriter writer(String topic) {
        return new KeyWriter(keys.getOrDefault(topic, List.of()));
    }

    private static void validate(String option, Object value) {
        try {
            RawKeys.read(String.valueOf(value));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(option, value, e.getMessage());
        }
    }
}
