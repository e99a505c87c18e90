package io.lakehouse.stream;

import static io.lakehouse.stream.raw.Envelopes.AUDIT;
import static io.lakehouse.stream.raw.Envelopes.ORDERS;
import static io.lakehouse.stream.raw.Envelopes.change;
import static io.lakehouse.stream.raw.Envelopes.message;
import static io.lakehouse.stream.raw.Envelopes.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.lakehouse.contract.declaration.BronzeDeclaration.Partition;
import io.lakehouse.contract.job.Bronze;
import io.lakehouse.stream.bronze.BronzeTable;
import io.lakehouse.stream.raw.ChangeReader;
import io.lakehouse.stream.raw.RawMessage;
import io.lakehouse.stream.route.FixedRoutes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.flink.TableLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BronzeTopologyTest {
    @RegisterExtension
    static final FlinkCluster FLINK = new FlinkCluster();

    private static final TableIdentifier TABLE = BronzeTable.identifier("sales");
    private static final AtomicBoolean FAILED = new AtomicBoolean();

    private final CollectingSink deadLetters = new CollectingSink();

    @TempDir
    Path folder;

    private CatalogLoader lake;

    @BeforeEach
    void makeTheTable() {
        lake = CatalogLoader.hadoop(
                "lake",
                new Configuration(false),
                Map.of("warehouse", folder.resolve("lake").toUri().toString()));
        BronzeTable.ensure(lake.loadCatalog(), TABLE, Partition.HOUR, 0);
    }

    @Test
    void every_change_is_a_row_as_raw_as_it_came() throws Exception {
        var before = "{\"id\":1, \"customer\":null,\"price\":\"1.50\"}";
        var after = "{\"id\":1,\"customer\":\"\",\"price\":\"12345678901234567890.10\",\"added\":1.10}";
        var update = change(ORDERS, "u", 1, before, after);
        var started = Instant.now();

        run(
                change(ORDERS, "r", 0, "null", before),
                update,
                change(ORDERS, "d", 2, after, "null"),
                change(ORDERS, "t", 3, "null", "null"),
                change(AUDIT, "c", 4, "null", "{\"note\":\"é\"}"));

        var rows = rows();
        assertThat(rows).extracting(row -> row.getField(Bronze.OP)).containsExactly("r", "u", "d", "t", "c");
        var row = rows.get(1);
        assertThat(row.getField(Bronze.SOURCE_SCHEMA)).isEqualTo("public");
        assertThat(row.getField(Bronze.SOURCE_TABLE)).isEqualTo("orders");
        assertThat(row.getField(Bronze.BEFORE)).isEqualTo(before);
        assertThat(row.getField(Bronze.AFTER)).isEqualTo(after);
        assertThat(row.getField(Bronze.ORDER_KEY)).isEqualTo("00000003-1-0000000000000065");
        assertThat(row.getField(Bronze.EVENT_ID))
                .isEqualTo(new ChangeReader(List.of(route(ORDERS)))
                        .read(update)
                        .event()
                        .eventId());
        assertThat(row.getField(Bronze.EPOCH)).isEqualTo(3L);
        assertThat(row.getField(Bronze.LSN)).isEqualTo(101L);
        assertThat(row.getField(Bronze.TRANSACTION_ID)).isEqualTo("771");
        assertThat(row.getField(Bronze.EVENT_TIMESTAMP)).isEqualTo(OffsetDateTime.parse("2026-01-01T10:00:00.123456Z"));
        assertThat(row.getField(Bronze.RAW_TOPIC)).isEqualTo("raw.public.orders");
        assertThat(row.getField(Bronze.RAW_PARTITION)).isEqualTo(0);
        assertThat(row.getField(Bronze.RAW_OFFSET)).isEqualTo(1L);
        assertThat(((OffsetDateTime) row.getField(Bronze.INGESTED_AT)).toInstant())
                .isBetween(started.minusMillis(1), Instant.now());
        assertThat(rows.get(0).getField(Bronze.BEFORE)).isNull();
        assertThat(rows.get(2).getField(Bronze.AFTER)).isNull();
        assertThat(rows.get(4).getField(Bronze.AFTER)).isEqualTo("{\"note\":\"é\"}");
    }

    @Test
    void a_message_that_cannot_be_read_becomes_a_dead_letter_and_the_rows_go_on() throws Exception {
        run(
                change(ORDERS, "c", 0, "null", "{\"id\":1}"),
                message(ORDERS, 1, "hello"),
                change(ORDERS, "c", 2, "null", "{\"id\":\"one\"}"),
                change(ORDERS, "c", 3, "null", "{\"id\":2}"));

        assertThat(rows()).extracting(row -> row.getField(Bronze.RAW_OFFSET)).containsExactly(0L, 3L);
        assertThat(deadLetters.keys("dead"))
                .containsExactly("raw.public.orders/0/1/bronze", "raw.public.orders/0/2/bronze");
        assertThat(deadLetters.values("dead").get(1))
                .startsWith("{\"lane\":\"bronze\",\"reason\":\"column id: 'one' is no bigint\"");
    }

    @Test
    void a_message_that_was_put_back_for_another_lane_is_left_alone() throws Exception {
        run(putBack(0, "realtime"), putBack(1, "bronze"));

        assertThat(rows()).extracting(row -> row.getField(Bronze.RAW_OFFSET)).containsExactly(1L);
    }

    private static RawMessage putBack(long offset, String lanes) {
        var change = change(ORDERS, "c", offset, "null", "{\"id\":1}");
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
    void a_job_that_fails_midway_and_restarts_leaves_every_change_once() throws Exception {
        FAILED.set(false);
        var environment = JobEnvironment.of(
                1, 100, folder.resolve("checkpoints").toUri().toString(), CheckpointingMode.EXACTLY_ONCE);
        GeneratorFunction<Long, RawMessage> changes =
                offset -> change(ORDERS, "c", offset, "null", "{\"id\":" + offset + "}");
        // Ten changes a checkpoint: when the 35th passes, some are committed and some are not.
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
                .map(BronzeTopologyTest::failOnceAtThe35th)
                .uid("fail");
        attach(source);

        FLINK.run(environment);

        assertThat(FAILED).isTrue();
        assertThat(rows())
                .extracting(row -> row.getField(Bronze.RAW_OFFSET))
                .containsExactlyElementsOf(LongStream.range(0, 60).boxed().toList());
        assertThat(lake.loadCatalog().loadTable(TABLE).snapshots()).hasSizeGreaterThan(2);
    }

    private static RawMessage failOnceAtThe35th(RawMessage message) {
        if (message.offset() == 35 && FAILED.compareAndSet(false, true)) {
            throw new IllegalStateException("this failure is part of the test");
        }
        return message;
    }

    private void run(RawMessage... messages) throws Exception {
        var environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.setParallelism(1);
        environment.getConfig().enableObjectReuse();
        attach(environment.fromData(List.of(messages), TypeInformation.of(RawMessage.class)));
        FLINK.run(environment);
    }

    private void attach(DataStream<RawMessage> source) {
        BronzeTopology.attach(
                source,
                new FixedRoutes(List.of(route(ORDERS), route(AUDIT))),
                Duration.ZERO,
                TableLoader.fromCatalog(lake, TABLE),
                "dead",
                deadLetters);
    }

    /** The rows of the table, by offset. */
    private List<Record> rows() throws Exception {
        var rows = new ArrayList<Record>();
        try (var records =
                IcebergGenerics.read(lake.loadCatalog().loadTable(TABLE)).build()) {
            records.forEach(rows::add);
        }
        rows.sort(Comparator.comparing(row -> (Long) row.getField(Bronze.RAW_OFFSET)));
        return rows;
    }
}
