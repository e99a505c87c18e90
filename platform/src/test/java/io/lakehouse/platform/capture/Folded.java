package io.lakehouse.platform.capture;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.change.OrderKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the raw messages of a table with the key {@code id} come to, in the order that every store follows. */
final class Folded {
    private Folded() {}

    /** The text of a column by key, of the rows that are there after the newest change of each key. */
    static Map<Long, String> rows(Collection<RunningCapture.Raw> messages, String column) {
        var newest = new HashMap<Long, OrderKey>();
        var rows = new TreeMap<Long, String>();
        for (var message : messages) {
            var operation = Operation.ofCode(message.op());
            var row = message.envelope().path(operation == Operation.DELETE ? "before" : "after");
            var id = row.path("id").asLong();
            var order = OrderKey.of(1, operation, lsn(message));
            if (newest.containsKey(id) && order.compareTo(newest.get(id)) < 0) {
                continue;
            }
            newest.put(id, order);
            if (operation == Operation.DELETE) {
                rows.remove(id);
            } else {
                rows.put(id, row.path(column).asText());
            }
        }
        return rows;
    }

    /** Messages that tell of a change that another one told already. */
    static long doubled(Collection<RunningCapture.Raw> messages) {
        var seen = new HashSet<List<Object>>();
        return messages.stream()
                .filter(message -> !message.op().equals("r"))
                .filter(message -> !seen.add(List.of(lsn(message), message.op(), key(message))))
                .count();
    }

    private static JsonNode key(RunningCapture.Raw message) {
        var envelope = message.envelope();
        return envelope.path(message.op().equals("d") ? "before" : "after").path("id");
    }

    private static long lsn(RunningCapture.Raw message) {
        var lsn = message.envelope().path("source").path("lsn");
        if (!lsn.isIntegralNumber()) {
            throw new AssertionError("no LSN in " + message.envelope());
        }
        return lsn.asLong();
    }
}
