package io.lakehouse.stream.raw;

import io.lakehouse.contract.change.CanonicalValue;
import io.lakehouse.contract.change.ChangeEvent;
import io.lakehouse.contract.change.MalformedChangeException;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.change.Row;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.RawMessages;
import io.lakehouse.contract.job.TableRoute;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads raw messages into changes. Both lanes read through it, so they keep and refuse the same messages.
 *
 * <p>A change that it returns is whole: its identity and its order can be computed and every value of a known column
 * is of the column's type. Its rows have the stores' names of columns; those that the shape does not know are left as
 * they are.
 */
public final class ChangeReader {
    private static final String UNAVAILABLE_BYTES =
            Base64.getEncoder().encodeToString(RawMessages.UNAVAILABLE.getBytes(StandardCharsets.UTF_8));

    private final Map<String, Map<String, TableRoute>> routes = new HashMap<>();

    /**
     * A reader of the tables of these routes.
     *
     * @throws IllegalArgumentException when two routes are for one table
     */
    public ChangeReader(List<TableRoute> routes) {
        for (var route : routes) {
            var shape = route.shape();
            var doubled = this.routes
                    .computeIfAbsent(shape.schema(), schema -> new HashMap<>())
                    .put(shape.table(), route);
            if (doubled != null) {
                throw new IllegalArgumentException(shape.qualifiedName() + " has two routes");
            }
        }
    }

    /**
     * Reads one message.
     *
     * @throws MalformedChangeException when it cannot be read, whatever the cause; the message is the reason
     */
    public RoutedChange read(RawMessage message) {
        try {
            return readEnvelope(message);
        } catch (MalformedChangeException e) {
            throw e;
        } catch (RuntimeException e) {
            // A message that fails once fails at every restart; let it stop a message, never the job.
            throw new MalformedChangeException("cannot be read: " + e.getMessage(), e);
        }
    }

    private RoutedChange readEnvelope(RawMessage message) {
        if (message.value() == null) {
            throw new MalformedChangeException("a tombstone: the value is null");
        }
        var envelope = Envelope.parse(message.value());
        var operation = Operation.ofCode(envelope.op());
        var route = route(envelope.schema(), envelope.table());
        var event = new ChangeEvent(
                route.shape(),
                operation,
                envelope.before().stored(route.shape()),
                envelope.after().stored(route.shape()),
                epoch(message.epoch()),
                envelope.lsn(),
                envelope.transaction(),
                envelope.eventMicros(),
                message.position());
        check(route.shape(), event);
        return new RoutedChange(route, event, envelope);
    }

    private TableRoute route(String schema, String table) {
        var route = routes.getOrDefault(schema, Map.of()).get(table);
        if (route == null) {
            throw new MalformedChangeException("table " + schema + "." + table + " is not one of this pipeline");
        }
        return route;
    }

    private static long epoch(@Nullable String header) {
        if (header == null) {
            throw new MalformedChangeException("header " + RawMessages.EPOCH_HEADER + " is missing");
        }
        try {
            return Long.parseLong(header);
        } catch (NumberFormatException e) {
            throw new MalformedChangeException("header " + RawMessages.EPOCH_HEADER + " is no whole number", e);
        }
    }

    private static void check(TableShape shape, ChangeEvent event) {
        check(shape, event.before(), "before");
        check(shape, event.after(), "after");
        event.orderKey();
        if (event.hasKey()) {
            event.keyText();
        }
    }

    private static void check(TableShape shape, Row row, String image) {
        if (row.isEmpty()) {
            return;
        }
        for (var column : shape.columns()) {
            var value = row.value(column.name());
            if (value == null) {
                continue;
            }
            if (value.equals(RawMessages.UNAVAILABLE)
                    || (column.type().name() == TypeName.BYTEA && value.equals(UNAVAILABLE_BYTES))) {
                throw new MalformedChangeException(image + "." + column.name() + " of " + shape.qualifiedName()
                        + " is unavailable: the table needs REPLICA IDENTITY FULL");
            }
            CanonicalValue.of(column, value);
        }
    }
}
