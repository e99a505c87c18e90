package io.lakehouse.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lakehouse.contract.change.CanonicalValue;
import io.lakehouse.contract.change.KeyText;
import io.lakehouse.contract.change.Operation;
import io.lakehouse.contract.change.Row;
import io.lakehouse.contract.change.SpecialValues;
import io.lakehouse.contract.change.StoredText;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What each store holds of one source table, as rows by key text and as values by column, every value as one text
 * whatever store it was read from. NULLs are left out.
 */
final class StoredTable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** Types whose texts in Trino's JSON are not those of its SQL. */
    private static final Set<TypeName> CAST =
            Set.of(TypeName.DATE, TypeName.TIMESTAMP, TypeName.TIMESTAMPTZ, TypeName.REAL, TypeName.DOUBLE);

    private final Lakehouse lakehouse;
    private final SourceTable table;
    private final TableShape shape;

    StoredTable(Lakehouse lakehouse, SourceTable table) {
        this.lakehouse = lakehouse;
        this.table = table;
        this.shape = table.shape(lakehouse);
    }

    /** Asserts that all stores hold the source's rows, and each change once. Both lanes have been synchronised. */
    void agrees() {
        var source = rows(table.rows(lakehouse, shape), this::fromSource);
        assertThat(current()).as(name("Pinot current")).isEqualTo(source);
        var history = lakehouse.query("pinot", "SELECT * FROM " + table.history() + " LIMIT 1000000");
        assertThat(fold(history, "after_", "before_", this::fromPinot))
                .as(name("fold of Pinot history"))
                .isEqualTo(source);
        var bronze = bronze();
        assertThat(fold(bronze, "", "", this::fromBronze))
                .as(name("fold of bronze"))
                .isEqualTo(source);
        assertThat(eventIds(history)).as(name("changes in history")).isEqualTo(eventIds(bronze));
        assertThat(rows(versions(), this::fromLake))
                .as(name("current SCD2 rows"))
                .isEqualTo(source);
    }

    private String name(String store) {
        return store + " of " + shape.qualifiedName();
    }

    private Map<String, Map<String, String>> current() {
        return rows(
                lakehouse.query(
                        "pinot", "SELECT * FROM " + table.current() + " WHERE is_deleted = false LIMIT 1000000"),
                this::fromPinot);
    }

    private JsonNode bronze() {
        return lakehouse.query(
                "trino",
                "SELECT op, \"before\", \"after\", order_key, event_id FROM nessie.bronze." + table.pipeline()
                        + " WHERE source_schema = '" + shape.schema() + "' AND source_table = '" + shape.table() + "'");
    }

    private JsonNode versions() {
        var columns = shape.columns().stream().map(StoredTable::exact).collect(Collectors.joining(", "));
        return lakehouse.query(
                "trino",
                "SELECT " + columns + ", special_values FROM nessie." + table.namespace() + "." + table.lake()
                        + " WHERE is_current AND NOT is_deleted");
    }

    /** A column as Trino writes it with every digit: a real has seven in its text, and all of them as a double. */
    private static String exact(Column column) {
        var name = "\"" + column.name() + "\"";
        var value = column.type().name() == TypeName.REAL ? "CAST(" + name + " AS double)" : name;
        return CAST.contains(column.type().name()) ? "CAST(" + value + " AS varchar) AS " + name : name;
    }

    private interface ImageReader {
        Row row(JsonNode change, String prefix);
    }

    private Map<String, Map<String, String>> rows(JsonNode nodes, ImageReader reader) {
        var rows = new TreeMap<String, Map<String, String>>();
        nodes.forEach(node -> {
            var row = reader.row(node, "");
            var key = KeyText.of(shape, row);
            assertThat(rows.put(key, canonical(row)))
                    .as("a second row of key " + key)
                    .isNull();
        });
        return rows;
    }

    /** What the changes lead to: by order key and, at one, a create after a delete. A truncation ends all before it. */
    private Map<String, Map<String, String>> fold(JsonNode changes, String after, String before, ImageReader reader) {
        var ordered = new ArrayList<JsonNode>();
        changes.forEach(ordered::add);
        ordered.sort((left, right) -> {
            var order = left.path("order_key")
                    .asText()
                    .compareTo(right.path("order_key").asText());
            return order != 0 ? order : Boolean.compare(isDelete(right), isDelete(left));
        });
        var rows = new TreeMap<String, Map<String, String>>();
        for (var change : ordered) {
            if (change.path("op").asText().equals(Operation.TRUNCATE.code())) {
                rows.clear();
                continue;
            }
            var row = reader.row(change, isDelete(change) ? before : after);
            var key = KeyText.of(shape, row);
            if (isDelete(change)) {
                rows.remove(key);
            } else {
                rows.put(key, canonical(row));
            }
        }
        return rows;
    }

    private static boolean isDelete(JsonNode change) {
        return change.path("op").asText().equals("d");
    }

    private static Set<String> eventIds(JsonNode changes) {
        var ids = new TreeSet<String>();
        changes.forEach(change -> assertThat(ids.add(change.path("event_id").asText()))
                .as("event_id stands twice: " + change)
                .isTrue());
        return ids;
    }

    private Row fromSource(JsonNode node, String prefix) {
        var values = new LinkedHashMap<String, String>();
        for (var column : shape.columns()) {
            values.put(column.name(), stored(column, text(node.path(column.source()))));
        }
        return new Row(values);
    }

    private Row fromBronze(JsonNode change, String prefix) {
        return fromSource(parsed(change.path(isDelete(change) ? "before" : "after")), prefix);
    }

    private Row fromPinot(JsonNode node, String prefix) {
        return fromStore(node, prefix, (column, text) -> switch (column.type().name()) {
            case TIMESTAMP, TIMESTAMPTZ ->
                Instant.EPOCH.plus(Long.parseLong(text), ChronoUnit.MICROS).toString();
            default -> text;
        });
    }

    private Row fromLake(JsonNode node, String prefix) {
        return fromStore(node, prefix, (column, text) -> text.replace(" UTC", "Z"));
    }

    private interface Spelling {
        String of(Column column, String text);
    }

    private Row fromStore(JsonNode node, String prefix, Spelling spelling) {
        var special = parsed(node.path(prefix + SpecialValues.COLUMN));
        var values = new LinkedHashMap<String, String>();
        for (var column : shape.columns()) {
            var text = text(node.path(prefix + column.name()));
            values.put(
                    column.name(),
                    special.has(column.name())
                            ? special.path(column.name()).asText()
                            : text == null ? null : spelling.of(column, text));
        }
        return new Row(values);
    }

    /** An array as the stores hold it; the source and the raw messages have PostgreSQL's text. */
    private static String stored(Column column, String text) {
        var isPlainArray = text != null && column.type().name() == TypeName.ARRAY && !text.startsWith("[");
        return isPlainArray ? StoredText.of(column.type(), text) : text;
    }

    private Map<String, String> canonical(Row row) {
        var values = new LinkedHashMap<String, String>();
        for (var column : shape.columns()) {
            var value = row.value(column.name());
            if (value != null) {
                values.put(
                        column.name(),
                        column.type().name() == TypeName.ARRAY ? value : CanonicalValue.of(column, value));
            }
        }
        return values;
    }

    private static String text(JsonNode node) {
        return node.isNull() || node.isMissingNode() ? null : node.asText();
    }

    private static JsonNode parsed(JsonNode text) {
        try {
            return text.isNull() || text.isMissingNode() ? JSON.createObjectNode() : JSON.readTree(text.asText());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text.asText(), e);
        }
    }
}
