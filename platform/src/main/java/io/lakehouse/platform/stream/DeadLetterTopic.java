package io.lakehouse.platform.stream;

import io.lakehouse.contract.job.KafkaAddress;
import io.lakehouse.platform.engine.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The dead letters of a pipeline, and which of them were replayed. */
public final class DeadLetterTopic {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaAddress kafka;
    private final String topic;
    private final String replayedTopic;

    /**
     * The dead letters in these topics.
     *
     * @param kafka Kafka's address
     * @param topic where the lanes write them
     * @param replayedTopic compacted; its keys are the names of those that were replayed
     */
    public DeadLetterTopic(KafkaAddress kafka, String topic, String replayedTopic) {
        this.kafka = kafka;
        this.topic = topic;
        this.replayedTopic = replayedTopic;
    }

    KafkaAddress kafka() {
        return kafka;
    }

    String replayedTopic() {
        return replayedTopic;
    }

    /**
     * Tells every dead letter there is, oldest first, each once: a lane that was restored writes the last ones again.
     *
     * @throws Failure when Kafka does not answer
     */
    public void forEach(Consumer<DeadLetter> reader) {
        var seen = new HashSet<String>();
        read(topic, found -> {
            var letter = DeadLetter.of(found);
            if (seen.add(letter.id())) {
                reader.accept(letter);
            }
        });
    }

    /** How many there are that were not replayed. */
    public long open() {
        var open = names(topic);
        open.removeAll(replayed());
        return open.size();
    }

    /** The names of the dead letters that were replayed. */
    public Set<String> replayed() {
        return names(replayedTopic);
    }

    private Set<String> names(String of) {
        var names = new HashSet<String>();
        read(of, found -> names.add(new String(found.key(), StandardCharsets.UTF_8)));
        return names;
    }

    private void read(String name, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        try (var consumer = new KafkaConsumer<>(
                kafka.client(Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        15000)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            var partitions = consumer.listTopics().getOrDefault(name, java.util.List.of()).stream()
                    .map(found -> new TopicPartition(found.topic(), found.partition()))
                    .toList();
            var ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                var found = consumer.poll(Duration.ofMillis(200));
                found.forEach(reader);
                if (!found.isEmpty()) {
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() > deadline) {
                    throw new Failure("topic " + name + " at Kafka " + kafka + " gives nothing for "
                            + PATIENCE.toSeconds() + " s: an open transaction may hold it; try again");
                }
            }
        } catch (KafkaException e) {
            throw new Failure("cannot read topic " + name + " at Kafka " + kafka + ": " + e.getMessage(), e);
        }
    }
}
