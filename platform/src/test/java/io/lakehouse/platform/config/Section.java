package io.lakehouse.platform.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** A mapping of a declaration and its fields. */
record Section(String path, String about, List<Field> fields, List<Consumer<ObjectNode>> rules) {
    /**
     * A field.
     *
     * @param name as it is written
     * @param usual what it is when it is left out, as the reference page says it; {@code required} when it cannot be
     * @param meaning what it means, from the docstrings
     * @param form how it is written
     */
    record Field(String name, String usual, Function<DocStrings, String> meaning, Form form) {
        boolean isRequired() {
            return usual.equals("required");
        }
    }

    static Section of(String path, String about) {
        return new Section(path, about, new ArrayList<>(), new ArrayList<>());
    }

    Section field(String name, String usual, Class<?> record, String component, Form form) {
        return add(name, usual, docs -> docs.of(record, component), form);
    }

    Section required(String name, Class<?> record, String component, Form form) {
        return field(name, "required", record, component, form);
    }

    Section described(String name, String usual, String meaning, Form form) {
        return add(name, usual, docs -> meaning, form);
    }

    /** A field that the reader knows in order to say why it cannot be. */
    Section refused(String name, String reason) {
        return described(name, "none", reason, docs -> {
            var never = JsonNodeFactory.instance.objectNode();
            never.putObject("not");
            return never;
        });
    }

    /** At most one of these fields. */
    Section exclusive(String... names) {
        for (var first = 0; first < names.length; first++) {
            for (var second = first + 1; second < names.length; second++) {
                var one = names[first];
                var other = names[second];
                rules.add(schema -> schema.withArray("allOf")
                        .addObject()
                        .putObject("not")
                        .putArray("required")
                        .add(one)
                        .add(other));
            }
        }
        return this;
    }

    /** Exactly one of these fields. */
    Section oneOf(String... names) {
        for (var name : names) {
            rules.add(schema ->
                    schema.withArray("oneOf").addObject().putArray("required").add(name));
        }
        return this;
    }

    /** A field that makes no sense without others. */
    Section needs(String name, String... others) {
        rules.add(schema -> {
            var array = schema.withObject("/dependencies").putArray(name);
            Stream.of(others).forEach(array::add);
        });
        return this;
    }

    List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    ObjectNode schema(DocStrings docs) {
        var schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object").put("additionalProperties", false);
        var properties = schema.putObject("properties");
        for (var field : fields) {
            var property = field.form().schema(docs);
            var usual = field.isRequired() || field.usual().equals("none") ? "" : " Default: " + field.usual() + ".";
            property.put("description", field.meaning().apply(docs) + "." + usual);
            properties.set(field.name(), property);
        }
        var required =
                fields.stream().filter(Field::isRequired).map(Field::name).toList();
        if (!required.isEmpty()) {
            var array = schema.putArray("required");
            required.forEach(array::add);
        }
        rules.forEach(rule -> rule.accept(schema));
        return schema;
    }

    private Section add(String name, String usual, Function<DocStrings, String> meaning, Form form) {
        fields.add(new Field(name, usual, meaning, form));
        return this;
    }
}
