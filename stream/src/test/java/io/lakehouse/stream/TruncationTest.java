package io.lakehouse.stream;

import static io.lakehouse.stream.raw.Envelopes.AUDIT;
import static io.lakehouse.stream.raw.Envelopes.ORDERS;
import static io.lakehouse.stream.raw.Envelopes.STOCK;
import static io.lakehouse.stream.raw.Envelopes.change;
import static io.lakehouse.stream.raw.Envelopes.envelope;
import static io.lakehouse.stream.raw.Envelopes.lateRead;
import static io.lakehouse.stream.raw.Envelopes.message;
import static io.lakehouse.stream.raw.Envelopes.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.stream.raw.RawMessage;
import io.lakehouse.stream.route.FixedRoutes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a truncation leaves in a current table, folded as Pinot folds it. */
class TruncationTest {
    @RegisterExtension
    static final FlinkCluster FLINK = new FlinkCluster();

    private static final AtomicBoolean FAILED = new AtomicBoolean();

    private final CollectingSink messages = new CollectingSink();
    private final CollectingSink side = new CollectingSink();

    @Test
    void a_truncation_deletes_every_row_that_lived_before_it_and_none_after() throws Exception {
        run(
                1,
                List.of(route(ORDERS)),
                insert(ORDERS, 1, 10),
                insert(ORDERS, 2, 20),
                message(ORDERS, 2, envelope(ORDERS, "d", 30, "{\"id\":2}", "null")),
                insert(ORDERS, 3, 40),
                message(ORDERS, 4, envelope(ORDERS, "t", 50, "null", "null")),
                insert(ORDERS, 3, 60));

        assertThat(side.keys("current.public.orders")).containsExactlyInAnyOrder("1:1", "1:3");
        assertThat(side.values("current.public.orders")).anySatisfy(json -> assertThat(json)
                .matches("\\{\"id\":1,\"is_deleted\":true,\"op\":\"t\",\"event_timestamp\":1767261600123456,"
                        + "\"order_key\":\"00000003-1-0000000000000032\",\"event_id\":\"[0-9a-f]{32}\"}"));
        assertThat(live("current.public.orders")).containsExactly("1:3");
        assertThat(messages.values("history.public.orders")).hasSize(6);
    }

    @Test
    void a_change_that_comes_late_does_not_outlive_the_truncation() throws Exception {
        run(
                1,
                List.of(route(ORDERS)),
                message(ORDERS, 0, envelope(ORDERS, "t", 50, "null", "null")),
                insert(ORDERS, 1, 10),
                insert(ORDERS, 2, 60),
                message(ORDERS, 3, envelope(ORDERS, "r", 90, "null", "{\"id\":3}")));

        assertThat(live("current.public.orders")).containsExactly("1:2");
    }

    @Test
    void a_row_that_is_read_late_outlives_a_truncation_from_before_its_capture() throws Exception {
        run(
                1,
                List.of(route(ORDERS)),
                message(ORDERS, 0, envelope(ORDERS, "r", 40, "null", "{\"id\":1}")),
                message(ORDERS, 1, envelope(ORDERS, "t", 50, "null", "null")),
                lateRead(ORDERS, 2, 60, "{\"id\":2}"));

        assertThat(live("current.public.orders")).containsExactly("1:2");
    }

    @Test
    void the_mark_of_a_recovery_deletes_what_the_new_snapshot_does_not_bring_again() throws Exception {
        var mark =
                "{\"op\":\"t\",\"source\":{\"schema\":\"public\",\"table\":\"orders\",\"lsn\":0,\"ts_us\":1767261600123456}}";

        run(
                1,
                List.of(route(ORDERS)),
                insert(ORDERS, 1, 900),
                insert(ORDERS, 2, 901),
                message(ORDERS, 2, mark, "4"),
                message(ORDERS, 3, envelope(ORDERS, "r", 7, "null", "{\"id\":2}"), "4"),
                message(ORDERS, 4, envelope(ORDERS, "c", 8, "null", "{\"id\":3}"), "4"));

        assertThat(live("current.public.orders")).containsExactly("1:2", "1:3");
        assertThat(side.values("current.public.orders"))
                .allSatisfy(json -> assertThat(json).contains("\"order_key\":\"00000004-0-0000000000000000\""));
        assertThat(messages.values("history.public.orders")).hasSize(5);
    }

    @Test
    void a_truncation_of_several_tables_empties_each_by_its_own_key_and_no_other_table() throws Exception {
        run(
                1,
                List.of(route(ORDERS), route(STOCK), new TableRoute(AUDIT, "raw", "", "history.public.audit", "")),
                insert(ORDERS, 1, 10),
                change(STOCK, "c", 1, "null", "{\"sku\":\"\\\"x\",\"pieces\":4,\"warehouse\":12}"),
                change(AUDIT, "c", 2, "null", "{\"note\":\"hi\"}"),
                message(STOCK, 3, envelope(STOCK, "t", 500, "null", "null")),
                message(AUDIT, 4, envelope(AUDIT, "t", 500, "null", "null")));

        assertThat(live("current.public.orders")).containsExactly("1:1");
        assertThat(live("current.shop.stock")).isEmpty();
        assertThat(side.values("current.shop.stock"))
                .singleElement()
                .asString()
                .startsWith("{\"warehouse\":12,\"sku\":\"\\\"x\",\"is_deleted\":true,\"op\":\"t\",");
        assertThat(messages.values("history.public.audit")).hasSize(2);
        assertThat(side.values("current.public.audit")).isEmpty();
    }

