package io.lakehouse.stream;

import static io.lakehouse.stream.raw.Envelopes.ORDERS;
import static io.lakehouse.stream.raw.Envelopes.STOCK;
import static io.lakehouse.stream.raw.Envelopes.change;
import static io.lakehouse.stream.raw.Envelopes.column;
import static io.lakehouse.stream.raw.Envelopes.envelope;
import static io.lakehouse.stream.raw.Envelopes.message;
import static io.lakehouse.stream.raw.Envelopes.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.stream.raw.RawMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the real-time lane does while the source changes a table under it. */
class ChangedTableTest {
    @RegisterExtension
    static final FlinkCluster FLINK = new FlinkCluster();

    private static final Duration LONG = Duration.ofMinutes(5);

    private final CollectingSink messages = new CollectingSink();
    private final CollectingSink side = new CollectingSink();
    private PublishedRoutes routes = new PublishedRoutes(List.of(route(ORDERS), route(STOCK)));
    private JobID job;

    @AfterEach
    void cancel() throws Exception {
        FLINK.cancel(job);
    }

    @Test
    void a_change_with_a_new_column_waits_for_its_route_and_nothing_else_waits() throws Exception {
        start(
                LONG,
                insert(1, 10, ""),
                insert(2, 20, ",\"note\":\"new\""),
                insert(3, 30, ""),
                change(STOCK, "c", 3, "null", "{\"sku\":\"x\",\"pieces\":4,\"warehouse\":12}"));
        await().until(() -> messages.keys("current.shop.stock").size() == 1);
        assertThat(messages.keys("current.public.orders")).containsExactly("1:1", "1:3");
        assertThat(side.keys("current.public.orders")).isEmpty();

        routes.publish(route(ORDERS).withShape(with(column("note", TypeName.TEXT)), Map.of()));

        await().until(() -> side.keys("current.public.orders").size() == 1
                && side.keys("history.public.orders").size() == 1);
        assertThat(side.values("current.public.orders"))
                .singleElement()
                .asString()
                .contains("\"note\":\"new\"");
        assertThat(side.values("history.public.orders"))
                .singleElement()
                .asString()
                .contains("\"before_note\":null")
                .contains("\"after_note\":\"new\"");
        assertThat(side.values("dead")).isEmpty();
    }

    @Test
    void a_held_row_is_deleted_by_a_truncation_that_overtook_it() throws Exception {
        start(LONG, insert(2, 20, ",\"note\":\"new\""), message(ORDERS, 1, envelope(ORDERS, "t", 50, "null", "null")));
        await().until(() -> messages.values("history.public.orders").size() == 1);

        routes.publish(route(ORDERS).withShape(with(column("note", TypeName.TEXT)), Map.of()));

        await().until(() -> side.values("current.public.orders").size() == 2);
        assertThat(side.values("current.public.orders"))
                .anySatisfy(json -> assertThat(json).contains("\"is_deleted\":true,\"op\":\"t\""));
    }

    @Test
    void a_column_that_the_stores_leave_out_holds_nothing_back() throws Exception {
        start(LONG, insert(1, 10, ",\"place\":\"(1,2)\""));
        await().until(() -> FLINK.status(job).name().equals("RUNNING"));

        routes.publish(route(ORDERS).withShape(ORDERS, Map.of("place", "point")));

        await().until(() -> all("current.public.orders").size() == 1);
        assertThat(all("current.public.orders")).singleElement().asString().doesNotContain("place");
    }

    @Test
    void a_value_that_a_wider_column_takes_is_written_whole_once_the_column_is_known_to_be_wider() throws Exception {
        routes = new PublishedRoutes(List.of(route(with(column("ratio", TypeName.REAL)))));
        start(LONG, insert(1, 10, ",\"ratio\":0.1"), insert(2, 20, ",\"ratio\":0.123456789"));
        await().until(() -> all("current.public.orders").size() == 1);

        routes.publish(route(ORDERS).withShape(with(column("ratio", TypeName.DOUBLE)), Map.of()));

        await().until(() -> all("current.public.orders").size() == 2);
        assertThat(all("current.public.orders").get(1)).contains("\"ratio\":0.123456789,");
    }

    @Test
    void a_value_of_a_type_that_the_stores_do_not_follow_is_a_dead_letter_that_names_both() throws Exception {
        start(LONG, insert(1, 10, ",\"customer\":\"A\",\"price\":\"dear\""), insert(2, 20, ",\"price\":\"2.50\""));
        await().until(() -> messages.keys("current.public.orders").size() == 1);

        routes.publish(route(ORDERS).withShape(ORDERS, Map.of("price", "text")));

        await().until(() -> side.values("dead").size() == 1);
        assertThat(side.values("dead").get(0))
                .contains("column price: 'dear' is no numeric(22,2); the source made it text,");
        assertThat(messages.keys("current.public.orders")).containsExactly("1:2");
    }

    @Test
    void a_change_for_which_no_route_comes_is_a_dead_letter_at_last() throws Exception {
        start(Duration.ofSeconds(1), insert(1, 10, ",\"note\":\"new\""), insert(2, 20, ""));

        await().until(() -> side.values("dead").size() == 1);

        assertThat(side.values("dead").get(0))
                .contains("column note of public.orders is not known, and for 1 s no route said otherwise");
        assertThat(messages.keys("current.public.orders")).containsExactly("1:2");
    }

    private List<String> all(String topic) {
        var all = new ArrayList<>(messages.values(topic));
        all.addAll(side.values(topic));
        return all;
    }

    private static TableShape with(Column column) {
        var columns = new ArrayList<>(ORDERS.columns());
        columns.add(column);
        return new TableShape(ORDERS.schema(), ORDERS.table(), columns, ORDERS.key());
    }

    private static RawMessage insert(long id, long lsn, String more) {
        return message(ORDERS, lsn, envelope(ORDERS, "c", lsn, "null", "{\"id\":" + id + more + "}"));
    }

    private static RawMessage filler(long index) {
        return message(ORDERS, index, "");
    }

    /** Starts a job that reads these messages and then waits for more. */
    private void start(Duration hold, RawMessage... raw) throws Exception {
        var environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(1);
        environment.getConfig().enableObjectReuse();
        var endless = environment
                .fromSource(
                        new DataGeneratorSource<>(
                                (GeneratorFunction<Long, RawMessage>) ChangedTableTest::filler,
                                Long.MAX_VALUE,
                                RateLimiterStrategy.perSecond(10),
                                TypeInformation.of(RawMessage.class)),
                        WatermarkStrategy.noWatermarks(),
                        "endless")
                .filter(message -> false);
        var source = environment
                .fromData(List.of(raw), TypeInformation.of(RawMessage.class))
                .union(endless);
        RealtimeTopology.attach(source, routes, hold, "dead", messages, side);
        job = FLINK.submit(environment);
    }
}
