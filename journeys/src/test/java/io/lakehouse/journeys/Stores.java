package io.lakehouse.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lakehouse.contract.change.Row;
import io.lakehouse.contract.change.RowHash;
import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares what the four stores hold of the example table, row by row and value by value, at a quiet moment. */
final class Stores {
    private static final TableShape SALES = new TableShape(
            "public",
            "sales",
            List.of(
                    column("id", TypeName.BIGINT),
                    column("product_name", TypeName.TEXT),
                    column("category", TypeName.TEXT),
                    new Column("price", new ColumnType(TypeName.NUMERIC, 10, 2), true),
                    column("quantity", TypeName.INTEGER),
                    column("customer", TypeName.TEXT),
                    column("region", TypeName.TEXT),
                    new Column("discount", new ColumnType(TypeName.NUMERIC, 5, 2), true),
                    column("note", TypeName.TEXT),
                    column("status", TypeName.TEXT),
                    column("sale_ts", TypeName.TIMESTAMPTZ),
                    column("updated_at", TypeName.TIMESTAMPTZ)),
            List.of("id"));

    private final Lakehouse lakehouse;

    Stores(Lakehouse lakehouse) {
        this.lakehouse = lakehouse;
    }

    /** Brings both lanes up to the source and asserts that all stores agree and nothing is there twice. */
    void agree() {
        lakehouse
                .run(Duration.ofMinutes(8), "sync", "--lake", "--timeout", "5m")
                .succeeded();

        var source = hashes(lakehouse.query("source", "SELECT * FROM public.sales"), "");
        assertThat(source).isNotEmpty();

        assertThat(hashes(
                        lakehouse.query(
                                "pinot", "SELECT * FROM sales_current_3 WHERE is_deleted = false LIMIT 1000000"),
                        ""))
                .as("Pinot current")
                .isEqualTo(source);
        var history = lakehouse.query("pinot", "SELECT * FROM sales_history_3 LIMIT 1000000");
        assertThat(fold(history)).as("fold of Pinot history").isEqualTo(source);
        var versions = lakehouse.query(
                "trino",
                "SELECT * FROM nessie.\"default\".source_sales_scd2_iceberg WHERE is_current AND NOT is_deleted");
        assertThat(hashes(versions, "")).as("current SCD2 rows").isEqualTo(source);
        assertThat(versions)
                .allSatisfy(version -> assertThat(version.path("row_hash").asText())
                        .as("stored row hash")
                        .isEqualTo(hash(version, "")));

        var bronze = lakehouse.query("trino", "SELECT event_id FROM nessie.bronze.sales");
        assertThat(eventIds(bronze)).as("changes in bronze").isEqualTo(eventIds(history));
    }

    private static Map<String, String> hashes(JsonNode rows, String prefix) {
        var hashes = new TreeMap<String, String>();
        rows.forEach(row -> assertThat(hashes.put(row.path(prefix + "id").asText(), hash(row, prefix)))
                .as("a second row of id " + row.path(prefix + "id"))
                .isNull());
        return hashes;
    }

    /** The rows that the changes, in the order of each key, lead to. */
    private static Map<String, String> fold(JsonNode history) {
        var latest = new TreeMap<String, JsonNode>();
        history.forEach(change -> latest.merge(
                change.path("record_id").asText(),
                change,
                (left, right) -> left.path("order_key")
                                        .asText()
                                        .compareTo(right.path("order_key").asText())
                                > 0
                        ? left
                        : right));
        var rows = new TreeMap<String, String>();
        latest.forEach((id, change) -> {
            if (!change.path("op").asText().equals("d")) {
                rows.put(id, hash(change, "after_"));
            }
        });
        return rows;
    }

    private static HashSet<String> eventIds(JsonNode rows) {
        var ids = new HashSet<String>();
        rows.forEach(row -> assertThat(ids.add(row.path("event_id").asText()))
                .as("event_id stands twice: " + row)
                .isTrue());
        return ids;
    }

    private static String hash(JsonNode row, String prefix) {
        var values = new LinkedHashMap<String, String>();
        for (var column : SALES.columns()) {
            var value = row.path(prefix + column.name());
            values.put(column.name(), value.isNull() ? null : text(column, value.asText()));
        }
        return RowHash.of(SALES, new Row(values));
    }

    /** A time in each store's own spelling: microseconds in Pinot, a zone's name in Trino, a short offset at home. */
    private static String text(Column column, String value) {
        if (column.type().name() != TypeName.TIMESTAMPTZ) {
            return value;
        }
        return value.matches("-?\\d+")
                ? Instant.EPOCH.plus(Long.parseLong(value), ChronoUnit.MICROS).toString()
                : value.replace(" UTC", "Z");
    }

    private static Column column(String name, TypeName type) {
        return new Column(name, ColumnType.of(type), true);
    }
}
