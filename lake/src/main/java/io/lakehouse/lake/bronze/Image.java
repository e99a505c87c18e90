package io.lakehouse.lake.bronze;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.lakehouse.contract.change.MalformedChangeException;
import io.lakehouse.contract.change.Row;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the JSON text of a row's image, value by value as it stands there: a number keeps its literal digits. */
final class Image {
    private static final JsonFactory JSON = JsonFactory.builder()
            // The library's bounds on lengths guard servers against strangers. What bronze holds was bounded by Kafka.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Image() {}

    /**
     * The row of an image; an image that is not there is the row without columns.
     *
     * @throws MalformedChangeException when the text is no JSON object of plain values
     */
    static Row read(@Nullable String text) {
        return read(text, name -> true, Integer.MAX_VALUE);
    }

    /**
     * Some columns of an image, which is read no further than they stand.
     *
     * @throws MalformedChangeException when the text is no JSON object of plain values up to there
     */
    static Row read(@Nullable String text, Set<String> columns) {
        return read(text, columns::contains, columns.size());
    }

    private static Row read(@Nullable String text, Predicate<String> wanted, int columns) {
        if (text == null) {
            return Row.EMPTY;
        }
        var values = new LinkedHashMap<String, String>();
        try (var parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedChangeException("the image is no JSON object");
            }
            while (values.size() < columns && parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                if (wanted.test(name)) {
                    values.put(name, value(parser, name));
                } else {
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new MalformedChangeException("the image is no JSON: " + e.getMessage(), e);
        }
        return new Row(values);
    }

    private static @Nullable String value(JsonParser parser, String name) throws IOException {
        var token = parser.nextToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token == null || !token.isScalarValue()) {
            throw new MalformedChangeException("column " + name + " holds " + token + ", not a plain value");
        }
        return parser.getText();
    }
}
