package io.lakehouse.capture.json;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Writes structs of one schema, whose field names are JSON once and for all. */
final class StructWriter implements ValueWriter {
    private final Schema schema;
    private final Member[] members;
    /** The schema that the last struct had: comparing by identity first spares comparing field by field. */
    private Schema seen;

    StructWriter(Schema schema) {
        this.schema = schema;
        this.seen = schema;
        this.members = schema.fields().stream().map(Member::of).toArray(Member[]::new);
    }

    @Override
    public void write(Utf8Json json, Object value) {
        var struct = (Struct) value;
        if (struct.schema() != seen) {
            require(struct);
        }
        if (members.length == 0) {
            json.raw('{');
        }
        for (var member : members) {
            json.raw(member.name);
            SchemaWriters.write(json, member.schema, member.writer, member.value(struct));
        }
        json.raw('}');
    }

    private void require(Struct struct) {
        if (!struct.schema().equals(schema)) {
            throw new DataException("a struct of the schema " + struct.schema().name() + " stands where one of "
                    + schema.name() + " is declared");
        }
        seen = struct.schema();
    }

    /**
     * A field.
     *
     * @param name what stands before its value: the brace or the comma, its name, and the colon
     * @param hasDefault whether Connect would put a default in the place of NULL
     */
    private record Member(Field field, byte[] name, Schema schema, ValueWriter writer, boolean hasDefault) {
        static Member of(Field field) {
            var json = new Utf8Json();
            json.raw(field.index() == 0 ? '{' : ',');
            json.string(field.name());
            json.raw(':');
            return new Member(
                    field,
                    json.take(),
                    field.schema(),
                    SchemaWriters.of(field.schema()),
                    field.schema().defaultValue() != null);
        }

        /** NULL stays NULL. Without a default the plain access is the same, and needs no look-up by name. */
        @Nullable
        Object value(Struct struct) {
            return hasDefault ? struct.getWithoutDefault(field.name()) : struct.get(field);
        }
    }
}
