package io.lakehouse.stream.raw;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.TableRoute;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Raw messages as Debezium writes them, for tests. */
public final class Envelopes {
    /** The commit time of every message: 2026-01-01T10:00:00.123456Z. */
    public static final long EVENT_MICROS = 1767261600123456L;

    /** A table with one column in its key. */
    public static final TableShape ORDERS = new TableShape(
            "public",
            "orders",
            List.of(
                    column("id", TypeName.BIGINT),
                    column("customer", TypeName.TEXT),
                    new Column("price", new ColumnType(TypeName.NUMERIC, 22, 2), true)),
            List.of("id"));

    /** A table with two columns in its key. */
    public static final TableShape STOCK = new TableShape(
            "shop",
            "stock",
            List.of(
                    column("sku", TypeName.TEXT),
                    column("pieces", TypeName.INTEGER),
                    column("warehouse", TypeName.SMALLINT)),
            List.of("warehouse", "sku"));

    /** A table without a key. */
    public static final TableShape AUDIT =
            new TableShape("public", "audit", List.of(column("note", TypeName.TEXT)), List.of());

    /** A table whose key has several notations of one value. */
    public static final TableShape PRICES = new TableShape(
            "public",
            "prices",
            List.of(new Column("amount", ColumnType.of(TypeName.NUMERIC), false), column("note", TypeName.TEXT)),
            List.of("amount"));

    private Envelopes() {}

    /** A column that may be NULL. */
    public static Column column(String name, TypeName type) {
        return new Column(name, ColumnType.of(type), true);
    }

    /** A route with every lane on; its topics are raw.X, current.X, history.X. */
    public static TableRoute route(TableShape shape) {
        var name = shape.qualifiedName();
        return new TableRoute(shape, "raw." + name, "current." + name, "history." + name, shape.table());
    }

    /** The raw message of a change at LSN 100 + offset; the images are JSON texts. */
    public static RawMessage change(TableShape shape, String op, long offset, String before, String after) {
        return message(shape, offset, envelope(shape, op, 100 + offset, before, after));
    }

    /** A raw message with this value. */
    public static RawMessage message(TableShape shape, long offset, String value) {
        return message(shape, offset, value, "3");
    }

    /** The same in an epoch of its own. */
    public static RawMessage message(TableShape shape, long offset, String value, String epoch) {
        return new RawMessage(
                "raw." + shape.qualifiedName(),
                0,
                offset,
                1767261600500L,
                "{\"raw\":1}".getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8),
                epoch);
    }

    /** The delete of an update of a key, which Debezium tells of the new key in a header. */
    public static RawMessage deletedForKey(TableShape shape, long offset, String before, String newKey) {
        var message = change(shape, "d", offset, before, "null");
        return new RawMessage(
                message.topic(),
                message.partition(),
                message.offset(),
                message.timestamp(),
                message.key(),
                message.value(),
                message.epoch(),
                new RawHeaders()
                        .add("__debezium.newkey", newKey.getBytes(StandardCharsets.UTF_8))
                        .pack(),
                null);
    }

    /** A row that was read from a table whose changes are captured since a position of the log. */
    public static RawMessage lateRead(TableShape shape, long offset, long since, String after) {
        var message = message(shape, offset, envelope(shape, "r", 1_000_000, "null", after));
        return new RawMessage(
                message.topic(),
                message.partition(),
                message.offset(),
                message.timestamp(),
                message.key(),
                message.value(),
                message.epoch(),
                new RawHeaders()
                        .add("lakehouse.since", Long.toString(since).getBytes(StandardCharsets.UTF_8))
                        .pack(),
                null);
    }

    /** Debezium's envelope; the images are JSON texts. */
    public static String envelope(TableShape shape, String op, long lsn, String before, String after) {
        return """
            {"before":%s,"after":%s,"source":{"version":"3.7.0.Final","connector":"postgresql","name":"sales",\
            "ts_ms":1767261600123,"snapshot":"false","db":"shop","sequence":"[\\"90\\",\\"%d\\"]","schema":"%s",\
            "table":"%s","txId":771,"lsn":%d,"xmin":null,"ts_us":%d,"ts_ns":1767261600123456000},"transaction":null,\
            "op":"%s","ts_ms":1767261600200,"ts_us":1767261600200001,"ts_ns":1767261600200001000}"""
                .formatted(before, after, lsn, shape.schema(), shape.table(), lsn, EVENT_MICROS, op);
    }
}
