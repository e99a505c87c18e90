package io.lakehouse.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table of a source, with the names of what the stores hold of it.
 *
 * @param key names of its key's columns in the source, in order
 * @param renamed names in the stores by names in the source
 * @param excluded columns that are not captured
 */
record SourceTable(
        String pipeline,
        String namespace,
        String schema,
        String table,
        List<String> key,
        Map<String, String> renamed,
        Set<String> excluded,
        String current,
        String history,
        String lake) {
    private static final Map<String, TypeName> NAMES = Map.of(
            "double precision", TypeName.DOUBLE,
            "time without time zone", TypeName.TIME,
            "time with time zone", TypeName.TIMETZ,
            "timestamp without time zone", TypeName.TIMESTAMP,
            "timestamp with time zone", TypeName.TIMESTAMPTZ,
            "cidr", TypeName.INET,
            "macaddr8", TypeName.MACADDR);

    /** The table as its catalogue tells it now. */
    TableShape shape(Lakehouse lakehouse) {
        var columns = new ArrayList<Column>();
        for (var column : lakehouse.query(
                "source",
                "SELECT a.attname AS name, format_type(coalesce(nullif(t.typbasetype, 0), a.atttypid), NULL) AS type"
                        + " FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_class c ON c.oid ="
                        + " a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = '" + schema
                        + "' AND c.relname = '" + table + "' AND a.attnum > 0 AND NOT a.attisdropped"
                        + " ORDER BY a.attnum")) {
            var name = column.path("name").asText();
            if (!excluded.contains(name)) {
                columns.add(new Column(
                        renamed.getOrDefault(name, name),
                        name,
                        type(column.path("type").asText()),
                        true,
                        true));
            }
        }
        return new TableShape(
                schema,
                table,
                columns,
                key.stream().map(name -> renamed.getOrDefault(name, name)).toList());
    }

    /** Its rows, every value as the text that PostgreSQL prints, but bytes in Base64. */
    JsonNode rows(Lakehouse lakehouse, TableShape shape) {
        var columns = shape.columns().stream()
                .map(column -> {
                    var name = "\"" + column.source() + "\"";
                    var text = column.type().name() == TypeName.BYTEA
                            ? "translate(encode(" + name + ", 'base64'), E'\\n', '')"
                            : "CASE WHEN " + name + " IS NOT NULL THEN format('%s', " + name + ") END";
                    return text + " AS " + name;
                })
                .collect(Collectors.joining(", "));
        return lakehouse.query("source", "SELECT " + columns + " FROM \"" + schema + "\".\"" + table + "\"");
    }

    private static ColumnType type(String text) {
        var element = text.endsWith("[]") ? text.substring(0, text.length() - 2) : text;
        var name = NAMES.getOrDefault(element, TypeName.TEXT);
        for (var known : TypeName.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(element)) {
                name = known;
            }
        }
        return text.endsWith("[]") ? ColumnType.arrayOf(ColumnType.of(name)) : ColumnType.of(name);
    }
}
