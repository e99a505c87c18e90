package io.lakehouse.bench.capture;

import io.lakehouse.bench.capture.PgOutputMessage.Boundary;
import io.lakehouse.bench.capture.PgOutputMessage.Change;
import io.lakehouse.bench.capture.PgOutputMessage.Marker;
import io.lakehouse.bench.capture.PgOutputMessage.Relation;
import io.lakehouse.contract.change.Operation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decodes messages of protocol version 1 (PostgreSQL's manual, "Logical Replication Message Formats") into columns, each
 * value as a string.
 */
final class PgOutputDecoder {
    private static final Boundary BOUNDARY = new Boundary();

    private final Map<Integer, Relation> relations = new HashMap<>();

    /** The message that a buffer of the driver holds, all of it. */
    PgOutputMessage decode(ByteBuffer buffer) {
        var type = (char) buffer.get();
        return switch (type) {
            case 'R' -> relation(buffer);
            case 'I' -> insert(buffer);
            case 'U' -> update(buffer);
            case 'D' -> delete(buffer);
            case 'M' -> marker(buffer);
            case 'B', 'C' -> BOUNDARY;
            default -> throw new IllegalStateException("the workload makes no message of type '" + type + "'");
        };
    }

    private Relation relation(ByteBuffer buffer) {
        var id = buffer.getInt();
        var schema = string(buffer);
        var table = string(buffer);
        buffer.get();
        var count = buffer.getShort();
        var columns = new ArrayList<String>(count);
        for (var index = 0; index < count; index++) {
            buffer.get();
            columns.add(string(buffer));
            buffer.getLong();
        }
        var relation = new Relation(id, schema, table, columns);
        relations.put(id, relation);
        return relation;
    }

    private Change insert(ByteBuffer buffer) {
        var relation = known(buffer.getInt());
        buffer.get();
        return new Change(Operation.CREATE, relation, null, tuple(buffer));
    }

    private Change update(ByteBuffer buffer) {
        var relation = known(buffer.getInt());
        var before = buffer.get() == 'N' ? null : tuple(buffer);
        if (before != null) {
            buffer.get();
        }
        return new Change(Operation.UPDATE, relation, before, tuple(buffer));
    }

    private Change delete(ByteBuffer buffer) {
        var relation = known(buffer.getInt());
        buffer.get();
        return new Change(Operation.DELETE, relation, tuple(buffer), null);
    }

    private static Marker marker(ByteBuffer buffer) {
        buffer.get();
        buffer.getLong();
        string(buffer);
        return new Marker(text(buffer, buffer.getInt()));
    }

    private static @Nullable String[] tuple(ByteBuffer buffer) {
        var values = new String[buffer.getShort()];
        for (var index = 0; index < values.length; index++) {
            var kind = (char) buffer.get();
            values[index] = switch (kind) {
                case 'n' -> null;
                case 't' -> text(buffer, buffer.getInt());
                default ->
                    throw new IllegalStateException("a value of kind '" + kind + "': the whole row is needed as text");
            };
        }
        return values;
    }

    private Relation known(int id) {
        var relation = relations.get(id);
        if (relation == null) {
            throw new IllegalStateException("a change of relation " + id + ", of which nothing was told");
        }
        return relation;
    }

    private static String text(ByteBuffer buffer, int length) {
        var text = new String(buffer.array(), buffer.arrayOffset() + buffer.position(), length, StandardCharsets.UTF_8);
        buffer.position(buffer.position() + length);
        return text;
    }

    private static String string(ByteBuffer buffer) {
        var length = 0;
        while (buffer.get(buffer.position() + length) != 0) {
            length++;
        }
        var text = text(buffer, length);
        buffer.get();
        return text;
    }
}
