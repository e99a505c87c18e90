package io.lakehouse.capture;

import io.lakehouse.capture.json.ConnectJson;
import io.lakehouse.contract.change.CanonicalValue;
import io.lakehouse.contract.change.KeyText;
import io.lakehouse.contract.change.MalformedChangeException;
import io.lakehouse.contract.declaration.Column;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Writes the keys of one topic. */
final class KeyWriter {
    private final List<Column> columns;
    private final ConnectJson json = new ConnectJson();

    /** The writer of keys of these columns, in key order; none when the topic is no declared table's. */
    KeyWriter(List<Column> columns) {
        this.columns = columns;
    }

    byte[] bytes(Struct key) {
        var values = new ArrayList<String>(columns.size());
        if (columns.isEmpty()) {
            for (var field : key.schema().fields()) {
                values.add(text(key, field));
            }
        }
        for (var column : columns) {
            values.add(canonical(column, text(key, key.schema().field(column.name()))));
        }
        return KeyText.ofCanonical(values).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The value's text as a reader of the message's value finds it there; empty when there is none, which makes a
     * change that no reader takes.
     */
    private String text(Struct key, @Nullable Field field) {
        var value = field == null ? null : key.getWithoutDefault(field.name());
        if (value == null) {
            return "";
        }
        if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        var text = new String(json.bytes(field.schema(), value), StandardCharsets.UTF_8);
        return field.schema().type() == Schema.Type.BYTES ? text.substring(1, text.length() - 1) : text;
    }

    /** A value that is none of its column's type stays as it is: readers tell of it, and the capture goes on. */
    private static String canonical(Column column, String text) {
        try {
            return CanonicalValue.of(column, text);
        } catch (MalformedChangeException e) {
            return text;
        }
    }
}
