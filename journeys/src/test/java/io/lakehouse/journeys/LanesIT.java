package io.lakehouse.journeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A change travels both lanes. */
@Order(2)
@ExtendWith(RaisedLakehouse.class)
class LanesIT {
    private static final DateTimeFormatter SQL_TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final Lakehouse lakehouse;

    LanesIT(Lakehouse lakehouse) {
        this.lakehouse = lakehouse;
    }

    @Test
    void a_change_reaches_both_tables_of_pinot() {
        lakehouse.change("INSERT INTO sales (id, product_name, category, price, quantity, customer, region, status,"
                + " note, sale_ts) VALUES (9000001, 'Probe', 'Test', 12345678.90, 1, 'c', 'EU', 'placed', '',"
                + " '2026-02-03 04:05:06.789012+00')");
        lakehouse.change("UPDATE sales SET price = 0.01, note = NULL WHERE id = 9000001");

        lakehouse.run(Duration.ofMinutes(3), "sync").succeeded();

        var current = lakehouse.query(
                "pinot", "SELECT price, note, sale_ts, is_deleted FROM sales_current_3 WHERE id = 9000001");
        assertThat(current).hasSize(1);
        assertThat(current.get(0).path("price").asText()).isEqualTo("0.01");
        assertThat(current.get(0).path("note").isNull()).isTrue();
        assertThat(current.get(0).path("sale_ts").asText()).isEqualTo("1770091506789012");
        assertThat(current.get(0).path("is_deleted").asText()).isEqualTo("false");
        var history = lakehouse.query(
                "pinot",
                "SELECT op_description, after_price, before_price, event_timestamp FROM default.sales_history_3"
                        + " WHERE record_id = 9000001 ORDER BY event_timestamp ASC");
        assertThat(history).hasSize(2);
        assertThat(history.get(0).path("op_description").asText()).isEqualTo("INSERT");
        assertThat(history.get(0).path("after_price").asText()).isEqualTo("12345678.90");
        assertThat(history.get(0).path("before_price").isNull()).isTrue();
        assertThat(history.get(1).path("op_description").asText()).isEqualTo("UPDATE");
        assertThat(history.get(1).path("before_price").asText()).isEqualTo("12345678.90");
    }

    @Test
    void history_reaches_iceberg_and_time_travel_sees_what_was_published_before() {
        lakehouse.change("INSERT INTO sales (id, product_name, category, price, quantity, customer, region, status,"
                + " sale_ts) VALUES (9000002, 'Traveller', 'Test', 1.00, 1, 'c', 'EU', 'placed', now())");
        lakehouse
                .run(Duration.ofMinutes(8), "sync", "--lake", "--timeout", "5m")
                .succeeded();
        var between = SQL_TIMESTAMP.format(Instant.now());
        lakehouse.change("BEGIN; UPDATE sales SET price = 2.00 WHERE id = 9000002;"
                + " UPDATE sales SET price = 3.00 WHERE id = 9000002; COMMIT");
        lakehouse.change("DELETE FROM sales WHERE id = 9000002");
        lakehouse.change("INSERT INTO sales (id, product_name, category, price, quantity, customer, region, status,"
                + " sale_ts) VALUES (9000002, 'Traveller', 'Test', 4.00, 1, 'c', 'EU', 'placed', now())");

        lakehouse
                .run(Duration.ofMinutes(8), "sync", "--lake", "--timeout", "5m")
                .succeeded();

        var versions = lakehouse.query(
                "trino",
                "SELECT price, is_current, is_deleted, effective_end_ts FROM nessie.\"default\".source_sales_scd2_iceberg"
                        + " WHERE id = 9000002 ORDER BY version_order_key");
        assertThat(versions)
                .extracting(version -> version.path("price").asText())
                .containsExactly("1.00", "2.00", "3.00", "4.00");
        assertThat(versions)
                .extracting(version -> version.path("is_current").asText())
                .containsExactly("false", "false", "false", "true");
        assertThat(versions)
                .extracting(version -> version.path("is_deleted").asText())
                .containsExactly("false", "false", "true", "false");
        lakehouse.run(Duration.ofMinutes(3), "batch", "upkeep", "sales").succeeded();
        var batches = lakehouse.status().path("batches").get(0).path("runId");
        syncLake();
        assertThat(lakehouse.status().path("batches").get(0).path("runId"))
                .as("compaction brings no change to publish")
                .isEqualTo(batches);
        var before = lakehouse.query(
                "trino",
                "SELECT * FROM nessie.\"default\".source_sales_scd2_iceberg FOR TIMESTAMP AS OF TIMESTAMP '" + between
                        + "' WHERE is_current = true AND id = 9000002");
        assertThat(before).extracting(version -> version.path("price").asText()).containsExactly("1.00");
        var joined = lakehouse.query(
                "trino",
                "SELECT i.price AS published, s.price AS live FROM nessie.\"default\".source_sales_scd2_iceberg i"
                        + " JOIN postgres.public.sales s ON s.id = i.id WHERE i.is_current AND s.id = 9000002");
        assertThat(joined).hasSize(1);
        assertThat(joined.get(0).path("published")).isEqualTo(joined.get(0).path("live"));
    }

