package io.lakehouse.lake.bronze;

import io.lakehouse.lake.store.Room;
import io.lakehouse.lake.store.RowsHere;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The new changes of one table, as {@link BronzeChanges#read} gives them. */
public final class TableChanges {
    /** Bytes that a change takes at least, with its key, its position and an image of nothing but these. */
    private static final long LEAST = 512;

    private final long number;
    private final Optional<List<Row>> held;
    private final Supplier<Dataset<Row>> rows;
    private final Room room;

    private TableChanges(long number, Optional<List<Row>> held, Supplier<Dataset<Row>> rows, Room room) {
        this.number = number;
        this.held = held;
        this.rows = rows;
        this.room = room;
    }

    /** Changes that this JVM holds. */
    static TableChanges held(List<Row> held, Supplier<Dataset<Row>> rows, Room room) {
        return new TableChanges(held.size(), Optional.of(held), rows, room);
    }

    /** So many changes that Spark keeps. */
    static TableChanges spread(long number, Dataset<Row> rows, Room room) {
        return new TableChanges(number, Optional.empty(), () -> rows, room);
    }

    /**
     * All of them in this JVM; empty when there is not room for them and for what is read to take them in, which is about
     * as much.
     *
     * @param left what is left of the room afterwards
     */
    public record Here(List<Row> rows, Room left) {}

    /** Takes them into this JVM, if there is room. */
    public Optional<Here> here() {
        var left = room.rest();
        var half = Room.of(left.left() / 2);
        if (held.isPresent()) {
            var size = held.get().stream().mapToLong(Room::of).sum();
            return size <= left.left() ? held.map(found -> new Here(found, left)) : Optional.empty();
        }
        if (number * LEAST > half.left()) {
            return Optional.empty();
        }
        return RowsHere.of(rows.get(), half).map(found -> {
            left.take(left.left() / 2 - half.left());
            return new Here(found, left);
        });
    }

    /** All of them, for Spark's tasks; read several times. */
    public Dataset<Row> rows() {
        return rows.get();
    }
}
