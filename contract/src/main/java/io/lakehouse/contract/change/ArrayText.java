package io.lakehouse.contract.change;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Turns an array as PostgreSQL prints it, {@code {1,NULL,3}} or {@code {{a,"b c"},{d,e}}}, into JSON: a list of its
 * elements, for several dimensions a list of lists, NULL as {@code null}.
 */
final class ArrayText {
    /** PostgreSQL prints where a dimension begins if it is not 1. */
    private static final Pattern BOUNDS = Pattern.compile("((?:\\[-?\\d+:-?\\d+])+)=");

    private final String text;
    private final UnaryOperator<String> element;
    private final StringBuilder json = new StringBuilder();
    private int at;

    private ArrayText(String text, int at, UnaryOperator<String> element) {
        this.text = text;
        this.at = at;
        this.element = element;
    }

    /** The bounds that an array's text begins with, {@code [0:1]}; empty when every dimension begins at 1. */
    static String bounds(String text) {
        var bounds = BOUNDS.matcher(text);
        return bounds.lookingAt() ? bounds.group(1) : "";
    }

    /**
     * The elements as JSON, without the bounds.
     *
     * @param element makes the JSON of an element that is not NULL from PostgreSQL's text of it
     * @throws IllegalArgumentException when the text is no array
     */
    static String json(String text, UnaryOperator<String> element) {
        var bounds = bounds(text);
        var reader = new ArrayText(text, bounds.isEmpty() ? 0 : bounds.length() + 1, element);
        reader.list();
        if (reader.at != text.length()) {
            throw reader.malformed("the end");
        }
        return reader.json.toString();
    }

    private void list() {
        require('{');
        json.append('[');
        if (peek() == '}') {
            at++;
        } else {
            item();
            while (peek() == ',') {
                at++;
                json.append(',');
                item();
            }
            require('}');
        }
        json.append(']');
    }

    private void item() {
        switch (peek()) {
            case '{' -> list();
            case '"' -> json.append(element.apply(quoted()));
            default -> {
                var bare = bare();
                json.append(bare.equalsIgnoreCase("NULL") ? "null" : element.apply(bare));
            }
        }
    }

    private String quoted() {
        at++;
        var item = new StringBuilder();
        while (peek() != '"') {
            if (peek() == '\\') {
                at++;
                peek();
            }
            item.append(text.charAt(at++));
        }
        at++;
        return item.toString();
    }

    private String bare() {
        var start = at;
        while (peek() != ',' && peek() != '}') {
            at++;
        }
        if (at == start) {
            throw malformed("an element");
        }
        return text.substring(start, at);
    }

    private char peek() {
        if (at >= text.length()) {
            throw malformed("'}'");
        }
        return text.charAt(at);
    }

    private void require(char expected) {
        if (peek() != expected) {
            throw malformed("'" + expected + "'");
        }
        at++;
    }

    private IllegalArgumentException malformed(String expected) {
        return new IllegalArgumentException("expected " + expected + " at character " + at);
    }

    /** A text as a JSON string. */
    static String quote(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            switch (character) {
                case '"', '\\' -> quoted.append('\\').append(character);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (character < ' ') {
                        quoted.append(String.format("\\u%04x", (int) character));
                    } else {
                        quoted.append(character);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
