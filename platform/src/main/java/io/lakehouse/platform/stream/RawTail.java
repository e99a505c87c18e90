package io.lakehouse.platform.stream;

import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.engine.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Where the committed messages of raw topics begin from a position on, and for how long they stay. */
public final class RawTail implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final KafkaAddress kafka;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Looks at the Kafka at this address. */
    public RawTail(KafkaAddress kafka) {
        this.kafka = kafka;
        this.consumer = new KafkaConsumer<>(
                kafka.client(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        1,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        15000)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /**
     * The messages of one partition from a position on.
     *
     * @param partition number of the partition
     * @param from offset of the first of them or, when there is none, the end: no message that comes later is below it
     * @param oldest when the first was written, or this moment: none from there on is older
     * @param isWhole whether Kafka has deleted nothing behind the position but the marker of the commit before it; taken
     *     for lost is also what a transaction wrote that was given up
     */
    public record Start(int partition, long from, Instant oldest, boolean isWhole) {}

    /**
     * Where the messages of each partition of a topic begin.
     *
     * @param positions the offset from which on to look, by partition; 0 for one that is not there
     * @throws Failure when Kafka does not answer
     */
    public List<Start> starts(String topic, Map<Integer, Long> positions) {
        try {
            var starts = new ArrayList<Start>();
            for (var info : consumer.partitionsFor(topic)) {
                starts.add(start(
                        new TopicPartition(topic, info.partition()), positions.getOrDefault(info.partition(), 0L)));
            }
            return starts;
        } catch (KafkaException e) {
            throw new Failure("cannot read topic " + topic + " at Kafka " + kafka + ": " + e.getMessage(), e);
        }
    }

    /**
     * What of one partition is there.
     *
     * @param partition number of the partition
     * @param begin the offset before which Kafka has deleted everything
     * @param end one above the last committed offset
     */
    public record Range(int partition, long begin, long end) {}

    /**
     * What of each partition of a topic is there.
     *
     * @throws Failure when Kafka does not answer
     */
    public List<Range> ranges(String topic) {
        try {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            var begins = consumer.beginningOffsets(partitions);
            var ends = consumer.endOffsets(partitions);
            return partitions.stream()
                    .map(partition -> new Range(partition.partition(), begins.get(partition), ends.get(partition)))
                    .toList();
        } catch (KafkaException e) {
            throw new Failure("cannot read topic " + topic + " at Kafka " + kafka + ": " + e.getMessage(), e);
        }
    }

    private Start start(TopicPartition partition, long position) {
        var one = List.of(partition);
        var now = Instant.now();
        var end = consumer.endOffsets(one).get(partition);
        var begin = consumer.beginningOffsets(one).get(partition);
        var isWhole = begin <= (position == 0 ? 0 : position + 1);
        var from = Math.max(position, begin);
        consumer.assign(one);
        consumer.seek(partition, from);
        var deadline = System.nanoTime() + LIMIT.toNanos();
        while (consumer.position(partition) < end) {
            var found = consumer.poll(Duration.ofMillis(100)).records(partition).stream()
                    .findFirst();
            if (found.isPresent()) {
                return new Start(partition.partition(), found.get().offset(), oldest(found.get(), now), isWhole);
            }
            if (System.nanoTime() > deadline) {
                throw new Failure("Kafka " + kafka + " did not give the messages of " + partition + " within " + LIMIT);
            }
        }
        return new Start(partition.partition(), Math.max(from, end), now, isWhole);
    }

    private static Instant oldest(ConsumerRecord<byte[], byte[]> first, Instant now) {
        var written = Instant.ofEpochMilli(first.timestamp());
        return written.isBefore(now) ? written : now;
    }

    /** For how long a topic keeps a message at least; empty when it keeps all. */
    public Optional<Duration> retention(String topic) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (var admin =
                Admin.create(kafka.client(Map.of("request.timeout.ms", 5000, "default.api.timeout.ms", 15000)))) {
            var millis = Long.parseLong(admin.describeConfigs(List.of(resource))
                    .all()
                    .get()
                    .get(resource)
                    .get("retention.ms")
                    .value());
            return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while reading the settings of topic " + topic, e);
        } catch (ExecutionException e) {
            throw new Failure(
                    "cannot read the settings of topic " + topic + " at Kafka " + kafka + ": "
                            + e.getCause().getMessage(),
                    e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
