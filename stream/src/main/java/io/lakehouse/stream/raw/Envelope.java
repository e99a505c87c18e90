package io.lakehouse.stream.raw;

import io.lakehouse.contract.change.MalformedChangeException;
import io.lakehouse.contract.change.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonParser;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonToken;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's envelope, without schema, as far as the jobs need it.
 *
 * <p>It is read token by token and never as a tree: the text of a number stays the source's, and an image can be cut
 * out of the message byte for byte.
 */
final class Envelope {
    private final byte[] message;
    private @Nullable Image before;
    private @Nullable Image after;
    private @Nullable String op;
    private @Nullable String schema;
    private @Nullable String table;
    private @Nullable String lsn;
    private @Nullable String eventMicros;
    private @Nullable String transaction;

    private Envelope(byte[] message) {
        this.message = message;
    }

    /**
     * Reads the value of a raw message.
     *
     * @throws MalformedChangeException when it is not one JSON object in UTF-8
     */
    static Envelope parse(byte[] message) {
        var envelope = new Envelope(message);
        try (var parser = Json.FACTORY.createParser(message)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedChangeException("the value is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                envelope.readField(parser, parser.currentName());
            }
            if (parser.nextToken() != null) {
                throw new MalformedChangeException("the value goes on after its JSON object");
            }
        } catch (IOException e) {
            throw new MalformedChangeException("the value is not JSON", e);
        }
        return envelope;
    }

    private void readField(JsonParser parser, String name) throws IOException {
        var token = parser.nextToken();
        switch (name) {
            case "before" -> before = image(parser, token, name);
            case "after" -> after = image(parser, token, name);
            case "op" -> op = scalar(parser, token);
            case "source" -> {
                if (token == JsonToken.START_OBJECT) {
                    readSource(parser);
                } else {
                    parser.skipChildren();
                }
            }
            default -> parser.skipChildren();
        }
    }

    private void readSource(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var token = parser.nextToken();
            switch (name) {
                case "schema" -> schema = scalar(parser, token);
                case "table" -> table = scalar(parser, token);
                case "lsn" -> lsn = scalar(parser, token);
                case "ts_us" -> eventMicros = scalar(parser, token);
                case "txId" -> transaction = scalar(parser, token);
                default -> parser.skipChildren();
            }
        }
    }

    private @Nullable Image image(JsonParser parser, JsonToken token, String name) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.START_OBJECT) {
            throw new MalformedChangeException(name + " is not a JSON object");
        }
        var start = start(parser);
        var values = new LinkedHashMap<String, @Nullable String>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var column = parser.currentName();
            values.put(column, scalar(parser, parser.nextToken()));
        }
        return new Image(new Row(values), start, end(parser));
    }

    /** The text of a value, a nested one as the JSON that it is written in; {@code null} for JSON's null. */
    private @Nullable String scalar(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token.isScalarValue()) {
            return parser.getText();
        }
        var start = start(parser);
        parser.skipChildren();
        return cut(start, end(parser));
    }

    private static int start(JsonParser parser) {
        return offset(parser.currentTokenLocation().getByteOffset());
    }

    private static int end(JsonParser parser) {
        return offset(parser.currentLocation().getByteOffset());
    }

    private static int offset(long bytes) {
        if (bytes < 0) {
            // The parser took the bytes for UTF-16 or UTF-32, where it counts no bytes.
            throw new MalformedChangeException("the value is not JSON in UTF-8");
        }
        return (int) bytes;
    }

    private String cut(int start, int end) {
        return new String(message, start, end - start, StandardCharsets.UTF_8);
    }

    /** The row before; empty when there is none. */
    Row before() {
        return before == null ? Row.EMPTY : before.row;
    }

    /** The row after; empty when there is none. */
    Row after() {
        return after == null ? Row.EMPTY : after.row;
    }

    /** The JSON text of the row before, byte for byte as it came. */
    @Nullable
    String beforeJson() {
        return before == null ? null : cut(before.start, before.end);
    }

    /** The JSON text of the row after, byte for byte as it came. */
    @Nullable
    String afterJson() {
        return after == null ? null : cut(after.start, after.end);
    }

    String op() {
        return require(op, "op");
    }

    String schema() {
        return require(schema, "source.schema");
    }

    String table() {
        return require(table, "source.table");
    }

    long lsn() {
        return number(lsn, "source.lsn");
    }

    /** The source's commit time, in microseconds since 1970-01-01T00:00:00Z. */
    long eventMicros() {
        return number(eventMicros, "source.ts_us");
    }

    /** The source's transaction id, or an empty text. */
    String transaction() {
        return transaction == null ? "" : transaction;
    }

    private static long number(@Nullable String text, String field) {
        try {
            return Long.parseLong(require(text, field));
        } catch (NumberFormatException e) {
            throw new MalformedChangeException(field + " is no whole number", e);
        }
    }

    private static String require(@Nullable String text, String field) {
        if (text == null) {
            throw new MalformedChangeException(field + " is missing");
        }
        return text;
    }

    /** A row and where its JSON starts and ends in the message. */
    private record Image(Row row, int start, int end) {}
}
