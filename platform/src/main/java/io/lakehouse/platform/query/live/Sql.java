package io.lakehouse.platform.query.live;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Names and texts as Trino's SQL writes them. */
final class Sql {
    private Sql() {}

    /** A name, whatever it holds. */
    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A table or view: catalogue, schema and name. */
    static String table(String... names) {
        return Arrays.stream(names).map(Sql::name).collect(Collectors.joining("."));
    }

    /** A text. */
    static String text(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
