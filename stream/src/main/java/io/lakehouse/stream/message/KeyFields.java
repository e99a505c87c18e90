package io.lakehouse.stream.message;

import io.lakehouse.contract.change.ChangeEvent;
import io.lakehouse.contract.change.KeyText;
import io.lakehouse.contract.change.Row;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.stream.raw.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonGenerator;

/** The columns of a row's key as they stand in a current message, {@code "id":7}, several with commas between. */
public final class KeyFields {
    private KeyFields() {}

    /** What tells the row apart where the key's columns alone do not. */
    static void writeText(JsonGenerator json, TableShape table, Row row) throws IOException {
        if (KeyText.isColumn(table)) {
            json.writeStringField(KeyText.COLUMN, KeyText.of(table, row));
        }
    }

    /** The fields of the row that a change is about, which has a key. */
    public static String of(ChangeEvent event) {
        var text = new StringWriter();
        try (var json = Json.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            for (var column : event.table().keyColumns()) {
                json.writeFieldName(column.name());
                ColumnJson.write(json, column, event.row().value(column.name()));
            }
            writeText(json, event.table(), event.row());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return text.getBuffer().substring(1, text.getBuffer().length() - 1);
    }
}
