package io.lakehouse.platform.query.live;

import io.lakehouse.contract.declaration.Column;
import io.lakehouse.contract.declaration.ColumnType;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.contract.declaration.TypeName;
import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.contract.job.TableRoute;
import io.lakehouse.platform.engine.ConfigurationFile;
import io.lakehouse.platform.query.TrinoSql;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** A table {@code public.prices} of its own on a real Kafka and a real Trino: raw messages, SCD2 rows, views. */
final class LiveTable implements AutoCloseable {
    static final TableShape PRICES = new TableShape(
            "public",
            "prices",
            List.of(
                    new Column("id", ColumnType.of(TypeName.BIGINT), false),
                    new Column("name", ColumnType.of(TypeName.TEXT), true),
                    new Column("price", new ColumnType(TypeName.NUMERIC, 10, 2), true),
                    new Column("seen", "seen", ColumnType.of(TypeName.TEXT), true, false),
                    new Column("tags", ColumnType.arrayOf(ColumnType.of(TypeName.TEXT)), true),
                    new Column("at", ColumnType.of(TypeName.TIMESTAMPTZ), true)),
            List.of("id"));
    private static final String COLUMNS =
            "id, name, price, seen, tags, at, effective_start_ts, effective_end_ts, is_current,"
                    + " is_deleted, row_hash, version_order_key, event_id, run_id, last_order_key, special_values";
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final TrinoSql trino;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final String pipeline = "live" + ProcessHandle.current().pid() + "_" + NUMBERS.incrementAndGet();
    private final String topic = pipeline + ".public.prices";
    private final TableRoute route = new TableRoute(PRICES, topic, "", "", "prices_scd2");
    private final Views views;
    private final String lake;
    private int runs;

    LiveTable(TrinoSql trino, KafkaAddress kafka, Path folder) throws Exception {
        this.trino = trino;
        this.views = new Views(trino);
        this.lake = "held_" + pipeline;
        views.createCatalog(lake, "memory", Map.of());
        this.admin = Admin.create(kafka.client(Map.of()));
        this.producer = new KafkaProducer<>(
                kafka.client(Map.of("linger.ms", 0)), new ByteArraySerializer(), new ByteArraySerializer());
        admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                .all()
                .get();
        var descriptions = folder.resolve(pipeline);
        RawTopicTables.descriptions(List.of(route))
                .forEach((name, text) -> ConfigurationFile.write(descriptions.resolve(name), text));
        var client =
                ConfigurationFile.writeProperties(descriptions.resolve("client.properties"), RawTopicTables.CLIENT);
        views.createCatalog(
                RawTopicTables.catalog(pipeline),
                "kafka",
                RawTopicTables.properties(
                        kafka.bootstrap(), descriptions.toString(), client.toString(), List.of(route)));
    }

    /** One change as Debezium writes it; its place in the log is also its second of the day. */
    record Change(String op, long lsn, long second, @Nullable String before, @Nullable String after, long id) {
        static Change of(String op, long lsn, long id, String image) {
            return new Change(
                    op, lsn, lsn, op.equals("d") || op.equals("u") ? image : null, op.equals("d") ? null : image, id);
        }

        Change at(long other) {
            return new Change(op, lsn, other, before, after, id);
        }

        String json() {
            return "{\"before\":" + before + ",\"after\":" + after + ",\"op\":\"" + op
                    + "\",\"source\":{\"schema\":\"public\",\"table\":\"prices\",\"lsn\":" + lsn + ",\"snapshot\":\""
                    + (op.equals("r") ? "true" : "false") + "\",\"ts_us\":" + micros(second) + "}}";
        }
    }

    static Change change(String op, long lsn, long id, @Nullable String name, String price) {
        return Change.of(op, lsn, id, image(id, name, price, "now", "{a}"));
    }

    static Change truncation(long lsn) {
        return new Change("t", lsn, lsn, null, null, -1);
    }

