package io.lakehouse.platform.realtime;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of one sale, as the real-time job writes it.
 *
 * @param op one letter
 * @param lsn its place in the order
 */
record Sales(
        long id, String op, long lsn, @Nullable String category, @Nullable String price, @Nullable Integer quantity) {
    /** 2026-01-01T00:00:00.000001Z, in microseconds. */
    static final long EPOCH_MICROS = 1_767_225_600_000_001L;

    String key() {
        var text = Long.toString(id);
        return text.length() + ":" + text;
    }

    String orderKey() {
        return String.format("00000001-1-%016x", lsn);
    }

    String eventId() {
        return orderKey() + "/public.sales/" + key() + "/" + op;
    }

    Map<String, @Nullable Object> current() {
        var message = new LinkedHashMap<String, @Nullable Object>(row(""));
        message.put("is_deleted", op.equals("d"));
        message.put("op", op);
        return identified(message);
    }

    /** As a history message; the row before it, or {@code null} for an insert. */
    Map<String, @Nullable Object> history(@Nullable Sales before) {
        var message = new LinkedHashMap<String, @Nullable Object>();
        message.put("record_id", id);
        message.put("op", op);
        message.put(
                "op_description",
                Map.of("c", "INSERT", "u", "UPDATE", "d", "DELETE").get(op));
        row("before_")
                .forEach((name, value) -> message.put(
                        name, before == null ? null : before.row("before_").get(name)));
        row("after_").forEach((name, value) -> message.put(name, op.equals("d") ? null : value));
        return identified(message);
    }

    private Map<String, @Nullable Object> row(String prefix) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put(prefix + "id", id);
        row.put(prefix + "product_name", "product " + id);
        row.put(prefix + "category", category);
        row.put(prefix + "price", price);
        row.put(prefix + "quantity", quantity);
        row.put(prefix + "customer", null);
        row.put(prefix + "region", "");
        row.put(prefix + "sale_ts", EPOCH_MICROS + lsn);
        return row;
    }

    private Map<String, @Nullable Object> identified(Map<String, @Nullable Object> message) {
        message.put("event_timestamp", EPOCH_MICROS + lsn);
        message.put("order_key", orderKey());
        message.put("event_id", eventId());
        return message;
    }
}
