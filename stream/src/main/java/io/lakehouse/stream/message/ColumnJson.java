package io.lakehouse.stream.message;

import io.lakehouse.contract.change.CanonicalValue;
import io.lakehouse.contract.declaration.Column;
import java.io.IOException;
import java.time.LocalDate;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a column's value in the current and history topics.
 *
 * <p>Decimals are strings with the source's digits and never pass through a double. Timestamps are numbers, in
 * microseconds since 1970-01-01T00:00:00Z; dates are {@code YYYY-MM-DD}. NaN and the infinities, which JSON has no
 * numbers for, are the strings {@code NaN}, {@code Infinity}, {@code -Infinity}.
 */
final class ColumnJson {
    private ColumnJson() {}

    /** Writes a value that its column's type is known to take; {@code null} is SQL NULL. */
    static void write(JsonGenerator json, Column column, @Nullable String text) throws IOException {
        if (text == null) {
            json.writeNull();
            return;
        }
        switch (column.type().name()) {
            case SMALLINT, INTEGER, BIGINT -> json.writeNumber(Long.parseLong(text));
            case REAL -> json.writeNumber(Float.parseFloat(text));
            case DOUBLE -> json.writeNumber(Double.parseDouble(text));
            case BOOLEAN -> json.writeBoolean(Boolean.parseBoolean(CanonicalValue.of(column, text)));
            case TIMESTAMP, TIMESTAMPTZ -> json.writeNumber(CanonicalValue.epochMicros(text));
            case DATE ->
                json.writeString(
                        LocalDate.ofEpochDay(CanonicalValue.epochDay(text)).toString());
            case NUMERIC, TEXT, UUID, JSON, BYTEA -> json.writeString(text);
        }
    }
}
