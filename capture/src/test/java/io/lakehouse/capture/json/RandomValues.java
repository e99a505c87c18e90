package io.lakehouse.capture.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Schemas of every shape that Connect has, and values of them. */
final class RandomValues {
    private static final long DAY_MILLIS = 86_400_000;
    private static final List<String> TEXTS = List.of(
            "",
            "plain",
            "\"quoted\" and \\ and /",
            "\u0000\u0001\u001f\u007f",
            "\b\t\n\f\r",
            "Zoë",
            "鰻 \u2028",
            "😀 🏳️‍🌈",
            "\ud7ff\ue000\uffff");

    private final Random random;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    Schema schema(int depth) {
        var schema = depth == 0 ? leaf() : branch(depth);
        if (random.nextBoolean()) {
            schema.optional();
        }
        // Debezium gives the columns' defaults; a value that is NULL must not turn into them.
        if (schema.type() == Schema.Type.INT32 && schema.name() == null && random.nextBoolean()) {
            schema.defaultValue(42);
        }
        return schema.build();
    }

    Object value(Schema schema) {
        if (schema.isOptional() && random.nextInt(4) == 0) {
            return null;
        }
        if (schema.name() != null && schema.type() != Schema.Type.STRUCT) {
            return logical(schema.name());
        }
        return switch (schema.type()) {
            case INT8 -> (byte) random.nextInt();
            case INT16 -> (short) random.nextInt();
            case INT32 -> random.nextBoolean() ? random.nextInt() : random.nextInt(100);
            case INT64 -> oneOf(Long.MIN_VALUE, Long.MAX_VALUE, 0L, -1L, random.nextLong(), random.nextLong(1000));
            case FLOAT32 ->
                oneOf(Float.NaN, Float.NEGATIVE_INFINITY, -0.0f, Float.MIN_VALUE, random.nextFloat(), 1e10f);
            case FLOAT64 ->
                oneOf(Double.NaN, Double.POSITIVE_INFINITY, -0.0, Double.MAX_VALUE, random.nextDouble(), 1e10);
            case BOOLEAN -> random.nextBoolean();
            case STRING -> text();
            case BYTES -> random.nextBoolean() ? bytes() : ByteBuffer.wrap(bytes());
            case ARRAY -> list(schema.valueSchema());
            case MAP -> map(schema);
            case STRUCT -> struct(schema);
        };
    }

    private SchemaBuilder leaf() {
        return switch (random.nextInt(13)) {
            case 0 -> SchemaBuilder.int8();
            case 1 -> SchemaBuilder.int16();
            case 2 -> SchemaBuilder.int32();
            case 3 -> SchemaBuilder.int64();
            case 4 -> SchemaBuilder.float32();
            case 5 -> SchemaBuilder.float64();
            case 6 -> SchemaBuilder.bool();
            case 7 -> SchemaBuilder.bytes();
            case 8 -> Decimal.builder(2);
            case 9 -> Date.builder();
            case 10 -> Time.builder();
            case 11 -> Timestamp.builder();
            default -> SchemaBuilder.string();
        };
    }

    private SchemaBuilder branch(int depth) {
        switch (random.nextInt(4)) {
            case 0:
                return SchemaBuilder.array(schema(depth - 1));
            case 1:
                var key = random.nextBoolean() ? Schema.STRING_SCHEMA : Schema.INT32_SCHEMA;
                return SchemaBuilder.map(key, schema(depth - 1));
            default:
                var struct = SchemaBuilder.struct().name("struct");
                var fields = random.nextInt(6);
                for (var index = 0; index < fields; index++) {
                    struct.field(text() + index, schema(random.nextInt(depth)));
                }
                return struct;
        }
    }

    private Struct struct(Schema schema) {
        var struct = new Struct(schema);
        schema.fields().forEach(field -> struct.put(field, value(field.schema())));
        return struct;
    }

    private List<Object> list(Schema element) {
        var list = new ArrayList<>();
        for (var count = random.nextInt(4); count > 0; count--) {
            list.add(value(element));
        }
        return list;
    }

    private Map<Object, Object> map(Schema schema) {
        var map = new LinkedHashMap<>();
        for (var count = random.nextInt(4); count > 0; count--) {
            map.put(value(schema.keySchema()), value(schema.valueSchema()));
        }
        return map;
    }

    private Object logical(String name) {
        return switch (name) {
            case Decimal.LOGICAL_NAME -> new BigDecimal(new BigInteger(70, random), 2);
            case Date.LOGICAL_NAME -> new java.util.Date(DAY_MILLIS * (random.nextInt(40_000) - 20_000));
            case Time.LOGICAL_NAME -> new java.util.Date(random.nextLong(DAY_MILLIS));
            default -> new java.util.Date(random.nextLong(4_000_000_000_000L) - 2_000_000_000_000L);
        };
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()))
                + TEXTS.get(random.nextInt(TEXTS.size())).repeat(random.nextInt(3));
    }

    private byte[] bytes() {
        var bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    @SafeVarargs
    private <T> T oneOf(T... values) {
        return values[random.nextInt(values.length)];
    }
}
