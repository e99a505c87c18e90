package io.lakehouse.platform.capture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.lakehouse.contract.declaration.TableShape;
import io.lakehouse.platform.engine.Failure;
import io.lakehouse.platform.engine.rest.JsonRest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Reads tables that a running connector captures, in chunks and beside the stream, so that a table that was added later
 * gets the rows that it had before. The rows come as snapshot reads ({@code op r}), which every streamed change of the
 * same key overrules, so writing may go on meanwhile.
 *
 * <p>The connector is told, and tells how far it is, over two topics; nothing is written into the source's tables.
 */
public final class IncrementalSnapshot {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final String AGGREGATE = "Incremental Snapshot";

    private final String bootstrapServers;
    private final String pipeline;

    /** Snapshots of the tables of a pipeline, whose connector is told over this Kafka. */
    public IncrementalSnapshot(String bootstrapServers, String pipeline) {
        this.bootstrapServers = bootstrapServers;
        this.pipeline = pipeline;
    }

    /** Topic, of one partition, over which a pipeline's connector is told. */
    public static String signalTopic(String pipeline) {
        return pipeline + ".signals";
    }

    /** Topic, of one partition, in which a pipeline's connector tells how far its snapshots are. */
    public static String notificationTopic(String pipeline) {
        return pipeline + ".notifications";
    }

    /** What a connector has to be configured with to be told. */
    static Map<String, String> settings(String bootstrapServers, String pipeline) {
        var settings = new LinkedHashMap<String, String>();
        // Chunks are told from changes by the server's own snapshots, without a table of signals in the source.
        settings.put("read.only", "true");
        settings.put("signal.enabled.channels", "kafka");
        settings.put("signal.kafka.topic", signalTopic(pipeline));
        settings.put("signal.kafka.bootstrap.servers", bootstrapServers);
        settings.put("signal.kafka.groupId", "lakehouse." + pipeline + ".signals");
        settings.put("notification.enabled.channels", "sink");
        settings.put("notification.sink.topic.name", notificationTopic(pipeline));
        return settings;
    }

    /**
     * Reads tables and returns when all their rows are in the raw topics.
     *
     * @param tables tables that the connector captures already
     * @param nudge writes something into the source's log: a chunk ends with the next change, and a quiet source has none
     * @param progress told each step in a few words
     * @throws Failure when the name of a table cannot be told, or it is not done in time
     */
    public void read(List<TableShape> tables, Runnable nudge, Consumer<String> progress, Duration limit) {
        tables.forEach(IncrementalSnapshot::requireTellable);
        var id = UUID.randomUUID().toString();
        var told = new TopicPartition(notificationTopic(pipeline), 0);
        try (var consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(told));
            consumer.seekToEnd(List.of(told));
            consumer.position(told);
            ask(id, tables);
            var end = System.nanoTime() + limit.toNanos();
            var remaining = tables.size();
            while (remaining > 0) {
                if (System.nanoTime() > end) {
                    throw new Failure("the snapshot of " + names(tables) + " was not done within " + limit.toSeconds()
                            + " s; it goes on: see " + told.topic());
                }
                nudge.run();
                for (var message : consumer.poll(POLL)) {
                    remaining -= isDone(message.value(), id, progress) ? 1 : 0;
                }
            }
        } catch (JsonProcessingException e) {
            throw new Failure("cannot read a notification of the connector: " + e.getOriginalMessage(), e);
        }
    }

    /** Whether a notification tells that a table of this snapshot is read whole. */
    private static boolean isDone(String message, String id, Consumer<String> progress) throws JsonProcessingException {
        JsonNode notification = JsonRest.JSON.readTree(message);
        var data = notification.path("additional_data");
        if (!notification.path("aggregate_type").asText().equals(AGGREGATE)
                || !notification.path("id").asText().equals(id)) {
            return false;
        }
        switch (notification.path("type").asText()) {
            case "IN_PROGRESS" ->
                progress.accept(
                        "reading " + data.path("current_collection_in_progress").asText() + " up to "
                                + data.path("last_processed_key").asText() + " of "
                                + data.path("maximum_key").asText());
            case "TABLE_SCAN_COMPLETED" -> {
                var status = data.path("status").asText();
                var table = data.path("scanned_collection").asText();
                if (!status.equals("SUCCEEDED") && !status.equals("EMPTY")) {
                    throw new Failure("the snapshot of " + table + " ended with " + status
                            + ": see the log of Connect, and apply again");
                }
                progress.accept(
                        "read " + table + ": " + data.path("total_rows_scanned").asText() + " rows");
                return true;
            }
            default -> progress.accept(notification.path("type").asText().toLowerCase(java.util.Locale.ROOT));
        }
        return false;
    }

    private void ask(String id, List<TableShape> tables) {
        var signal = JsonRest.JSON.createObjectNode();
        signal.put("id", id).put("type", "execute-snapshot");
        var data = signal.putObject("data").put("type", "INCREMENTAL");
        var collections = data.putArray("data-collections");
        tables.forEach(table -> collections.add(DebeziumNames.table(table)));
        try (var producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringSerializer(),
                new StringSerializer())) {
            // The connector takes signals whose key is the prefix of its topics.
            producer.send(new ProducerRecord<>(signalTopic(pipeline), 0, pipeline, signal.toString()))
                    .get();
        } catch (ExecutionException e) {
            throw new Failure(
                    "cannot tell the connector of " + pipeline + " to read " + names(tables) + ": "
                            + e.getCause().getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    /** Debezium takes a table's name apart at dots and quotes. */
    private static void requireTellable(TableShape table) {
        if (table.key().isEmpty()) {
            throw new Failure(
                    "the rows that " + table.qualifiedName() + " has already cannot be read beside the stream,"
                            + " since it has no key: recover the pipeline, which reads every table anew");
        }
        if (!(table.schema() + table.table()).matches("[^.\"`\\[\\]]+")) {
            throw new Failure("the rows that " + table.qualifiedName()
                    + " has already cannot be read beside the stream, since its name holds a dot, a quote or a bracket:"
                    + " recover the pipeline, which reads every table anew");
        }
    }

    private static List<String> names(List<TableShape> tables) {
        return tables.stream().map(TableShape::qualifiedName).toList();
    }
}
