package io.lakehouse.lake.silver;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Names as Spark takes them whatever they hold: always quoted. */
public final class Sql {
    private Sql() {}

    /** A name in backticks. */
    public static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** A table of a catalogue. */
    public static String table(String catalog, String namespace, String table) {
        return quoted(catalog) + "." + quoted(namespace) + "." + quoted(table);
    }

    /** A column, whatever its name. */
    static Column column(String name) {
        return functions.col(quoted(name));
    }
}