    static String image(long id, @Nullable String name, String price, String seen, String tags) {
        return "{\"id\":" + id + ",\"name\":" + (name == null ? "null" : "\"" + name + "\"") + ",\"price\":\"" + price
                + "\",\"seen\":\"" + seen + "\",\"tags\":\"" + tags + "\",\"at\":\"2026-01-31 09:00:00.123456+00\"}";
    }

    /** Writes messages and returns the offset behind them. */
    long produce(Change... changes) throws Exception {
        var end = 0L;
        for (var change : changes) {
            var key = change.op().equals("t") ? null : length(Long.toString(change.id()));
            end = produce(key, change.json(), "lakehouse.epoch", "1");
        }
        return end;
    }

    /** Writes any message with a header. */
    long produce(@Nullable String key, @Nullable String value, String header, String text) throws Exception {
        var message = new ProducerRecord<>(topic, bytes(key), bytes(value));
        message.headers().add(new RecordHeader("lakehouse.epoch", bytes("1")));
        if (!header.equals("lakehouse.epoch")) {
            message.headers().add(new RecordHeader(header, bytes(text)));
        }
        return producer.send(message).get().offset() + 1;
    }

    /** Deletes the messages below an offset, as retention does. */
    void deleteBefore(long offset) throws Exception {
        admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset)))
                .all()
                .get();
    }

    /**
     * The lake takes in what the view says now, as a run would: the view then has both sides. The rows stand in Trino's
     * own memory, since Trino writes no table into the store of a platform.
     */
    void publish() throws SQLException {
        var table = lake + ".default.prices" + ++runs;
        trino.run("CREATE TABLE " + table + " AS SELECT " + COLUMNS + " FROM live." + pipeline + ".prices_versions");
    }

    /** Makes the views with a bound. */
    void view(long published, long from, Instant keptUntil) {
        var view = new HybridView(
                PRICES,
                new HybridView.LakeSide(
                        lake, "default", "prices" + runs, runs == 0 ? List.of() : List.of(COLUMNS.split(", "))),
                HybridView.TailSide.of(pipeline, route, List.of(new TailBound(0, published, from, keptUntil))));
        views.ensureSchema(pipeline);
        views.replace(pipeline, "prices_versions", view.versions());
        views.replace(pipeline, "prices_now", view.now());
    }

    void view(long published) {
        view(published, published, Instant.MAX);
    }

    /** Every version, in order: {@code id name price start end deleted lane}, moments as seconds of the day. */
    List<String> versions() throws SQLException {
        return rows("prices_versions");
    }

    List<String> now() throws SQLException {
        return rows("prices_now");
    }

    private List<String> rows(String view) throws SQLException {
        var seconds = "CAST(date_diff('second', TIMESTAMP '2026-03-01 00:00:00 UTC', %s) AS varchar)";
        return ask("SELECT id, name, price, " + String.format(seconds, "effective_start_ts") + ", "
                + String.format(seconds, "effective_end_ts")
                + ", CASE WHEN is_deleted THEN 'deleted' WHEN is_current THEN 'current' ELSE 'replaced' END, lane FROM live."
                + pipeline + "." + view + " ORDER BY id, version_order_key, last_order_key");
    }

    /** One query, its rows as texts; {@code $} is the schema of the views. */
    List<String> ask(String sql) throws SQLException {
        return trino.run(sql.replace("$", "live." + pipeline)).rows().stream()
                .map(row ->
                        row.stream().map(value -> value == null ? "-" : value).collect(Collectors.joining(" ")))
                .toList();
    }

    private static long micros(long second) {
        return ChronoUnit.MICROS.between(
                Instant.EPOCH, Instant.parse("2026-03-01T00:00:00Z").plusSeconds(second));
    }

    private static String length(String text) {
        return text.length() + ":" + text;
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws SQLException {
        producer.close();
        admin.close();
        views.drop(pipeline, "prices_versions");
        views.drop(pipeline, "prices_now");
        views.dropCatalog(lake);
        views.dropCatalog(RawTopicTables.catalog(pipeline));
    }
}