    @Test
    void tables_are_read_as_a_run_published_them_by_its_identity_by_a_tag_and_by_a_moment() throws Exception {
        lakehouse.change("INSERT INTO sales (id, product_name, category, price, quantity, customer, region, status,"
                + " sale_ts) VALUES (9000003, 'Tagged', 'Test', 1.00, 1, 'c', 'EU', 'placed', now())");
        syncLake();
        var run = lakehouse.status().path("batches").get(0).path("runId").asText();
        lakehouse
                .run(Duration.ofMinutes(1), "batch", "tag", run, "before_the_sale")
                .succeeded();
        var moment = Instant.now().toString();
        lakehouse.change("UPDATE sales SET price = 0.50 WHERE id = 9000003");
        syncLake();
        var price = "SELECT price, 'nessie.x.y' AS text FROM nessie.\"default\".source_sales_scd2_iceberg"
                + " WHERE is_current AND id = 9000003";

        for (var at : List.of(run, "before_the_sale", moment)) {
            assertThat(lakehouse.query("trino", price, "--at", at))
                    .as(at)
                    .extracting(row -> row.path("price").asText())
                    .containsExactly("1.00");
        }
        assertThat(lakehouse.query("trino", price).get(0).path("price").asText())
                .isEqualTo("0.50");
        var catalogs = lakehouse.query("trino", "SHOW CATALOGS LIKE 'nessie%'");
        assertThat(catalogs)
                .extracting(row -> row.path("Catalog").asText())
                .containsExactlyInAnyOrder("nessie", "nessie_before_the_sale");
        assertThat(lakehouse
                        .run(Duration.ofMinutes(1), "batch", "tag", run, "before_the_sale")
                        .output())
                .contains("there is a tag before_the_sale already", "batch untag before_the_sale");
        assertThat(lakehouse
                        .run(Duration.ofMinutes(1), "batch", "tag", run, "main")
                        .output())
                .contains("there is a branch main already: take another name");
        deleteInNessie("before_the_sale");
        lakehouse
                .run(Duration.ofMinutes(1), "batch", "untag", "before_the_sale")
                .succeeded();
        assertThat(lakehouse.query("trino", "SHOW CATALOGS LIKE 'nessie%'")).hasSize(1);
        assertThat(lakehouse
                        .run(Duration.ofMinutes(1), "batch", "untag", "before_the_sale")
                        .exitCode())
                .isEqualTo(1);
    }

