package io.lakehouse.platform.source.simulation;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The type that a column's values are made for; a domain stands for its base type, an array for its elements'.
 *
 * @param name its name in {@code pg_type}: {@code int4}, {@code varchar}
 * @param declared the same with its modifier, as SQL writes it: {@code character varying(20)}
 * @param labels the labels of an enum, in order; empty for other types
 * @param isArray whether a value is an array of such elements
 */
record ValueType(String name, String declared, List<String> labels, boolean isArray) {
    private static final Pattern MODIFIER = Pattern.compile("\\((\\d+)(?:,(-?\\d+))?\\)");

    ValueType {
        labels = List.copyOf(labels);
    }

    static ValueType of(String name, String declared) {
        return new ValueType(name, declared, List.of(), false);
    }

    /** The first number of the modifier: digits of a numeric, characters of a text, bits. */
    Optional<Integer> size() {
        return modifier(1);
    }

    /** The second number of the modifier: the scale of a numeric. */
    Optional<Integer> scale() {
        return modifier(2);
    }

    private Optional<Integer> modifier(int group) {
        var matcher = MODIFIER.matcher(declared);
        return matcher.find() ? Optional.ofNullable(matcher.group(group)).map(Integer::valueOf) : Optional.empty();
    }

    boolean isInteger() {
        return !isArray && (name.equals("int2") || name.equals("int4") || name.equals("int8"));
    }

    boolean isNumber() {
        return isInteger() || !isArray && (name.equals("numeric") || name.equals("float4") || name.equals("float8"));
    }

    boolean isText() {
        return !isArray
                && (name.equals("text") || name.equals("varchar") || name.equals("bpchar") || name.equals("citext"));
    }
}