    @Test
    void two_deliveries_of_a_truncation_delete_with_one_identity() throws Exception {
        var truncation = message(ORDERS, 1, envelope(ORDERS, "t", 50, "null", "null"));

        run(1, List.of(route(ORDERS)), truncation, insert(ORDERS, 1, 10), truncation, insert(ORDERS, 1, 10));

        assertThat(side.values("current.public.orders"))
                .hasSize(2)
                .containsOnly(side.values("current.public.orders").get(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatever_the_order_of_arrival_only_rows_after_the_last_truncation_live(int parallelism) throws Exception {
        var random = new Random(7);
        var workload = new ArrayList<RawMessage>();
        var expected = workload(random, workload);
        Collections.shuffle(workload, random);

        run(parallelism, List.of(route(ORDERS)), workload.toArray(RawMessage[]::new));

        assertThat(expected).isNotEmpty();
        assertThat(live("current.public.orders")).containsExactlyElementsOf(expected);
    }

    @Test
    void a_job_that_fails_and_restores_knows_the_rows_of_before(@TempDir Path folder) throws Exception {
        FAILED.set(false);
        var environment = JobEnvironment.of(
                1, 100, folder.resolve("checkpoints").toUri().toString(), CheckpointingMode.AT_LEAST_ONCE);
        JobEnvironment.keepStateOnDisk(environment);
        GeneratorFunction<Long, RawMessage> changes = offset -> offset == 50
                ? message(ORDERS, 50, envelope(ORDERS, "t", 50, "null", "null"))
                : insert(ORDERS, offset, offset);
        var source = environment
                .fromSource(
                        new DataGeneratorSource<>(
                                changes,
                                60,
                                RateLimiterStrategy.perCheckpoint(10),
                                TypeInformation.of(RawMessage.class)),
                        WatermarkStrategy.noWatermarks(),
                        "raw")
                .uid("raw")
                .map(TruncationTest::failOnceAtThe35th)
                .uid("fail");
        RealtimeTopology.attach(source, new FixedRoutes(List.of(route(ORDERS))), Duration.ZERO, "dead", messages, side);

        FLINK.run(environment);

        assertThat(FAILED).isTrue();
        assertThat(side.keys("current.public.orders")).hasSize(50).doesNotHaveDuplicates();
        assertThat(live("current.public.orders")).hasSize(9);
    }

    /** Inserts, updates, deletions and truncations of few keys, in order; answers the keys that live at the end. */
    private static List<String> workload(Random random, List<RawMessage> workload) {
        var live = new TreeMap<String, Integer>();
        for (var lsn = 1; lsn <= 600; lsn++) {
            var id = random.nextInt(40);
            var image = "{\"id\":" + id + ",\"customer\":\"" + lsn + "\"}";
            if (lsn % 190 == 0) {
                workload.add(message(ORDERS, lsn, envelope(ORDERS, "t", lsn, "null", "null")));
                live.clear();
            } else if (!live.containsKey(key(id))) {
                workload.add(message(ORDERS, lsn, envelope(ORDERS, "c", lsn, "null", image)));
                live.put(key(id), lsn);
            } else if (random.nextInt(3) == 0) {
                workload.add(message(ORDERS, lsn, envelope(ORDERS, "d", lsn, image, "null")));
                live.remove(key(id));
            } else {
                workload.add(message(ORDERS, lsn, envelope(ORDERS, "u", lsn, image, image)));
            }
        }
        return List.copyOf(live.keySet());
    }

    private static String key(int id) {
        var text = Integer.toString(id);
        return text.length() + ":" + text;
    }

    private static RawMessage insert(TableShape table, long id, long lsn) {
        return message(table, lsn, envelope(table, "c", lsn, "null", "{\"id\":" + id + "}"));
    }

    private static RawMessage failOnceAtThe35th(RawMessage message) {
        if (message.offset() == 35 && FAILED.compareAndSet(false, true)) {
            throw new IllegalStateException("this failure is part of the test");
        }
        return message;
    }

    /** The keys that an upsert table which keeps the highest order key would show as not deleted, sorted. */
    private List<String> live(String topic) {
        var newest = new TreeMap<String, String>();
        for (var sink : List.of(messages, side)) {
            var keys = sink.keys(topic);
            var values = sink.values(topic);
            for (var index = 0; index < keys.size(); index++) {
                newest.merge(
                        keys.get(index),
                        values.get(index),
                        (known, other) -> orderKey(known).compareTo(orderKey(other)) > 0 ? known : other);
            }
        }
        return newest.entrySet().stream()
                .filter(entry -> entry.getValue().contains("\"is_deleted\":false"))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String orderKey(String json) {
        return json.replaceAll(".*\"order_key\":\"([^\"]+)\".*", "$1");
    }

    private void run(int parallelism, List<TableRoute> routes, RawMessage... raw) throws Exception {
        var environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(parallelism);
        environment.getConfig().enableObjectReuse();
        var source = environment
                .fromData(List.of(raw), TypeInformation.of(RawMessage.class))
                .rebalance()
                .map(message -> message)
                .returns(RawMessage.class);
        RealtimeTopology.attach(source, new FixedRoutes(routes), Duration.ZERO, "dead", messages, side);
        FLINK.run(environment);
    }
}