    /** As somebody does who asks Nessie and not the platform. */
    private void deleteInNessie(String tag) throws Exception {
        var tags = lakehouse.engine("nessie").path("address").asText() + "/api/v2/trees/";
        var client = HttpClient.newHttpClient();
        var found = client.send(
                HttpRequest.newBuilder(URI.create(tags + tag)).build(), HttpResponse.BodyHandlers.ofString());
        var hash = JsonMapper.builder()
                .build()
                .readTree(found.body())
                .path("reference")
                .path("hash")
                .asText();
        var deleted = client.send(
                HttpRequest.newBuilder(URI.create(tags + tag + "%40" + hash))
                        .DELETE()
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(deleted.statusCode()).as(deleted.body()).isEqualTo(200);
    }

    @Test
    void lake_and_tail_in_one_view_neither_lose_nor_double_a_version_while_batches_publish_and_upkeep_compacts()
            throws Exception {
        var loadOutput = Files.createTempFile(lakehouse.work(), "simulate", ".txt");
        var load =
                lakehouse.start(loadOutput, "simulate", "sales", "--rate", "20", "--duration", "10m", "--seed", "17");
        var counts = new ArrayList<Long>();
        try {
            for (var verb : List.of("run", "run", "upkeep", "run")) {
                var batchOutput = Files.createTempFile(lakehouse.work(), "batch", ".txt");
                var batch = lakehouse.start(batchOutput, "batch", verb, "sales");
                do {
                    counts.add(soundVersions());
                } while (batch.isAlive());
                assertThat(batch.waitFor()).as(Files.readString(batchOutput)).isZero();
                counts.add(soundVersions());
            }
        } finally {
            load.destroy();
        }
        assertThat(load.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(counts).isSorted();
        assertThat(counts.get(counts.size() - 1)).isGreaterThan(counts.get(0));

        syncLake();

        assertThat(soundVersions())
                .isEqualTo(number("trino", "SELECT count(*) AS n FROM nessie.\"default\".source_sales_scd2_iceberg"));
        assertThat(number("trino", "SELECT count(*) AS n FROM live.sales.sales_now"))
                .isEqualTo(number("source", "SELECT count(*) AS n FROM sales"));
        assertThat(number("trino", "SELECT sum(sales) AS n FROM live.sales.revenue_by_category_and_day"))
                .isEqualTo(number("source", "SELECT count(*) AS n FROM sales"));
    }

    /** How many versions the view has, all of which fit together: each once, without a gap, at most one current. */
    private long soundVersions() {
        var row = lakehouse
                .query(
                        "trino",
                        "WITH chain AS (SELECT event_id, is_current, is_deleted, effective_end_ts, lead(effective_start_ts)"
                                + " OVER (PARTITION BY id ORDER BY version_order_key, last_order_key) AS next_start"
                                + " FROM live.sales.sales_versions)"
                                + " SELECT count(*) AS versions, count(*) - count(DISTINCT event_id) AS doubles,"
                                + " count_if(next_start IS NOT NULL AND (is_current OR effective_end_ts > next_start))"
                                + " AS overlaps, count_if(effective_end_ts < next_start AND NOT is_deleted) AS gaps,"
                                + " count_if(is_current <> (effective_end_ts IS NULL)) AS odd FROM chain")
                .get(0);
        for (var fault : List.of("doubles", "overlaps", "gaps", "odd")) {
            assertThat(row.path(fault).asText()).as(fault + " in " + row).isEqualTo("0");
        }
        return row.path("versions").asLong();
    }

    private long number(String engine, String sql) {
        return lakehouse.query(engine, sql).get(0).path("n").asLong();
    }

    @Test
    void all_stores_hold_the_same_after_a_load() {
        lakehouse
                .run(Duration.ofMinutes(2), "simulate", "sales", "--rate", "100", "--duration", "5s", "--seed", "7")
                .succeeded();

        new Stores(lakehouse).agree();
    }

    @Test
    void a_second_batch_without_changes_publishes_nothing() {
        lakehouse
                .run(Duration.ofMinutes(8), "sync", "--lake", "--timeout", "5m")
                .succeeded();

        var batch =
                lakehouse.run(Duration.ofMinutes(5), "batch", "run", "sales").succeeded();

        assertThat(batch.output()).contains("unchanged");
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(lakehouse.status().path("sessions"))
                        .singleElement()
                        .satisfies(session ->
                                assertThat(session.path("memoryBytes").asLong()).isGreaterThan(100_000_000)));
    }

    private void syncLake() {
        lakehouse
                .run(Duration.ofMinutes(8), "sync", "--lake", "--timeout", "5m")
                .succeeded();
    }
}
