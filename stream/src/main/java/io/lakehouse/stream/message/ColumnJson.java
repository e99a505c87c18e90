package io.lakehouse.stream.message;

import io.lakehouse.contract.change.CanonicalValue;
import io.lakehouse.contract.change.SpecialValues;
import io.lakehouse.contract.change.StoredText;
import io.lakehouse.contract.declaration.Column;
import java.io.IOException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a column's value in the current and history topics.
 *
 * <p>Decimals are strings with the source's digits and never pass through a double. Timestamps are numbers, in
 * microseconds since 1970-01-01T00:00:00Z. NaN and the infinities of floating point, which JSON has no numbers for, are
 * the strings {@code NaN}, {@code Infinity}, {@code -Infinity}. Everything else is a {@link StoredText}.
 *
 * <p>A value that its column cannot hold is null here; {@link SpecialValues} has it.
 */
final class ColumnJson {
    private ColumnJson() {}

    /** Writes a value that its column's type is known to take; {@code null} is SQL NULL. */
    static void write(JsonGenerator json, Column column, @Nullable String text) throws IOException {
        if (text == null || SpecialValues.of(column.type(), text) != null) {
            json.writeNull();
            return;
        }
        switch (column.type().name()) {
            case SMALLINT, INTEGER, BIGINT -> json.writeNumber(Long.parseLong(text));
            case REAL -> json.writeNumber(Float.parseFloat(text));
            case DOUBLE -> json.writeNumber(Double.parseDouble(text));
            case BOOLEAN -> json.writeBoolean(Boolean.parseBoolean(CanonicalValue.of(column, text)));
            case TIMESTAMP, TIMESTAMPTZ -> json.writeNumber(CanonicalValue.epochMicros(text));
            case NUMERIC -> json.writeString(text);
            case TEXT, UUID, INET, MACADDR, JSON, BYTEA, DATE, TIME, TIMETZ, INTERVAL, ARRAY ->
                json.writeString(StoredText.of(column.type(), text));
        }
    }
}
