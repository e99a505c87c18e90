package io.lakehouse.stream.raw;

import static io.lakehouse.stream.raw.Envelopes.EVENT_MICROS;
import static io.lakehouse.stream.raw.Envelopes.ORDERS;
import static io.lakehouse.stream.raw.Envelopes.change;
import static io.lakehouse.stream.raw.Envelopes.envelope;
import static io.lakehouse.stream.raw.Envelopes.message;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A raw message that cannot be read.
 *
 * @param reason a part of the reason
 * @param raw the message
 */
public record Unreadable(String reason, RawMessage raw) {
    private static final String ROW = "{\"id\":1,\"customer\":\"Ada\",\"price\":\"1.50\"}";

    /** One for every way in which a message of the orders can be unreadable. */
    public static List<Unreadable> all() {
        var good = envelope(ORDERS, "c", 107, "null", ROW);
        return List.of(
                new Unreadable("a tombstone: the value is null", withValue(null)),
                new Unreadable("the value is not a JSON object", message(ORDERS, 7, "")),
                new Unreadable("the value is not JSON", message(ORDERS, 7, "hello")),
                new Unreadable("the value is not JSON", message(ORDERS, 7, good.substring(0, good.length() - 9))),
                new Unreadable("the value is not a JSON object", message(ORDERS, 7, "[1]")),
                new Unreadable("the value goes on", message(ORDERS, 7, good + "{}")),
                new Unreadable("not JSON in UTF-8", withValue(good.getBytes(StandardCharsets.UTF_16BE))),
                new Unreadable("after is not a JSON object", change(ORDERS, "c", 7, "null", "7")),
                new Unreadable("op is missing", message(ORDERS, 7, good.replace("\"op\":\"c\",", ""))),
                new Unreadable("op: 'm'", change(ORDERS, "m", 7, "null", ROW)),
                new Unreadable("source.schema is missing", message(ORDERS, 7, "{\"op\":\"c\",\"source\":null}")),
                new Unreadable(
                        "source.lsn is missing", message(ORDERS, 7, good.replace("\"lsn\":107", "\"lsn\":null"))),
                new Unreadable(
                        "source.lsn is no whole", message(ORDERS, 7, good.replace("\"lsn\":107", "\"lsn\":1.5"))),
                new Unreadable(
                        "source.ts_us is missing",
                        message(ORDERS, 7, good.replace("\"ts_us\":" + EVENT_MICROS + ",", ""))),
                new Unreadable("header lakehouse.epoch is missing", withEpoch(null)),
                new Unreadable("header lakehouse.epoch is no whole number", withEpoch("three")),
                new Unreadable("epoch -1 is not within", withEpoch("-1")),
                new Unreadable(
                        "table public.other is not one of this pipeline",
                        message(ORDERS, 7, good.replace("\"table\":\"orders\"", "\"table\":\"other\""))),
                new Unreadable(
                        "key column id of public.orders", change(ORDERS, "c", 7, "null", "{\"customer\":\"A\"}")),
                new Unreadable("key column id of public.orders", change(ORDERS, "c", 7, "null", "{\"id\":null}")),
                new Unreadable("op c without after", change(ORDERS, "c", 7, "null", "null")),
                new Unreadable("op u without before", change(ORDERS, "u", 7, "null", ROW)),
                new Unreadable("op d without before", change(ORDERS, "d", 7, "null", "null")),
                new Unreadable("column price: 'dear'", change(ORDERS, "c", 7, "null", ROW.replace("1.50", "dear"))),
                new Unreadable("column id: '1.5'", change(ORDERS, "u", 7, "{\"id\":1.5}", ROW)),
                new Unreadable(
                        "after.customer of public.orders is unavailable",
                        change(
                                ORDERS,
                                "u",
                                7,
                                ROW,
                                ROW.replace("Ada", "\\u0000unavailable: needs REPLICA IDENTITY FULL"))));
    }

    private static RawMessage withValue(byte[] value) {
        return new RawMessage("raw", 0, 7, 0, null, value, "3");
    }

    private static RawMessage withEpoch(String epoch) {
        var value = envelope(ORDERS, "c", 107, "null", ROW).getBytes(StandardCharsets.UTF_8);
        return new RawMessage("raw", 0, 7, 0, null, value, epoch);
    }
}
