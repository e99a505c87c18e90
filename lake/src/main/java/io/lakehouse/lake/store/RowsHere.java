package io.lakehouse.lake.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkException;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters$;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Rows that Spark's tasks find, taken into this JVM as long as there is room for them. Spark's own way has no bound but a
 * failure, and makes objects of the rows in one thread.
 */
public final class RowsHere {
    /** Java's objects take about twice what Spark packs a row into. */
    private static final int UNPACKED = 2;
    /** What several tasks send at once stays far below {@code spark.driver.maxResultSize}. */
    private static final long MOST_OF_A_TASK = 128L << 20;

    private RowsHere() {}

    /** The rows; empty when there is not enough room. */
    public static Optional<List<Row>> of(Dataset<Row> rows, Room room) {
        return of(rows.queryExecution().toRdd(), rows.schema(), room);
    }

    /** The rows of tasks that pack them themselves. */
    static Optional<List<Row>> of(RDD<InternalRow> rows, StructType schema, Room room) {
        var arrived = new Arrived(room);
        try {
            rows.sparkContext()
                    .runJob(
                            rows,
                            new Packing(Math.min(MOST_OF_A_TASK, room.left() / UNPACKED)),
                            arrived,
                            ClassTag$.MODULE$.apply(byte[].class));
        } catch (Exception e) {
            // The tasks do not know of one another, and Spark ends them all at spark.driver.maxResultSize.
            if (!(e instanceof SparkException) || arrived.parts().isPresent()) {
                throw e;
            }
        }
        return arrived.parts().map(parts -> unpacked(parts, schema));
    }

    private static List<Row> unpacked(List<byte[]> parts, StructType schema) {
        var converters = new ArrayList<Function1<Object, Object>>();
        for (var field : schema.fields()) {
            converters.add(CatalystTypeConverters$.MODULE$.createToScalaConverter(field.dataType()));
        }
        return AtOnce.of(parts.size(), i -> unpack(parts.get(i), schema, converters)).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<Row> unpack(byte[] part, StructType schema, List<Function1<Object, Object>> converters) {
        var unpacked = new ArrayList<Row>();
        var packed = new UnsafeRow(schema.length());
        var repeated = new @Nullable Object[schema.length()];
        var sizes = ByteBuffer.wrap(part);
        for (var at = 0; at < part.length; ) {
            var size = (int) sizes.getLong(at);
            packed.pointTo(part, Platform.BYTE_ARRAY_OFFSET + at + Long.BYTES, size);
            at += Long.BYTES + size;
            var cells = new @Nullable Object[schema.length()];
            for (var i = 0; i < cells.length; i++) {
                var type = schema.fields()[i].dataType();
                if (!packed.isNullAt(i)) {
                    var cell = converters.get(i).apply(packed.get(i, type));
                    // One text for all rows that it comes in one after the other, as the name of their file does.
                    cells[i] = type.equals(DataTypes.StringType) && cell.equals(repeated[i]) ? repeated[i] : cell;
                    repeated[i] = cells[i];
                }
            }
            unpacked.add(new GenericRowWithSchema(cells, schema));
        }
        return unpacked;
    }

    /** Packs what a task finds: each row behind its length. {@code null} when that is too much. */
    private static final class Packing extends AbstractFunction1<Iterator<InternalRow>, byte[]>
            implements Serializable {
        private static final long serialVersionUID = 1L;
        private final long most;

        Packing(long most) {
            this.most = most;
        }

        @Override
        public byte @Nullable [] apply(Iterator<InternalRow> rows) {
            var packed = new ByteArrayOutputStream();
            var length = ByteBuffer.allocate(Long.BYTES);
            try {
                while (rows.hasNext()) {
                    var row = (UnsafeRow) rows.next();
                    if (packed.size() + (long) row.getSizeInBytes() > most) {
                        return null;
                    }
                    packed.write(length.putLong(0, row.getSizeInBytes()).array());
                    row.writeToStream(packed, null);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return packed.toByteArray();
        }
    }

    /** Takes what the tasks give, one after the other, until the room is full. */
    private static final class Arrived extends AbstractFunction2<Object, byte[], BoxedUnit> {
        private final Room room;
        private final List<byte[]> parts = new ArrayList<>();
        private boolean full;

        Arrived(Room room) {
            this.room = room;
        }

        @Override
        public synchronized BoxedUnit apply(Object partition, byte @Nullable [] part) {
            full |= part == null || !room.take((long) UNPACKED * part.length);
            if (full || part == null) {
                parts.clear();
            } else {
                parts.add(part);
            }
            return BoxedUnit.UNIT;
        }

        synchronized Optional<List<byte[]>> parts() {
            return full ? Optional.empty() : Optional.of(parts);
        }
    }
}
