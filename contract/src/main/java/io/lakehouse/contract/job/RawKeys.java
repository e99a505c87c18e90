package io.lakehouse.contract.job;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TypeName;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The key columns of each raw topic, as one option of a connector: {@code topic:column=type,column=type;topic:...} in
 * key order, with the columns' names in the source, percent-encoded. The types are there because a captured value does not tell its own: a numeric
 * arrives as text, and {@code 1.0} and {@code 1.00} are one key of a numeric column but two of a text column.
 */
public final class RawKeys {
    private RawKeys() {}

    /** The option's text, from the key columns by topic. */
    public static String write(Map<String, List<Column>> keys) {
        return keys.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + ":"
                        + entry.getValue().stream()
                                .map(column -> encode(column.source()) + "="
                                        + column.type().name().name())
                                .collect(Collectors.joining(",")))
                .collect(Collectors.joining(";"));
    }

    /**
     * The key columns by topic, from the option's text.
     *
     * @throws IllegalArgumentException when it is no such text; the message names the part that is not
     */
    public static Map<String, List<Column>> read(String text) {
        var keys = new LinkedHashMap<String, List<Column>>();
        if (text.isEmpty()) {
            return keys;
        }
        for (var entry : text.split(";", -1)) {
            var colon = entry.indexOf(':');
            if (colon <= 0) {
                throw new IllegalArgumentException("'" + entry + "' is not of the form topic:column=type,...");
            }
            var columns = new ArrayList<Column>();
            for (var column : entry.substring(colon + 1).split(",", -1)) {
                columns.add(column(column));
            }
            keys.put(decode(entry.substring(0, colon)), List.copyOf(columns));
        }
        return keys;
    }

    private static Column column(String text) {
        var equals = text.indexOf('=');
        if (equals <= 0) {
            throw new IllegalArgumentException("'" + text + "' is not of the form column=type");
        }
        var type = text.substring(equals + 1);
        try {
            return new Column(decode(text.substring(0, equals)), ColumnType.of(TypeName.valueOf(type)), false);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "': there is no type " + type, e);
        }
    }

    private static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    private static String decode(String name) {
        return URLDecoder.decode(name, StandardCharsets.UTF_8);
    }
}
