package io.lakehouse.platform.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lakehouse.contract.declaration.OwnedOptions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a value is written, as JSON Schema says it. */
interface Form {
    ObjectNode schema(DocStrings docs);

    static Form text() {
        return docs -> of("string").put("minLength", 1);
    }

    static Form text(String pattern) {
        return docs -> of("string").put("pattern", pattern);
    }

    static Form time() {
        return text("^[0-9]{1,6}[dhms]$");
    }

    static Form flag() {
        return docs -> of("boolean");
    }

    static Form whole(long least, long most) {
        return docs -> least == Long.MIN_VALUE
                ? of("integer")
                : of("integer").put("minimum", least).put("maximum", most);
    }

    static Form number(long least) {
        return docs -> of("number").put("minimum", least);
    }

    static Form share() {
        return docs -> of("number").put("minimum", 0).put("maximum", 1);
    }

    /** A plain value of any kind: it is read as the text that it is written as. */
    static Form scalar() {
        return docs -> {
            var schema = JsonNodeFactory.instance.objectNode();
            Stream.of("string", "number", "boolean").forEach(schema.putArray("type")::add);
            return schema;
        };
    }

    static Form oneOf(String... values) {
        return docs -> {
            var schema = of("string");
            Stream.of(values).forEach(schema.putArray("enum")::add);
            return schema;
        };
    }

    static Form list(Form item) {
        return docs -> {
            var schema = of("array");
            schema.set("items", item.schema(docs));
            return schema;
        };
    }

    static Form atLeastOne(Form item) {
        return docs -> list(item).schema(docs).put("minItems", 1);
    }

    static Form pair() {
        return docs ->
                list(number(Long.MIN_VALUE)).schema(docs).put("minItems", 2).put("maxItems", 2);
    }

    static Form map(Form value) {
        return docs -> {
            var schema = of("object");
            schema.set("additionalProperties", value.schema(docs));
            return schema;
        };
    }

    static Form anyOf(Form... forms) {
        return docs -> {
            var schema = JsonNodeFactory.instance.objectNode();
            var array = schema.putArray("anyOf");
            List.of(forms).forEach(form -> array.add(form.schema(docs)));
            return schema;
        };
    }

    static Form section(Section section) {
        return section::schema;
    }

    /** Off, a name, or fields. */
    static Form store(String name, Section section) {
        return anyOf(flag(), text(name), section(section));
    }

    /** Free options but for those that the platform owns; one whose name is that of a secret is a reference. */
    static Form capture() {
        return docs -> {
            var schema = map(anyOf(scalar(), section(DeclarationFields.SECRET))).schema(docs);
            var owned = OwnedOptions.reasons().keySet().stream()
                    .map(Form::pattern)
                    .collect(Collectors.joining("|", "^(", ")"));
            schema.putObject("propertyNames").putObject("not").put("pattern", owned);
            schema.putObject("patternProperties")
                    .set(
                            "([Pp]assword|[Ss]ecret|[Tt]oken|jaas)",
                            section(DeclarationFields.SECRET).schema(docs));
            return schema;
        };
    }

    private static String pattern(String option) {
        var prefix = option.replace(".", "\\.");
        return option.endsWith("*") ? prefix.substring(0, prefix.length() - 1) : prefix + "$";
    }

    private static ObjectNode of(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }
}
