package io.lakehouse.stream.message;

import io.lakehouse.contract.change.EventId;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.change.OrderKey;
import java.nio.charset.StandardCharsets;

/** A current message that deletes a row without a change of its own. */
public final class DeletedRow {
    private DeletedRow() {}

    /**
     * The message for a row that was there when its table was truncated. It holds the key's columns; all others are
     * NULL. Its identity is that of the truncation of this key, equal for every delivery.
     *
     * @param keyFields the key's columns as fields of a message, as {@link KeyFields} writes them
     * @param orderKey the truncation's
     * @param eventMicros the truncation's, in microseconds since 1970-01-01T00:00:00Z
     */
    public static OutgoingMessage byTruncation(
            String topic, String table, String keyText, String keyFields, String orderKey, long eventMicros) {
        var order = OrderKey.parse(orderKey);
        var eventId = EventId.of(order.epoch(), order.lsn(), table, keyText, Operation.TRUNCATE);
        var json = "{" + keyFields + ",\"is_deleted\":true,\"op\":\"" + Operation.TRUNCATE.code()
                + "\",\"event_timestamp\":" + eventMicros + ",\"order_key\":\"" + orderKey + "\",\"event_id\":\""
                + eventId + "\"}";
        return new OutgoingMessage(
                topic, keyText.getBytes(StandardCharsets.UTF_8), json.getBytes(StandardCharsets.UTF_8));
    }
}
