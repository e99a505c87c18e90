package io.lakehouse.stream.raw;

import io.lakehouse.contract.change.ChangeEvent;
import io.lakehouse.contract.change.KeyText;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.change.Row;
import java.io.IOException;
import java.util.LinkedHashMap;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonToken;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.json.JsonReadFeature;
import org.jspecify.annotations.Nullable;

/**
 * An update that writes a key in another notation of the same value, {@code 1.00} to {@code 1.0} of a numeric. Debezium
 * compares texts and says delete and create, at one place in the log. For the stores it is one key, whose row stays
 * (docs/decisions/0051).
 */
final class RewrittenKey {
    /** Header of a delete that an update of the key became: the new key, as Connect's simple header converter writes it. */
    static final String NEW_KEY = "__debezium.newkey";

    private RewrittenKey() {}

    /** Whether a change is the first half of such an update. */
    static boolean isDeletedBy(RawMessage message, ChangeEvent event) {
        if (event.operation() != Operation.DELETE || !event.hasKey()) {
            return false;
        }
        var newKey = RawHeaders.text(message.headers(), NEW_KEY);
        if (newKey == null) {
            return false;
        }
        try {
            return KeyText.of(event.table(), row(newKey).stored(event.table())).equals(event.keyText());
        } catch (IOException | RuntimeException e) {
            // Not a key as Debezium writes it: then the message says no more than that the row was deleted.
            return false;
        }
    }

    private static Row row(String json) throws IOException {
        var values = new LinkedHashMap<String, @Nullable String>();
        try (var parser = Json.FACTORY.createParser(json)) {
            // A text stands there with its line breaks as they are.
            parser.enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS.mappedFeature());
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Row.EMPTY;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                values.put(name, parser.nextToken() == JsonToken.VALUE_NULL ? null : parser.getText());
            }
        }
        return new Row(values);
    }
}
