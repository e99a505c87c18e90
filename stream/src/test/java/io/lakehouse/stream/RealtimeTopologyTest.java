package io.lakehouse.stream;

import static io.lakehouse.stream.raw.Envelopes.AUDIT;
import static io.lakehouse.stream.raw.Envelopes.ORDERS;
import static io.lakehouse.stream.raw.Envelopes.STOCK;
import static io.lakehouse.stream.raw.Envelopes.change;
import static io.lakehouse.stream.raw.Envelopes.envelope;
import static io.lakehouse.stream.raw.Envelopes.message;
import static io.lakehouse.stream.raw.Envelopes.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.stream.message.KafkaMessages;
import io.lakehouse.stream.raw.RawMessage;
import io.lakehouse.stream.raw.RawTopics;
import io.lakehouse.stream.raw.Unreadable;
import io.lakehouse.stream.route.FixedRoutes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RealtimeTopologyTest {
    @RegisterExtension
    static final FlinkCluster FLINK = new FlinkCluster();

    private static final String A = "{\"id\":1,\"customer\":\"A\",\"price\":\"1.50\"}";
    private static final String B = "{\"id\":1,\"customer\":\"B\",\"price\":null}";

    private final CollectingSink sink = new CollectingSink();

    @Test
    void every_operation_reaches_both_topics_in_the_order_of_its_key() throws Exception {
        run(
                List.of(route(ORDERS)),
                change(ORDERS, "r", 0, "null", A),
                change(ORDERS, "u", 1, A, B),
                change(ORDERS, "d", 2, B, "null"),
                change(ORDERS, "c", 3, "null", A),
                change(ORDERS, "t", 4, "null", "null"));

        assertThat(sink.values("current.public.orders"))
                .extracting(json -> json.replaceAll(",\"event_timestamp.*", ""))
                .containsExactly(
                        "{\"id\":1,\"customer\":\"A\",\"price\":\"1.50\",\"is_deleted\":false,\"op\":\"r\"",
                        "{\"id\":1,\"customer\":\"B\",\"price\":null,\"is_deleted\":false,\"op\":\"u\"",
                        "{\"id\":1,\"customer\":\"B\",\"price\":null,\"is_deleted\":true,\"op\":\"d\"",
                        "{\"id\":1,\"customer\":\"A\",\"price\":\"1.50\",\"is_deleted\":false,\"op\":\"c\"");
        assertThat(sink.values("history.public.orders"))
                .extracting(json -> json.replaceAll(".*\"op_description\":\"(\\w+)\".*", "$1"))
                .containsExactly("SNAPSHOT", "UPDATE", "DELETE", "INSERT", "TRUNCATE");
    }

    @Test
    void several_changes_of_a_key_in_one_transaction_stay_in_order_and_apart() throws Exception {
        run(
                List.of(route(ORDERS)),
                message(ORDERS, 0, envelope(ORDERS, "c", 500, "null", A)),
                message(ORDERS, 1, envelope(ORDERS, "u", 501, A, B)),
                message(ORDERS, 2, envelope(ORDERS, "u", 502, B, A)));

        assertThat(sink.values("history.public.orders"))
                .extracting(json -> json.replaceAll(".*\"order_key\":\"([^\"]+)\".*", "$1"))
                .containsExactly(
                        "00000003-1-00000000000001f4", "00000003-1-00000000000001f5", "00000003-1-00000000000001f6");
        assertThat(sink.values("history.public.orders"))
                .extracting(json -> json.replaceAll(".*\"event_id\":\"([^\"]+)\".*", "$1"))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_message_that_cannot_be_read_becomes_a_dead_letter_and_the_job_goes_on() throws Exception {
        var tombstone = new RawMessage("raw.public.orders", 0, 1, 1767261600500L, null, null, "3");

        run(
                List.of(route(ORDERS)),
                change(ORDERS, "c", 0, "null", A),
                tombstone,
                message(ORDERS, 2, "{\"op\":\"x\"}"),
                change(ORDERS, "u", 3, A, B));

        assertThat(sink.keys("dead"))
                .containsExactly("raw.public.orders/0/1/realtime", "raw.public.orders/0/2/realtime");
        assertThat(sink.values("dead"))
                .containsExactly(
                        "{\"lane\":\"realtime\",\"reason\":\"a tombstone: the value is null\",\"topic\":\"raw.public.orders\","
                                + "\"partition\":0,\"offset\":1,\"timestamp\":1767261600500,\"key\":null,\"value\":null,"
                                + "\"headers\":[{\"name\":\"lakehouse.epoch\",\"value\":\"" + base64("3") + "\"}]}",
                        "{\"lane\":\"realtime\",\"reason\":\"cannot be read: op: 'x' is none of c, r, u, d, t\","
                                + "\"topic\":\"raw.public.orders\",\"partition\":0,\"offset\":2,"
                                + "\"timestamp\":1767261600500,\"key\":\"" + base64("{\"raw\":1}") + "\",\"value\":\""
                                + base64("{\"op\":\"x\"}")
                                + "\",\"headers\":[{\"name\":\"lakehouse.epoch\",\"value\":\"" + base64("3") + "\"}]}");
        assertThat(sink.values("current.public.orders")).hasSize(2);
    }

    @Test
    void a_message_that_was_put_back_for_another_lane_is_left_alone() throws Exception {
        run(List.of(route(ORDERS)), putBack(0, "bronze"), putBack(1, "bronze,realtime"), putBack(2, "realtime"));

        assertThat(sink.values("history.public.orders")).hasSize(2);
        assertThat(sink.keys("dead")).isEmpty();
    }

    private static RawMessage putBack(long offset, String lanes) {
        var change = change(ORDERS, "c", offset, "null", A);
        return new RawMessage(
                change.topic(),
                change.partition(),
                offset,
                change.timestamp(),
                change.key(),
                change.value(),
                change.epoch(),
                change.headers(),
                lanes);
    }

    @Test
    void every_kind_of_unreadable_message_becomes_a_dead_letter_with_its_reason() throws Exception {
        var messages = new ArrayList<RawMessage>();
        Unreadable.all().forEach(letter -> messages.add(letter.raw()));
        messages.add(change(ORDERS, "c", 99, "null", A));

        run(List.of(route(ORDERS)), messages.toArray(RawMessage[]::new));

        assertThat(sink.values("dead"))
                .zipSatisfy(Unreadable.all(), (json, letter) -> assertThat(json).contains(letter.reason()));
        assertThat(sink.values("current.public.orders")).hasSize(1);
    }

    @Test
    void tables_share_the_job_and_keep_to_their_own_topics_and_lanes() throws Exception {
        var currentOnly = new TableRoute(STOCK, "raw.shop.stock", "current.shop.stock", "", "");

        run(
                List.of(route(ORDERS), currentOnly, route(AUDIT)),
                change(ORDERS, "c", 0, "null", A),
                change(STOCK, "c", 0, "null", "{\"sku\":\"x\",\"pieces\":4,\"warehouse\":12}"),
                change(AUDIT, "c", 0, "null", "{\"note\":\"hi\"}"));

        assertThat(sink.keys("current.public.orders")).containsExactly("1:1");
        assertThat(sink.keys("current.shop.stock")).containsExactly("2:121:x");
        assertThat(sink.values("history.public.audit")).hasSize(1);
        assertThat(sink.values("history.shop.stock")).isEmpty();
        assertThat(sink.values("current.public.audit")).isEmpty();
        assertThat(sink.values("")).isEmpty();
        assertThat(sink.values("dead")).isEmpty();
    }

    @Test
    void source_reading_and_writer_are_one_chain_whatever_the_parallelism() {
        var environment = JobEnvironment.of(3, 1000, "file:///checkpoints", CheckpointingMode.AT_LEAST_ONCE);
        var routes = List.of(route(ORDERS), route(STOCK));
        var source = environment
                .fromSource(
                        RawTopics.source(KafkaAddress.open("localhost:1"), "g", routes),
                        WatermarkStrategy.noWatermarks(),
                        "raw")
                .uid("raw");

        RealtimeTopology.attach(
                source,
                new FixedRoutes(routes),
                Duration.ZERO,
                "dead",
                KafkaMessages.sink(KafkaAddress.open("localhost:1"), "client"),
                KafkaMessages.sink(KafkaAddress.open("localhost:1"), "side"));

        var vertices = environment.getStreamGraph().getJobGraph().getVerticesAsArray();
        assertThat(vertices)
                .extracting(JobVertex::getName)
                .containsExactlyInAnyOrder(
                        "Source: raw -> read changes -> messages: Writer",
                        "held changes",
                        "truncations",
                        "side messages: Writer");
        assertThat(vertices).extracting(JobVertex::getParallelism).containsOnly(3);
    }

    private void run(List<TableRoute> routes, RawMessage... messages) throws Exception {
        var environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(1);
        environment.getConfig().enableObjectReuse();
        var source = environment.fromData(List.of(messages), TypeInformation.of(RawMessage.class));
        RealtimeTopology.attach(source, new FixedRoutes(routes), Duration.ZERO, "dead", sink, new CollectingSink());
        FLINK.run(environment);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
