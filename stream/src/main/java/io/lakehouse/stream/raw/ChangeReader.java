package io.lakehouse.stream.raw;

import io.lakehouse.contract.change.ChangeEvent;
import io.lakehouse.contract.change.MalformedChangeException;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.change.OrderKey;
import io.lakehouse.contract.change.Row;
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
 * they are, or make the change unfit.
 */
public final class ChangeReader {
    private static final String UNAVAILABLE_BYTES =
            Base64.getEncoder().encodeToString(RawMessages.UNAVAILABLE.getBytes(StandardCharsets.UTF_8));

    private final Map<String, Map<String, KnownTable>> tables = new HashMap<>();
    private final boolean everyColumn;

    /** A reader of the tables of these routes, for which a column that they do not know is no matter. */
    public ChangeReader(List<TableRoute> routes) {
        this(routes, false);
    }

    /**
     * A reader of the tables of these routes.
     *
     * @param everyColumn whether a column that a route does not know makes a change unfit, because it has to be written
     * @throws IllegalArgumentException when two routes are for one table
     */
    public ChangeReader(List<TableRoute> routes, boolean everyColumn) {
        this.everyColumn = everyColumn;
        for (var route : routes) {
            var shape = route.shape();
            var doubled = tables.computeIfAbsent(shape.schema(), schema -> new HashMap<>())
                    .put(shape.table(), KnownTable.of(route));
            if (doubled != null) {
                throw new IllegalArgumentException(shape.qualifiedName() + " has two routes");
            }
        }
    }

    /**
     * Reads one message.
     *
     * @throws UnfitChangeException when it does not fit its table as it is known now
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
        var table = table(envelope.schema(), envelope.table());
        if (everyColumn) {
            table.requireKnown(envelope.before());
            table.requireKnown(envelope.after());
        }
        var event = new ChangeEvent(
                table.route().shape(),
                operation,
                envelope.before().stored(table.route().shape()),
                envelope.after().stored(table.route().shape()),
                orderKey(message, operation, envelope),
                envelope.transaction(),
                envelope.eventMicros(),
                message.position());
        check(table, event);
        var route = table.route();
        return new RoutedChange(
                RewrittenKey.isDeletedBy(message, event) ? route.withoutCurrent() : route, event, envelope);
    }

    /** A row that was read after the stream had begun stands where the capture of its table begins. */
    private static OrderKey orderKey(RawMessage message, Operation operation, Envelope envelope) {
        var epoch = epoch(message.epoch());
        var since = operation == Operation.READ ? RawHeaders.text(message.headers(), RawMessages.SINCE_HEADER) : null;
        return since == null
                ? OrderKey.of(epoch, operation, envelope.lsn())
                : OrderKey.streamed(epoch, position(since));
    }

    private static long position(String since) {
        try {
            return Long.parseUnsignedLong(since);
        } catch (NumberFormatException e) {
            throw new MalformedChangeException("header " + RawMessages.SINCE_HEADER + " is no position of the log", e);
        }
    }

    private KnownTable table(String schema, String name) {
        var table = tables.getOrDefault(schema, Map.of()).get(name);
        if (table == null) {
            throw new UnfitChangeException("table " + schema + "." + name + " is not one of this pipeline", false);
        }
        return table;
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

    private static void check(KnownTable table, ChangeEvent event) {
        check(table, event.before(), "before");
        check(table, event.after(), "after");
        if (event.hasKey()) {
            event.keyText();
        }
    }

    private static void check(KnownTable table, Row row, String image) {
        if (row.isEmpty()) {
            return;
        }
        var shape = table.route().shape();
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
            table.requireFit(column, value);
        }
    }
}
